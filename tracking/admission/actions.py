"""Admitting to a cohort: at once where nobody need say yes, else asked, nominated, approved, declined."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.scheduling.models import Cohort
from lms.people.models import Administration, User
from tracking.admission import queries, rules
from tracking.admission.rules import Refusal
from tracking.admission.telling import ask_to_decide
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import live_seat
from tracking.needs import actions as needs

__all__ = [
    "AlreadyDecided", "NotEligible", "OfferOver", "admit", "approve", "ask_to_decide", "decline", "nominate", "take_offer",
    "withdraw",
]  # fmt: skip


class NotEligible(Exception):
    """The person may not take a seat; `reasons` says why, all of them."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)


class AlreadyDecided(Exception):
    """The request is no longer there to be decided."""


class OfferOver(Exception):
    """The offer has lapsed or was declined."""


@transaction.atomic
def admit(*, person: User, cohort: Cohort, by: User | None, at: datetime, gap_ids: Iterable[int] = ()) -> Seat:
    """Take a seat for oneself, for the sake of some gaps: seated, waiting, or, where someone must say yes, requested.

    What one already has in the cohort is handed back. Raises PermissionDenied for anyone but the person, NotEligible.
    """
    if by is not None and by.pk != person.pk:
        raise PermissionDenied(f"{by} may nominate, not admit")
    gaps = list(gap_ids)
    administration, found = eligible(person, cohort, gaps, at, waived=False)
    if found is not None:
        return found
    if cohort.needs_approval:
        state = Seat.State.REQUESTED
        seat = enrolment.ask(cohort=cohort, person=person, administration=administration, state=state, by=by, at=at)
    else:
        seat = enrolment.seat(cohort=cohort, person=person, administration=administration, by=by, at=at)
    needs.plan_with_seat(seat=seat, gap_ids=gaps, by=by, at=at)
    return seat


def eligible(
    person: User, cohort: Cohort, gap_ids: Sequence[int], at: datetime, *, waived: bool
) -> tuple[Administration, Seat | None]:
    """The administration that someone takes a seat from, and what they already have in the cohort. Raises NotEligible."""
    day = at.date()
    administration = queries.administration_for(person, cohort, on=day)
    found = live_seat(person, cohort)
    if found is not None:
        return found.administration, found
    about = queries.asked(person, cohort, administration=administration, gap_ids=gap_ids, on=day)
    reasons = rules.refusals(about, entry_waived=waived)
    if reasons or administration is None:
        raise NotEligible(reasons)
    return administration, None


@transaction.atomic
def nominate(
    *, person: User, cohort: Cohort, by: User, at: datetime, gap_ids: Iterable[int] = (), entry_waived: bool = False
) -> Seat:
    """Put an officer forward, as their supervisor or HR; the officer says yes. Whoever nominates may waive the entry level.

    Raises PermissionDenied, NotEligible.
    """
    gaps = list(gap_ids)
    administration, found = eligible(person, cohort, gaps, at, waived=entry_waived)
    if not queries.may_nominate(by, person, administration, on=at.date()):
        raise PermissionDenied(f"{by} does not nominate {person}")
    if found is not None:
        return found
    seat = enrolment.ask(
        cohort=cohort, person=person, administration=administration, state=Seat.State.NOMINATED, by=by, at=at
    )
    needs.plan_with_seat(seat=seat, gap_ids=gaps, by=by, at=at)
    return seat


@transaction.atomic
def approve(*, seat: Seat, by: User, at: datetime) -> Seat:
    """Say yes to a request: a place while one is free, else one in the line. Raises PermissionDenied, AlreadyDecided."""
    found = request_of(seat, by, at)
    return enrolment.seat(cohort=found.cohort, person=found.person, administration=found.administration, by=by, at=at)


@transaction.atomic
def decline(*, seat: Seat, reason: str, by: User, at: datetime) -> Seat:
    """Say no to a request, and why. Raises PermissionDenied, AlreadyDecided."""
    found = request_of(seat, by, at)
    return enrolment.leave(seat=found, by=by, at=at, reason=reason, state=Seat.State.DECLINED)


def request_of(seat: Seat, by: User, at: datetime) -> Seat:
    """The request, locked, for someone who decides on it."""
    decided = queries.seats_decided_by(by, on=at.date())
    if not decided.filter(pk=seat.pk).exists():
        raise PermissionDenied(f"{by} does not decide on this seat")
    found = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("cohort", "person", "administration")
        .get(pk=seat.pk)
    )
    if found.state != Seat.State.REQUESTED:
        raise AlreadyDecided(found.state)
    return found


@transaction.atomic
def take_offer(*, seat: Seat, by: User, at: datetime) -> Seat:
    """Take a place that was offered, or accept a nomination. Raises PermissionDenied for anyone else, OfferOver."""
    found = Seat.objects.select_related("cohort", "person", "administration").get(pk=seat.pk)
    if by.pk != found.person_id:
        raise PermissionDenied(f"{by} was offered nothing")
    kept = found.state == Seat.State.OFFERED and found.offered_until is not None and at < found.offered_until
    if not kept and found.state != Seat.State.NOMINATED:
        raise OfferOver(found.state)
    return enrolment.seat(cohort=found.cohort, person=found.person, administration=found.administration, by=by, at=at)


def withdraw(*, seat: Seat, by: User, at: datetime, reason: str = "") -> Seat:
    """Leave a seat, or decline what was offered. Raises PermissionDenied."""
    offered = {Seat.State.OFFERED, Seat.State.NOMINATED}
    state = Seat.State.DECLINED if seat.state in offered else Seat.State.LEFT
    return enrolment.leave(seat=seat, by=by, at=at, reason=reason, state=state)
