"""Who and what is taken when, read from the tables for `rules`, and the taking itself under lock."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from courses.scheduling import rules
from courses.scheduling.models import Booking, Holiday, Room, Session, Unavailability, WorkCalendar
from courses.scheduling.rules import Taken, Wanted, What
from lms.people.models import Administration, User


def calendar_of(administration: Administration) -> rules.Calendar:
    """The work days of an administration; Monday to Friday where it keeps no calendar."""
    kept = WorkCalendar.objects.filter(administration=administration).first()
    if kept is None:
        return rules.Calendar()
    holidays = Holiday.objects.filter(calendar=kept).values_list("on", flat=True)
    return rules.Calendar(frozenset(kept.rest_days), frozenset(holidays))


def taken(
    *, rooms: Collection[int], people: Collection[int], since: datetime, until: datetime, but: Iterable[int] = ()
) -> list[Taken]:
    """What others have of these rooms and people between two moments, without the sessions `but`. Two queries."""
    theirs = Q(room__in=rooms) | Q(person__in=people)
    overlapping = Q(starts_at__lt=until, ends_at__gt=since)
    # Of a cancelled session only those bookings are left that say who is still to be told.
    bookings = Booking.objects.filter(theirs, overlapping).exclude(session__in=list(but))
    bookings = bookings.exclude(session__state=Session.State.CANCELLED)
    absences = Unavailability.objects.filter(theirs, overlapping)
    rows = [
        Taken(What(kind), person or room, starts_at, ends_at, session)
        for kind, person, room, starts_at, ends_at, session in bookings.values_list(
            "kind", "person", "room", "starts_at", "ends_at", "session"
        )
    ]
    return rows + [
        Taken(What.ROOM if room else What.TRAINER, person or room, starts_at, ends_at)
        for person, room, starts_at, ends_at in absences.values_list("person", "room", "starts_at", "ends_at")
    ]


def against(wanted: Collection[Wanted], *, but: Iterable[int] = ()) -> list[rules.Clash]:
    """What stands against a timetable, as the tables are now."""
    if not wanted:
        return []
    rooms = {each.room for each in wanted if each.room is not None}
    people = {person for each in wanted for person in (*each.trainers, *each.participants)}
    since, until = min(each.starts_at for each in wanted), max(each.ends_at for each in wanted)
    return rules.clashes(list(wanted), taken(rooms=rooms, people=people, since=since, until=until, but=but))


def lock(*, rooms: Iterable[int], people: Iterable[int]) -> None:
    """Hold the rows of rooms and trainers until the end of the transaction, always in the same order.

    Whoever takes a room or a trainer passes here first, so that of two who want the same hour the second sees the booking of
    the first. On SQLite the transaction, which begins IMMEDIATE, is the lock.
    """
    list(Room.objects.filter(pk__in=set(rooms)).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    list(User.objects.filter(pk__in=set(people)).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def as_wanted(session: Session, *, trainers: Collection[int], participants: Collection[int] = ()) -> Wanted:
    """A session as it stands, for `rules`; give it with its room and its cohort."""
    return Wanted(
        key=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room_id,
        room_seats=session.room.seats if session.room else None,
        trainers=tuple(trainers),
        participants=tuple(participants),
        seats=session.cohort.seats,
    )


def participants_of(sessions: Iterable[Session]) -> dict[int, list[int]]:
    """Who is booked as a participant, by session."""
    rows = Booking.objects.filter(session__in=sessions, kind=Booking.Kind.PARTICIPANT)
    found: dict[int, list[int]] = {}
    for session, person in rows.values_list("session", "person"):
        found.setdefault(session, []).append(person or 0)
    return found


def book(sessions: Collection[Session], *, trainers: Collection[int]) -> None:
    """Write the bookings of rooms and trainers anew, after `lock` and without clash; participants keep theirs."""
    Booking.objects.filter(session__in=sessions).exclude(kind=Booking.Kind.PARTICIPANT).delete()
    # Whoever teaches a session does not sit in it.
    Booking.objects.filter(session__in=sessions, person__in=list(trainers)).delete()
    times = {session.pk: {"starts_at": session.starts_at, "ends_at": session.ends_at} for session in sessions}
    rows = [
        Booking(session=each, kind=Booking.Kind.ROOM, room_id=each.room_id, **times[each.pk])
        for each in sessions
        if each.room_id
    ]
    rows += [
        Booking(session=each, kind=Booking.Kind.TRAINER, person_id=person, **times[each.pk])
        for each in sessions
        for person in trainers
    ]
    Booking.objects.bulk_create(rows)


def book_participant(sessions: Iterable[Session], *, person: User) -> None:
    """Take a participant's time for the sessions that are going to take place; again, it changes nothing."""
    Booking.objects.bulk_create(
        [
            Booking(session=session, person=person, starts_at=session.starts_at, ends_at=session.ends_at)
            for session in sessions
            if session.state in Session.ON
        ],
        ignore_conflicts=True,
    )


def free_participant(sessions: Iterable[Session], *, person: User) -> None:
    """Give a participant's time back."""
    Booking.objects.filter(session__in=sessions, person=person, kind=Booking.Kind.PARTICIPANT).delete()
