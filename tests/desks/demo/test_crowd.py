"""A crowd stands for size: as many officers as asked for, each with what an officer of the demo has."""

from desks.demo import crowd
from lms.people.models import Membership, User
from tests.cast import LATELY, LONG_AGO, Cast, Offer, enrol, open_gaps
from tracking.enrolment.models import Enrolment
from tracking.needs.models import Gap


def test_there_are_as_many_officers_as_asked_for(cast: Cast) -> None:
    there = crowd.grow(administration=cast.sanderra, officers=7, by=cast.admin, at=LATELY)
    officers = Membership.objects.filter(administration=cast.sanderra, role=Membership.Role.OFFICER)
    assert (there, officers.count(), officers.values("person").distinct().count()) == (7, 7, 7)


def test_asked_for_fewer_than_there_are_nothing_is_added(cast: Cast) -> None:
    assert crowd.grow(administration=cast.sanderra, officers=1, by=cast.admin, at=LATELY) == 2
    assert not User.objects.filter(username__startswith="district-").exists()


def test_each_has_gaps_and_enrolments_of_their_own(cast: Cast, offer: Offer) -> None:
    open_gaps(cast, cast.amina, ratings={"O07": 1.0, "P3": 1.0}, at=LONG_AGO)
    enrol(cast, cast.amina, offer)
    crowd.grow(administration=cast.sanderra, officers=6, by=cast.admin, at=LATELY)
    twins = User.objects.filter(username__endswith="-amina").order_by("username")
    assert [twin.username for twin in twins] == ["district-1-amina", "district-2-amina"]
    for twin in twins:
        assert Gap.objects.filter(person=twin, unit__code=twin.username.removesuffix("-amina")).count() == 2
        assert Enrolment.objects.filter(person=twin).count() == 1
