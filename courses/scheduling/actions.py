"""Opening cohorts, moving and cancelling their sessions. A room or a trainer that is taken is refused, with the reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.catalogue.queries import open_release
from courses.scheduling import bookings, drafting, queries
from courses.scheduling.events import (
    CohortAnnounced,
    CohortCancelled,
    CohortReleased,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    TrainersChanged,
)
from courses.scheduling.failures import Clashes, NobodyTeaches, NotATrainer, NotOpen, Over
from courses.scheduling.models import Blueprint, Booking, Cohort, Room, Session, TrainerAssignment
from courses.scheduling.rules import Slot
from courses.scheduling.setting_up import be_away, keep_calendar, open_room, open_venue, write_blueprint
from courses.scheduling.telling import tell_staff, tell_trainers
from lms.core import audit
from lms.core.events import publish
from lms.people.models import User

__all__ = [
    "announce", "be_away", "cancel_cohort", "cancel_session", "change_trainers", "draft_cohort", "hold", "keep_calendar",
    "move_session", "open_room", "open_venue", "release_cohort", "set_meeting", "tell_trainers", "write_blueprint",
]  # fmt: skip


@transaction.atomic
def draft_cohort(
    *,
    blueprint: Blueprint,
    starts_on: date,
    trainers: Sequence[User],
    by: User,
    at: datetime,
    title: str = "",
    seats: int | None = None,
    changes: Mapping[int, tuple[Slot, Room | None]] | None = None,
) -> Cohort:
    """A cohort of a blueprint from a day on, with its dated sessions; it takes no room and no trainer until it is released.

    The first of the trainers leads. Raises PermissionDenied, NotOpen, NobodyTeaches or NotATrainer.
    """
    refuse_unless(queries.may_open(by, blueprint.administration, on=at.date()), by)
    release = open_release(blueprint.course_uid)
    if release is None:
        raise NotOpen(str(blueprint.course_uid))
    sessions = drafting.dated(blueprint, starts_on=starts_on, changes=changes)
    cohort = Cohort.objects.create(
        administration=blueprint.administration,
        release=release,
        blueprint=blueprint,
        title=title or f"{blueprint.title} · {starts_on:%Y-%m}",
        seats=seats or blueprint.seats,
        needs_approval=blueprint.needs_approval,
        starts_on=starts_on,
        ends_on=drafting.last_day(sessions, starts_on=starts_on, days=blueprint.days),
        joinable_until=starts_on + timedelta(days=blueprint.join_days),
        state_at=at,
        state_by=by,
    )
    Session.objects.bulk_create(
        Session(
            cohort=cohort,
            mode=each.mode,
            title=each.title,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            time_zone=each.time_zone,
            room=each.room,
            meeting_url=each.meeting_url,
            state_at=at,
            state_by=by,
        )
        for each in sessions
    )
    assign(cohort, trainers, at=at)
    audit.record(by=by, at=at, verb="cohort drafted", about=cohort, administration=cohort.administration)
    return cohort


def assign(cohort: Cohort, trainers: Sequence[User], *, at: datetime) -> None:
    if not trainers:
        raise NobodyTeaches(str(cohort))
    able = set(queries.trainers_for(cohort.administration, on=at.date()).values_list("pk", flat=True))
    strange = [person for person in trainers if person.pk not in able]
    if strange:
        raise NotATrainer(", ".join(map(str, strange)))
    role = TrainerAssignment.Role
    TrainerAssignment.objects.bulk_create(
        TrainerAssignment(cohort=cohort, person=person, role=role.CO_TRAINER if place else role.LEAD)
        for place, person in enumerate(trainers)
    )


@transaction.atomic
def change_trainers(*, cohort: Cohort, trainers: Sequence[User], by: User, at: datetime) -> None:
    """Let these people teach a cohort, the first of them leading; the sessions still to come take their time.

    Raises PermissionDenied, NobodyTeaches, NotATrainer, Over, or Clashes where one of them is taken.
    """
    cohort = locked(cohort, by=by, at=at)
    if cohort.state in (Cohort.State.CANCELLED, Cohort.State.HELD):
        raise Over(str(cohort))
    before = set(cohort.trainers.values_list("person", flat=True))
    cohort.trainers.all().delete()
    assign(cohort, trainers, at=at)
    ahead = list(cohort.sessions.filter(state__in=Session.ON, ends_at__gt=at).select_related("room", "cohort"))
    take(ahead, trainers=[person.pk for person in trainers])
    now = {person.pk for person in trainers}
    audit.record(
        by=by, at=at, verb="trainers changed", about=cohort, administration=cohort.administration,
        before=sorted(before), after=[person.pk for person in trainers],
    )  # fmt: skip
    publish(
        TrainersChanged(at=at, cohort_id=cohort.pk, came=tuple(sorted(now - before)), left=tuple(sorted(before - now)))
    )


@transaction.atomic
def release_cohort(*, cohort: Cohort, by: User, at: datetime) -> Cohort:
    """Let the timetable of a draft stand: it takes its rooms and its trainers, and seats can be asked for.

    Raises PermissionDenied, Over, NotOpen, or Clashes with every reason why not.
    """
    cohort = locked(cohort, by=by, at=at)
    if cohort.state != Cohort.State.DRAFT:
        raise Over(str(cohort))
    # The course may have had a new release since the draft was kept; one can only enrol in the open one.
    release = open_release(cohort.release.course_uid)
    if release is None:
        raise NotOpen(str(cohort))
    sessions = list(cohort.sessions.select_related("room").order_by("starts_at"))
    for session in sessions:
        session.cohort = cohort
    take(sessions, trainers=list(cohort.trainers.values_list("person", flat=True)))
    cohort.sessions.update(state=Session.State.RELEASED, state_at=at, state_by=by)
    cohort.release, cohort.state, cohort.state_at, cohort.state_by = release, Cohort.State.RELEASED, at, by
    cohort.save(update_fields=["release", "state", "state_at", "state_by"])
    audit.record(by=by, at=at, verb="cohort released", about=cohort, administration=cohort.administration)
    publish(CohortReleased(at=at, cohort_id=cohort.pk, session_ids=tuple(session.pk for session in sessions)))
    return cohort


@transaction.atomic
def announce(*, cohort: Cohort, by: User, at: datetime) -> int:
    """Tell those who teach a released cohort and those who nominate for it, once; how many were told.

    Raises PermissionDenied, or Over when it is not released.
    """
    cohort = locked(cohort, by=by, at=at)
    if cohort.state != Cohort.State.RELEASED:
        raise Over(str(cohort))
    if cohort.announced_at:
        return 0
    told = tell_staff(cohort, at=at)
    cohort.announced_at = at
    cohort.save(update_fields=["announced_at"])
    audit.record(by=by, at=at, verb="cohort announced", about=cohort, administration=cohort.administration, told=told)
    publish(CohortAnnounced(at=at, cohort_id=cohort.pk, person_ids=tuple(told)))
    return len(told)


@transaction.atomic
def move_session(
    *, session: Session, starts_at: datetime, ends_at: datetime, room: Room | None, by: User, at: datetime
) -> Session:
    """Put a session at another time or into another room, bookings and all, and tell what it was before.

    A session that stays as it is changes nothing; one of a draft moves without anyone being told. Raises PermissionDenied,
    Over, or Clashes where the room or a trainer is taken.
    """
    session = locked_session(session, by=by, at=at)
    if session.state in (Session.State.CANCELLED, Session.State.HELD):
        raise Over(str(session))
    before = (session.starts_at, session.ends_at, session.room_id)
    if before == (starts_at, ends_at, room.pk if room else None):
        return session
    session.starts_at, session.ends_at, session.room = starts_at, ends_at, room
    if session.state in Session.ON:
        take([session], trainers=list(session.cohort.trainers.values_list("person", flat=True)))
        session.bookings.update(starts_at=starts_at, ends_at=ends_at)
        session.state, session.sequence = Session.State.MOVED, session.sequence + 1
    session.state_at, session.state_by = at, by
    session.save(update_fields=["starts_at", "ends_at", "room", "state", "sequence", "state_at", "state_by"])
    stretch(session.cohort, session)
    note_move(session, before, by=by, at=at)
    return session


def note_move(session: Session, before: tuple[datetime, datetime, int | None], *, by: User, at: datetime) -> None:
    started_at, ended_at, room_before = before
    audit.record(
        by=by, at=at, verb="session moved", about=session, administration=session.cohort.administration,
        before=[started_at.isoformat(), ended_at.isoformat(), room_before],
        after=[session.starts_at.isoformat(), session.ends_at.isoformat(), session.room_id],
    )  # fmt: skip
    if session.state == Session.State.DRAFT:
        return
    publish(
        SessionMoved(
            at=at,
            session_id=session.pk,
            cohort_id=session.cohort_id,
            started_at=started_at,
            ended_at=ended_at,
            room_before=room_before,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room_after=session.room_id,
            sequence=session.sequence,
        )
    )


def stretch(cohort: Cohort, session: Session) -> None:
    """A cohort lasts until its last session."""
    last = session.ends_at.date()
    if last > cohort.ends_on:
        cohort.ends_on = last
        cohort.save(update_fields=["ends_on"])


@transaction.atomic
def cancel_session(*, session: Session, by: User, at: datetime, reason: str) -> Session:
    """Call a session off and give its room and everyone's time back; called off already, it stays as it is.

    Raises PermissionDenied, or Over when it was held.
    """
    session = locked_session(session, by=by, at=at)
    if session.state == Session.State.CANCELLED:
        return session
    if session.state == Session.State.HELD:
        raise Over(str(session))
    call_off(session, by=by, at=at, reason=reason)
    return session


def call_off(session: Session, *, by: User, at: datetime, reason: str) -> None:
    was_public = session.state in Session.ON
    # Participants' bookings say who is to be told; the room that keeps seats frees them then.
    session.bookings.exclude(kind=Booking.Kind.PARTICIPANT).delete()
    session.state, session.state_at, session.state_by, session.reason = Session.State.CANCELLED, at, by, reason
    session.sequence += 1
    session.save(update_fields=["state", "state_at", "state_by", "reason", "sequence"])
    audit.record(
        by=by, at=at, verb="session cancelled", about=session, administration=session.cohort.administration,
        reason=reason,
    )  # fmt: skip
    if was_public:
        publish(SessionCancelled(at=at, session_id=session.pk, cohort_id=session.cohort_id, sequence=session.sequence))


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, by: User, at: datetime, reason: str) -> Cohort:
    """Call off a cohort with every session still to come. Raises PermissionDenied, or Over when it is over already."""
    cohort = locked(cohort, by=by, at=at)
    if cohort.state in (Cohort.State.CANCELLED, Cohort.State.HELD):
        raise Over(str(cohort))
    for session in cohort.sessions.exclude(state__in=[Session.State.CANCELLED, Session.State.HELD]):
        session.cohort = cohort
        call_off(session, by=by, at=at, reason=reason)
    was_public = cohort.state != Cohort.State.DRAFT
    cohort.state, cohort.state_at, cohort.state_by = Cohort.State.CANCELLED, at, by
    cohort.save(update_fields=["state", "state_at", "state_by"])
    audit.record(
        by=by, at=at, verb="cohort cancelled", about=cohort, administration=cohort.administration, reason=reason
    )
    if was_public:
        publish(CohortCancelled(at=at, cohort_id=cohort.pk))
    return cohort


@transaction.atomic
def hold(*, session: Session, by: User, at: datetime) -> Session:
    """Say that a session has taken place; with its last one, the cohort has been held. Again, it changes nothing.

    Raises PermissionDenied, or Over for a session that was cancelled or never released.
    """
    session = locked_session(session, by=by, at=at)
    if session.state == Session.State.HELD:
        return session
    if session.state not in Session.ON:
        raise Over(str(session))
    session.state, session.state_at, session.state_by = Session.State.HELD, at, by
    session.save(update_fields=["state", "state_at", "state_by"])
    cohort = session.cohort
    audit.record(by=by, at=at, verb="session held", about=session, administration=cohort.administration)
    publish(SessionHeld(at=at, session_id=session.pk, cohort_id=session.cohort_id))
    if not cohort.sessions.filter(state__in=Session.ON).exists():
        cohort.state, cohort.state_at, cohort.state_by = Cohort.State.HELD, at, by
        cohort.save(update_fields=["state", "state_at", "state_by"])
    return session


@transaction.atomic
def set_meeting(*, session: Session, url: str, by: User, at: datetime) -> Session:
    """Say where a remote session meets. Raises PermissionDenied."""
    session = locked_session(session, by=by, at=at)
    session.meeting_url = url
    session.save(update_fields=["meeting_url"])
    audit.record(by=by, at=at, verb="meeting set", about=session, administration=session.cohort.administration)
    return session


def take(sessions: Sequence[Session], *, trainers: Collection[int]) -> None:
    """Book rooms and trainers for sessions, or raise Clashes; whoever else wants them waits until this is committed."""
    bookings.lock(rooms=[each.room_id for each in sessions if each.room_id], people=trainers)
    wanted = [bookings.as_wanted(session, trainers=trainers) for session in sessions]
    refused = [clash for clash in bookings.against(wanted, but=ids(sessions)) if clash.is_refused]
    if refused:
        raise Clashes(refused)
    bookings.book(sessions, trainers=trainers)


def ids(sessions: Iterable[Session]) -> list[int]:
    return [session.pk for session in sessions]


def locked(cohort: Cohort, *, by: User, at: datetime) -> Cohort:
    """The cohort as it is now, held until the end of the transaction, for someone who may change it."""
    found = Cohort.objects.select_for_update(of=("self",)).select_related("administration", "release")
    cohort = found.get(pk=cohort.pk)
    refuse_unless(queries.may_change(by, cohort, on=at.date()), by)
    return cohort


def locked_session(session: Session, *, by: User, at: datetime) -> Session:
    """The session as it is now, under the lock of its cohort."""
    cohort = locked(session.cohort, by=by, at=at)
    found = Session.objects.select_related("room__venue").get(pk=session.pk)
    found.cohort = cohort
    return found


def refuse_unless(allowed: bool, by: User) -> None:
    if not allowed:
        raise PermissionDenied(f"{by} may not schedule here")
