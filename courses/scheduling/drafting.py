"""From a blueprint and a start date to dated sessions, in memory: what the page shows before anything is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from courses.scheduling import bookings, rules
from courses.scheduling.blueprints import Mode
from courses.scheduling.models import Blueprint, Room
from courses.scheduling.rules import Clash, Slot, Wall, Wanted
from lms.people.models import Administration, User


@dataclass(frozen=True)
class DatedSession:
    """A session of a blueprint on its date; `place` is its number in the blueprint, from 1."""

    place: int
    title: str
    mode: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    room: Room | None
    meeting_url: str
    wall: Wall

    def as_wanted(self, *, trainers: Collection[int], seats: int) -> Wanted:
        room, room_seats = (self.room.pk, self.room.seats) if self.room else (None, None)
        return Wanted(self.place, self.starts_at, self.ends_at, room, room_seats, tuple(trainers), (), seats)

    def at_slot(self, slot: Slot, room: Room | None) -> "DatedSession":
        return replace(self, starts_at=slot.starts_at, ends_at=slot.ends_at, room=room, wall=Wall.PLAIN)


def dated(
    blueprint: Blueprint, *, starts_on: date, changes: Mapping[int, tuple[Slot, Room | None]] | None = None
) -> list[DatedSession]:
    """The sessions of a cohort that starts on a day, in order; `changes` puts some, by place, elsewhere."""
    rows = list(blueprint.sessions.select_related("room__venue").order_by("day", "starts", "sort_order"))
    calendar = bookings.calendar_of(blueprint.administration)
    dates = rules.days_of([row.day for row in rows], starts_on=starts_on, calendar=calendar)
    sessions = []
    for place, row in enumerate(rows, start=1):
        zone = row.room.venue.time_zone if row.room else blueprint.administration.time_zone
        start = rules.moment(dates[row.day], row.starts, zone)
        session = DatedSession(
            place=place,
            title=row.title,
            mode=row.mode,
            starts_at=start.at,
            ends_at=start.at + timedelta(minutes=row.minutes),
            time_zone=zone,
            room=row.room,
            meeting_url=blueprint.meeting_url if row.mode == Mode.REMOTE else "",
            wall=start.wall,
        )
        change = (changes or {}).get(place)
        sessions.append(session.at_slot(*change) if change else session)
    return sessions


def last_day(sessions: Collection[DatedSession], *, starts_on: date, days: int) -> date:
    """A cohort ends after so many days, and not before its last session."""
    local = [session.ends_at.astimezone(UTC).date() for session in sessions]
    return max([starts_on + timedelta(days=days - 1), *local])


def clashes_of(sessions: Collection[DatedSession], *, trainers: Collection[int], seats: int) -> list[Clash]:
    """What stands against a timetable that is not kept yet, by place."""
    return bookings.against([each.as_wanted(trainers=trainers, seats=seats) for each in sessions])


def places_for(session_room: Room | None, *, seats: int) -> list[rules.Place]:
    """Where a session could be: its own room first, then the others of its venue that are large enough, the smallest first.

    A session without a room stays without one.
    """
    if session_room is None:
        return [rules.Place(None)]
    others = Room.objects.filter(venue=session_room.venue_id, seats__gte=seats).exclude(pk=session_room.pk)
    own = rules.Place(session_room.pk, session_room.seats)
    return [own, *(rules.Place(room.pk, room.seats) for room in others.order_by("seats", "pk"))]


def suggestions(
    wanted: Wanted,
    *,
    zone: str,
    room: Room | None,
    administration: Administration,
    after: datetime,
    but: Collection[int] = (),
    beside: Collection[Wanted] = (),
    days: int = 21,
    clocks: Collection[time] = (time(9), time(11), time(14)),
) -> list[Slot]:
    """Free slots for a session; `but` are sessions whose bookings do not count, its own above all, and
    `beside` the others of a timetable that is not kept yet."""
    places = places_for(room, seats=wanted.seats)
    since = min(wanted.starts_at, after) - rules.ONE_DAY
    taken = bookings.taken(
        rooms=[place.room for place in places if place.room],
        people=[*wanted.trainers, *wanted.participants],
        since=since,
        until=max(wanted.ends_at, after) + timedelta(days=days + 2),
        but=but,
    )
    taken += [
        rules.Taken(what, key, other.starts_at, other.ends_at, session=0)
        for other in beside
        if other.key != wanted.key
        for what, key in other.takes()
    ]
    return rules.suggest(
        wanted,
        zone=zone,
        places=places,
        taken=taken,
        calendar=bookings.calendar_of(administration),
        after=after,
        days=days,
        clocks=list(clocks),
    )


def default_trainers(blueprint: Blueprint, *, by: User) -> list[User]:
    """Who taught this blueprint last, or whoever opens it."""
    last = blueprint.cohorts.order_by("-starts_on", "-pk").first()
    taught = [a.person for a in last.trainers.select_related("person").order_by("-role", "pk")] if last else []
    return taught or [by]
