"""A cohort of so many seats, and officers who ask for one."""

from datetime import timedelta

from tests.cast import LATELY, enter
from tests.tracking.attendance.making import Blend
from tracking.enrolment import actions
from tracking.enrolment.models import Seat


def with_seats(blended: Blend, seats: int) -> Blend:
    blended.cohort.seats = seats
    blended.cohort.save()
    return blended


def ask(blended: Blend, name: str, *, minutes: int = 0) -> Seat:
    person = blended.cast.people.get(name) or enter(blended.cast, name, blended.cast.sanderra, "officer", unit="PVS")
    at = LATELY + timedelta(minutes=minutes)
    return actions.seat(cohort=blended.cohort, person=person, administration=blended.cast.sanderra, by=person, at=at)
