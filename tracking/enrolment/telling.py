"""What people are told of their seats, with the invitations for their calendars. Each is told once, however often it runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from courses.scheduling import ical
from courses.scheduling.events import SessionCancelled, SessionMoved
from courses.scheduling.models import Booking, Session
from courses.scheduling.telling import facts_of, moved_facts
from lms.notices.actions import tell
from lms.notices.models import Notice
from lms.people.models import User
from tracking.enrolment.events import Seated, SeatGivenUp, SeatNominated, SeatOffered, WaitListed
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import place_in_line
from tracking.enrolment.seating import LAPSED

#: Where an officer reads of seats: an address of the outside contract, above this room.
PLAN = "/my/plan/"
CALENDAR_HOLDS = (Session.State.RELEASED, Session.State.MOVED)


def seat_of(pk: int) -> Seat:
    return Seat.objects.select_related("cohort", "person").get(pk=pk)


def facts_about(seat: Seat) -> dict[str, Any]:
    """What the words about a seat are made of; the state and its moment tell one telling from the next."""
    return {
        "cohort": seat.cohort.title,
        "starts_on": seat.cohort.starts_on.isoformat(),
        "ends_on": seat.cohort.ends_on.isoformat(),
        "reason": seat.reason,
        "seat": str(seat.uid),
        "state_at": seat.state_at.isoformat(),
    }


def tell_once(
    person: User, kind: str, facts: Mapping[str, Any], *, told_by: tuple[str, ...], at: datetime, **more: Any
) -> None:
    """Tell someone, unless a notice of the kind has the same facts under the keys `told_by`."""
    same = {f"facts__{key}": facts[key] for key in told_by}
    if not Notice.objects.filter(person=person, kind=kind, **same).exists():
        tell(person=person, kind=kind, facts=facts, link=PLAN, at=at, **more)


def tell_seated(event: Seated) -> None:
    """Tell someone of their seat, and invite them to every session that is to come."""
    seat = seat_of(event.seat_id)
    if seat.state != Seat.State.SEATED:
        return
    tell_once(seat.person, "seated", facts_about(seat), told_by=("seat",), at=event.at)
    sessions = Session.objects.filter(cohort=seat.cohort, state__in=CALENDAR_HOLDS).select_related("room__venue")
    for session in sessions.order_by("starts_at"):
        facts = facts_of(session, seat.cohort) | {"uid": str(session.uid), "sequence": session.sequence}
        invitation = ical.request(session, seat.person, at=event.at, link=PLAN)
        tell_once(seat.person, "session_invited", facts, told_by=("uid", "sequence"), at=event.at, calendar=invitation)


def tell_waiting(event: WaitListed) -> None:
    seat = seat_of(event.seat_id)
    if seat.state == Seat.State.WAITING:
        facts = facts_about(seat) | {"place": place_in_line(seat)}
        tell_once(seat.person, "wait_listed", facts, told_by=("seat", "state_at"), at=event.at)


def tell_offered(event: SeatOffered) -> None:
    seat = seat_of(event.seat_id)
    if seat.state == Seat.State.OFFERED and seat.offered_until:
        facts = facts_about(seat) | {"until_at": seat.offered_until.isoformat()}
        tell_once(seat.person, "seat_offered", facts, told_by=("seat", "state_at"), at=event.at)


def tell_nominated(event: SeatNominated) -> None:
    seat = seat_of(event.seat_id)
    if seat.state == Seat.State.NOMINATED:
        facts = facts_about(seat) | {"by": str(seat.state_by or "")}
        tell_once(seat.person, "seat_nominated", facts, told_by=("seat",), at=event.at)


def tell_given_up(event: SeatGivenUp) -> None:
    """Tell of an offer that lapsed and of a request that was declined; take invitations back from whoever leaves."""
    seat = seat_of(event.seat_id)
    facts = facts_about(seat)
    if seat.reason == LAPSED:
        tell_once(seat.person, "offer_lapsed", facts, told_by=("seat", "state_at"), at=event.at)
    elif seat.state == Seat.State.DECLINED and seat.state_by_id != seat.person_id:
        tell_once(seat.person, "seat_declined", facts, told_by=("seat", "state_at"), at=event.at)
    elif seat.state == Seat.State.LEFT:
        take_back(seat, at=event.at)


def take_back(seat: Seat, *, at: datetime) -> None:
    """Cancel the invitations to sessions that go on without this person."""
    invited = Notice.objects.filter(person=seat.person, kind="session_invited").values_list("facts__uid", flat=True)
    going_on = Session.objects.filter(
        cohort=seat.cohort, state__in=CALENDAR_HOLDS, uid__in=[uid for uid in invited if uid]
    )
    for session in going_on.select_related("room__venue").order_by("starts_at"):
        facts = facts_of(session, seat.cohort) | {"uid": str(session.uid), "sequence": session.sequence}
        cancelled = ical.cancellation(session, seat.person, at=at, link=PLAN)
        tell_once(
            seat.person, "session_left", facts, told_by=("uid", "sequence"), at=at, calendar=cancelled, method="CANCEL"
        )


def tell_participants(event: SessionMoved | SessionCancelled) -> None:
    """Tell those who sit in a session that it moved or was cancelled, with the entry for their calendars, and book anew."""
    session = Session.objects.select_related("cohort", "room__venue").get(pk=event.session_id)
    if session.sequence != event.sequence:
        return  # It has moved on since; the later fact tells where to.
    booked = Booking.objects.filter(session=session, kind=Booking.Kind.PARTICIPANT)
    people = list(User.objects.filter(pk__in=booked.values("person")).order_by("pk"))
    mark = {"uid": str(session.uid), "sequence": event.sequence}
    if isinstance(event, SessionMoved):
        booked.update(starts_at=session.starts_at, ends_at=session.ends_at)
        facts = moved_facts(event, session) | mark
        for person in people:
            entry = ical.request(session, person, at=event.at, link=PLAN)
            tell_once(person, "session_moved", facts, told_by=tuple(mark), at=event.at, calendar=entry)
        return
    facts = facts_of(session, session.cohort) | mark
    for person in people:
        entry = ical.cancellation(session, person, at=event.at, link=PLAN)
        tell_once(person, "session_cancelled", facts, told_by=tuple(mark), at=event.at, calendar=entry, method="CANCEL")
    booked.delete()
