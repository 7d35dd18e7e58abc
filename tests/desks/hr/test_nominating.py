"""HR puts forward those whose certificate lapses, in three clicks; who cannot come is named with the reason."""

from datetime import UTC, datetime

import pytest

from desks.hr import nominating
from lms.notices.models import Notice
from tests.cast import LATELY, enter
from tests.certificates.ground import day_after
from tests.desks.officer.test_team import signed_in
from tests.tracking.attendance.making import open_cohort
from tracking.admission import actions as admission
from tracking.enrolment.models import Seat

TODAY = datetime(2028, 9, 5, 12, tzinfo=UTC)


@pytest.fixture
def cohort(ground, monkeypatch):
    """Amina's certificate lapses in thirty days, Bela's does not; a cohort of its course takes people."""
    ground.certify(ground.cast.amina, at=LATELY)
    ground.certify(ground.cast.bela, at=day_after(LATELY.date(), 200))
    monkeypatch.setattr(nominating.clock, "today", TODAY.date)
    monkeypatch.setattr(nominating.clock, "now", lambda: TODAY)
    made, _sessions = open_cohort(
        ground.cast, ground.offer.release, first=datetime(2028, 10, 9, 9, tzinfo=UTC), title="Renewal"
    )
    return made


def page_of(cohort, query=""):
    return f"/hr/nominate/{cohort.uid}/{query}"


def listed(page):
    return [(each.person.username, each.expires_on is not None, each.seat) for each in page.context["candidates"]]


def seats():
    return list(Seat.objects.order_by("pk").values_list("person__username", "state"))


def test_it_takes_three_clicks_from_the_list_of_who_lapses(ground, cohort):
    ren = signed_in(ground.cast, "ren")
    assert "/hr/nominate/?lapsing=90" in ren.get("/hr/certificates/?lapsing=90").text
    offered = ren.get("/hr/nominate/?lapsing=90")
    assert [(line["cohort"], line["lapsing"]) for line in offered.context["lines"]] == [(cohort, 1)]
    page = ren.get(page_of(cohort, "?lapsing=90"))
    assert listed(page) == [("amina", True, None)]
    done = ren.post(page_of(cohort, "?lapsing=90"), {"person": ground.cast.amina.uid}, follow=True)
    assert [str(message) for message in done.context["messages"]] == ["1 officer is put forward."]
    assert seats() == [("amina", "nominated")]
    assert listed(done) == [("amina", True, Seat.objects.get())]


def test_of_a_unit_the_others_are_offered_too_and_not_ticked(ground, cohort):
    page = signed_in(ground.cast, "ren").get(page_of(cohort, "?unit=AVI"))
    assert listed(page) == [("bela", False, None)]
    assert [each.person.username for each in page.context["candidates"] if each.expires_on] == []


def test_who_cannot_come_is_named_with_the_reason_and_the_others_are_put_forward(ground, cohort):
    cast = ground.cast
    other, _sessions = open_cohort(cast, ground.offer.release, first=cohort_day(23), title="Later")
    enter(cast, "cora", cast.sanderra, "officer", unit="AVI", post="R09")
    admission.nominate(person=cast.bela, cohort=other, by=cast.ren, at=TODAY, entry_waived=True)
    named = {"person": [cast.bela.uid, cast.cora.uid]}
    page = signed_in(cast, "ren").post(page_of(cohort, "?unit=AVI"), named)
    assert [(each.person, [str(reason) for reason in each.reasons]) for each in page.context["refused"]] == [
        (cast.bela, ["has, or asks for, a seat in another cohort of the course"])
    ]
    assert seats() == [("bela", "nominated"), ("cora", "nominated")]


def cohort_day(day):
    return datetime(2028, 10, day, 9, tzinfo=UTC)


def test_whom_the_page_does_not_list_is_not_put_forward(ground, cohort):
    cast = ground.cast
    strangers = [cast.people["elif"].uid, cast.jonas.uid, "nobody"]
    signed_in(cast, "ren").post(page_of(cohort), {"person": strangers})
    assert (seats(), Notice.objects.count()) == ([], 0)


@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "nadia", "lucia", "wren", "stranger"])
def test_nobody_else_finds_it(ground, cohort, who):
    client = signed_in(ground.cast, who)
    found = [client.get("/hr/nominate/"), client.get(page_of(cohort)), client.post(page_of(cohort))]
    assert [answer.status_code for answer in found] == [404, 404, 404]


def test_hr_next_door_finds_its_own_cohorts_only(ground, cohort):
    ground.offer.page.audience = "own"
    ground.offer.page.save_revision().publish()
    davit = signed_in(ground.cast, "davit")
    assert davit.get("/hr/nominate/").context["lines"] == []
    assert davit.get(page_of(cohort)).status_code == 404


def test_a_longer_list_takes_no_more_queries(ground, cohort, django_assert_num_queries):
    ren = signed_in(ground.cast, "ren")
    ren.get(page_of(cohort, "?unit=AVI"))
    for number in (0, 3):
        for each in range(number):
            enter(ground.cast, f"more{each}", ground.cast.sanderra, "officer", unit="AVI", post="R09")
        with django_assert_num_queries(14):
            ren.get(page_of(cohort, "?unit=AVI"))
