"""Whoever sat in a cohort that is cancelled is told of each session once, loses the seat, and has the time back."""

from collections import Counter

import pytest

from courses.scheduling import actions as scheduling
from courses.scheduling.models import Booking
from lms.core.deliveries import deliver
from lms.core.models import Delivery
from lms.notices.models import Notice
from tests.cast import Cast
from tests.tracking.plans.making import AT, Planning, set_up
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Seat


@pytest.fixture
def planning(cast: Cast) -> Planning:
    return set_up(cast)


def tell_everything() -> None:
    """Bring all that waits to its reactions, in any order that the sweep may take."""
    while pending := list(Delivery.objects.filter(state=Delivery.State.PENDING).order_by("-pk")):
        for each in pending:
            deliver(each.pk)


def told(cast: Cast, who: str) -> Counter[str]:
    return Counter(Notice.objects.filter(person=cast.people[who]).values_list("kind", flat=True))


def test_everyone_is_told_of_each_session_once_and_nobody_of_anything_else(planning: Planning) -> None:
    cast, cohort = planning.cast, planning.cohort
    cohort.seats = 1
    cohort.save()
    for who in ("amina", "bela"):
        enrolment.seat(cohort=cohort, person=cast.people[who], administration=cast.sanderra, by=cast.people[who], at=AT)
    tell_everything()
    before = told(cast, "amina"), told(cast, "bela")
    scheduling.cancel_cohort(cohort=cohort, by=cast.ren, at=AT, reason="No budget")
    tell_everything()

    assert told(cast, "amina") - before[0] == Counter({"session_cancelled": len(planning.sessions)})
    assert told(cast, "bela") - before[1] == Counter()
    assert set(Seat.objects.values_list("state", flat=True)) == {"left"}
    assert Booking.objects.filter(session__cohort=cohort).count() == 0
    methods = Notice.objects.filter(kind="session_cancelled").values_list("person__username", "method")
    assert Counter(methods) == {(who, "CANCEL"): len(planning.sessions) for who in ("amina", "lucia")}
