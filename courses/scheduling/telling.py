"""Whom a timetable concerns besides its participants: who teaches, and who nominates. Participants are told by enrolment."""

from datetime import datetime
from typing import Any

from courses.scheduling import ical
from courses.scheduling.events import SessionCancelled, SessionMoved
from courses.scheduling.models import Cohort, Room, Session
from lms.notices.actions import tell
from lms.people.models import Membership, User
from lms.people.queries import current

#: Who puts officers forward.
NOMINATES = (Membership.Role.SUPERVISOR, Membership.Role.HR, Membership.Role.NATIONAL_COORDINATOR)


def nominators(cohort: Cohort, *, at: datetime) -> list[User]:
    held = Membership.objects.filter(
        current(at.date()), administration=cohort.administration_id, role__in=NOMINATES
    ).values("person")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("last_name", "first_name", "pk"))


def teaching(cohort: Cohort) -> list[User]:
    return list(User.objects.filter(pk__in=cohort.trainers.values("person")).order_by("last_name", "first_name", "pk"))


def tell_staff(cohort: Cohort, *, at: datetime) -> list[int]:
    """Tell of a new cohort: its trainers, each session with an invitation, and those who nominate; whom."""
    sessions = list(cohort.sessions.filter(state__in=Session.ON).select_related("room__venue").order_by("starts_at"))
    trainers = teaching(cohort)
    for person in trainers:
        for session in sessions:
            tell(
                person=person, kind="session_taught", facts=facts_of(session, cohort), link=board(cohort), at=at,
                calendar=ical.request(session, person, at=at),
            )  # fmt: skip
    others = [person for person in nominators(cohort, at=at) if person not in trainers]
    facts = {
        "cohort": cohort.title,
        "seats": cohort.seats,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat(),
    }
    for person in others:
        tell(person=person, kind="cohort_announced", facts=facts, link="/my/", at=at)
    return [person.pk for person in (*trainers, *others)]


def tell_trainers(event: SessionMoved | SessionCancelled) -> None:
    """Tell whoever teaches a session that it moved or was cancelled, with the matching entry for their calendars."""
    session = Session.objects.select_related("cohort", "room__venue").get(pk=event.session_id)
    if session.sequence != event.sequence:
        return  # It has moved on since; the later fact tells where to.
    cohort = session.cohort
    for person in teaching(cohort):
        if isinstance(event, SessionMoved):
            tell(
                person=person, kind="session_moved", facts=moved_facts(event, session), link=board(cohort),
                at=event.at, calendar=ical.request(session, person, at=event.at),
            )  # fmt: skip
        else:
            tell(
                person=person, kind="session_cancelled", facts=facts_of(session, cohort), link=board(cohort),
                at=event.at, calendar=ical.cancellation(session, person, at=event.at), method="CANCEL",
            )  # fmt: skip


def facts_of(session: Session, cohort: Cohort) -> dict[str, Any]:
    """What the words about a session are made of."""
    return {
        "session": session.title,
        "cohort": cohort.title,
        "mode": session.mode,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "zone": session.time_zone,
        "room": str(session.room) if session.room else "",
        "reason": session.reason,
    }


def moved_facts(event: SessionMoved, session: Session) -> dict[str, Any]:
    """The same, and what it was before."""
    before = Room.objects.select_related("venue").filter(pk=event.room_before).first() if event.room_before else None
    return facts_of(session, session.cohort) | {
        "started_at": event.started_at.isoformat(),
        "ended_at": event.ended_at.isoformat(),
        "room_before": str(before) if before else "",
    }


def board(cohort: Cohort) -> str:
    """The page of a cohort for those who teach it: an address of the outside contract, above this room."""
    return f"/trainer/cohorts/{cohort.uid}/"
