"""Places in a cohort: taken, waited for, offered, given up. Whoever changes one holds the cohort's row as the lock."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.scheduling import bookings
from courses.scheduling.events import CohortCancelled, SessionHeld
from courses.scheduling.models import Cohort, Session
from lms.core import audit
from lms.core.events import Fact, publish
from lms.people.models import Administration, User
from tracking.enrolment import periods, rules
from tracking.enrolment.events import SeatAsked, Seated, SeatGivenUp, SeatNominated, SeatOffered, WaitListed
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import live_seat, seats_visible_to

#: Reasons that the house itself gives; others are what people wrote.
LAPSED = "lapsed"
COHORT_CANCELLED = "cohort_cancelled"
COHORT_HELD = "cohort_held"

#: What is told when a seat comes into a state.
TOLD: dict[str, type[Fact]] = {
    Seat.State.REQUESTED: SeatAsked,
    Seat.State.NOMINATED: SeatNominated,
    Seat.State.SEATED: Seated,
    Seat.State.WAITING: WaitListed,
    Seat.State.OFFERED: SeatOffered,
    Seat.State.DECLINED: SeatGivenUp,
    Seat.State.LEFT: SeatGivenUp,
}


class CohortClosed(Exception):
    """The cohort takes nobody: it is a draft, cancelled, or over."""


def held(cohort: Cohort) -> Cohort:
    """The cohort with its row locked: of two who want the last place, the second sees that it is gone."""
    return Cohort.objects.select_for_update().select_related(None).get(pk=cohort.pk)


@transaction.atomic
def seat(*, cohort: Cohort, person: User, administration: Administration, by: User | None, at: datetime) -> Seat:
    """Give a person a place while one is free, else a place in the line; what they already have is handed back.

    A place that was offered to them is theirs. Raises CohortClosed.
    """
    locked = held(cohort)
    if locked.state != Cohort.State.RELEASED:
        raise CohortClosed(locked.pk)
    found = live_seat(person, locked)
    if found and found.state in {Seat.State.SEATED, Seat.State.WAITING}:
        return found
    is_kept = found is not None and found.state == Seat.State.OFFERED
    asked = found or Seat(person=person, administration=administration, cohort=locked, asked_at=at)
    if is_kept or rules.has_place(seats=locked.seats, **counted(locked)):
        return sit(asked, by=by, at=at)
    return move(asked, Seat.State.WAITING, by=by, at=at)


def counted(cohort: Cohort) -> dict[str, int]:
    """How many places of a cohort are taken, and how many people wait."""
    states = list(Seat.objects.filter(cohort=cohort).values_list("state", flat=True))
    return {
        "taken": sum(state in Seat.TAKEN for state in states),
        "waiting": sum(state == Seat.State.WAITING for state in states),
    }


def sit(asked: Seat, *, by: User | None, at: datetime) -> Seat:
    """Seat someone: with an enrolment in the release of the cohort, and the time of its sessions taken."""
    asked.enrolment = periods.enrol_in_cohort(
        person=asked.person, administration=asked.administration, release=asked.cohort.release, by=by, at=at
    )
    bookings.book_participant(sessions_of_cohort(asked.cohort), person=asked.person)
    return move(asked, Seat.State.SEATED, by=by, at=at)


def sessions_of_cohort(cohort: Cohort) -> list[Session]:
    return list(Session.objects.filter(cohort=cohort).order_by("starts_at"))


def move(
    seat: Seat, state: str, *, by: User | None, at: datetime, until: datetime | None = None, reason: str = ""
) -> Seat:
    """Bring a seat into a state, with its trail and what is told of it."""
    seat.state, seat.state_at, seat.state_by = state, at, by
    seat.offered_until, seat.reason = until, reason[:300]
    seat.save()
    audit.record(by=by, at=at, verb=f"seat {state}", about=seat, administration=seat.administration)
    publish(TOLD[state](at=at, seat_id=seat.pk, person_id=seat.person_id))  # type: ignore[call-arg]
    return seat


@transaction.atomic
def ask(
    *, cohort: Cohort, person: User, administration: Administration, state: str, by: User | None, at: datetime
) -> Seat:
    """Ask for a seat that someone must say yes to: requested by the person, or nominated by another."""
    locked = held(cohort)
    if locked.state != Cohort.State.RELEASED:
        raise CohortClosed(locked.pk)
    found = live_seat(person, locked)
    if found is not None:
        return found
    asked = Seat(person=person, administration=administration, cohort=locked, asked_at=at)
    return move(asked, state, by=by, at=at)


@transaction.atomic
def leave(*, seat: Seat, by: User | None, at: datetime, reason: str = "", state: str = Seat.State.LEFT) -> Seat:
    """Give up a seat, an offer or the asking; whoever has waited longest is offered the place.

    For oneself, and for those whose participation one sees; PermissionDenied for anyone else.
    """
    if by is not None and not seats_visible_to(by, on=at.date()).filter(pk=seat.pk).exists():
        raise PermissionDenied(f"{by} may not give up this seat")
    locked = held(seat.cohort)
    found = Seat.objects.select_related("person", "administration").get(pk=seat.pk)
    if found.state in Seat.OVER:
        return found
    # Who sat in a cancelled session is still to be told of that, and is known by the booking.
    standing = [session for session in sessions_of_cohort(locked) if session.state in Session.ON]
    bookings.free_participant(standing, person=found.person)
    move(found, state, by=by, at=at, reason=reason)
    offer_free_places(locked, at=at)
    return found


def close_cohort(event: CohortCancelled) -> int:
    """When a cohort is cancelled every seat in it is over; how many were ended."""
    live = Seat.objects.filter(cohort=event.cohort_id).exclude(state__in=Seat.OVER).select_related("cohort")
    return len([leave(seat=each, by=None, at=event.at, reason=COHORT_CANCELLED) for each in live.order_by("pk")])


def close_line(event: SessionHeld) -> int:
    """Once a cohort has been held, nobody waits for it any more; how many did."""
    if not Cohort.objects.filter(pk=event.cohort_id, state=Cohort.State.HELD).exists():
        return 0
    over = (*Seat.OVER, Seat.State.SEATED)
    waiting = Seat.objects.filter(cohort=event.cohort_id).exclude(state__in=over).select_related("cohort")
    state = Seat.State.DECLINED
    return len([leave(seat=w, by=None, at=event.at, reason=COHORT_HELD, state=state) for w in waiting.order_by("pk")])


def offer_free_places(cohort: Cohort, *, at: datetime) -> list[Seat]:
    """Offer what is free to those who have waited longest; call it with the cohort's row held."""
    free = rules.places_to_offer(seats=cohort.seats, **counted(cohort))
    if not free or cohort.state != Cohort.State.RELEASED:
        return []
    first = cohort.sessions.filter(state__in=Session.ON).order_by("starts_at").first()
    until = rules.offer_ends(at=at, starts_at=first.starts_at if first else None)
    line = Seat.objects.filter(cohort=cohort, state=Seat.State.WAITING).select_related("person", "administration")
    return [
        move(waiting, Seat.State.OFFERED, by=None, at=at, until=until)
        for waiting in line.order_by("asked_at", "pk")[:free]
    ]


def lapse_offers(*, at: datetime) -> int:
    """End the offers whose time is over, and offer the places to the next in line; how many ended."""
    over = Seat.objects.filter(state=Seat.State.OFFERED, offered_until__lte=at).select_related("cohort")
    return sum(lapse(offer, at=at) for offer in over.order_by("offered_until", "pk"))


@transaction.atomic
def lapse(offer: Seat, *, at: datetime) -> bool:
    """End one offer unless it has been taken or made anew meanwhile."""
    held(offer.cohort)
    if not Seat.objects.filter(pk=offer.pk, state=Seat.State.OFFERED, offered_until__lte=at).exists():
        return False
    leave(seat=offer, by=None, at=at, reason=LAPSED, state=Seat.State.DECLINED)
    return True
