"""When and where people can meet: wall clocks, work days, overlaps and free times, in plain Python.

Intervals are half-open: a session that ends at eleven and one that begins at eleven do not overlap. Moments are in UTC.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


class Wall(StrEnum):
    """What became of a time of the wall clock."""

    PLAIN = "plain"
    #: Clocks sprang over it: read with the offset before the gap, and so later on the wall (RFC 5545 §3.3.5).
    SKIPPED = "skipped"
    #: Clocks showed it twice: the first time counts (RFC 5545 §3.3.5).
    TWICE = "twice"


@dataclass(frozen=True)
class Moment:
    """A wall time as a moment in UTC, and whether it was plain."""

    at: datetime
    wall: Wall


def moment(day: date, clock: time, zone: str) -> Moment:
    """The moment at which the clocks of a zone show a time on a day."""
    local = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    at = local.astimezone(UTC)
    if at.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        return Moment(at, Wall.SKIPPED)
    again = local.replace(fold=1).astimezone(UTC)
    return Moment(at, Wall.TWICE if again != at else Wall.PLAIN)


def on_day(starts_at: datetime, zone: str, day: date) -> datetime:
    """The same wall time on another day, whatever summer time does between."""
    return moment(day, starts_at.astimezone(ZoneInfo(zone)).time(), zone).at


@dataclass(frozen=True)
class Calendar:
    """The days on which nobody works: weekdays by ISO number (7 is Sunday), and holidays."""

    rest_days: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        return day.isoweekday() not in self.rest_days and day not in self.holidays

    def work_day_from(self, day: date) -> date:
        """That day, or the next one on which people work."""
        for _ in range(366):
            if self.works(day):
                return day
            day += ONE_DAY
        raise ValueError("a calendar leaves no day to work on within a year")


def days_of(offsets: Collection[int], *, starts_on: date, calendar: Calendar) -> dict[int, date]:
    """On which date each day of a blueprint falls (day 1: the start).

    A day of rest gives way to the next work day, and what follows never falls on or before what came earlier.
    """
    dates: dict[int, date] = {}
    earliest = starts_on
    for offset in sorted(set(offsets)):
        dates[offset] = calendar.work_day_from(max(starts_on + (offset - 1) * ONE_DAY, earliest))
        earliest = dates[offset] + ONE_DAY
    return dates


class Reason(StrEnum):
    """Why something clashes."""

    ROOM_TAKEN = "room_taken"
    ROOM_CLOSED = "room_closed"
    ROOM_SMALL = "room_small"
    TRAINER_TAKEN = "trainer_taken"
    TRAINER_AWAY = "trainer_away"
    PARTICIPANT_TAKEN = "participant_taken"


#: A timetable with one of these is refused; the others are shown.
REFUSED = frozenset({Reason.ROOM_TAKEN, Reason.ROOM_CLOSED, Reason.TRAINER_TAKEN, Reason.TRAINER_AWAY})


class What(StrEnum):
    """What a session takes."""

    ROOM = "room"
    TRAINER = "trainer"
    PARTICIPANT = "participant"


@dataclass(frozen=True)
class Taken:
    """A room or a person that is taken for an interval, by a session or (None) by being closed or away."""

    what: What
    key: int
    starts_at: datetime
    ends_at: datetime
    session: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A session as somebody would like it; `key` tells it from the others that are wanted with it."""

    key: int
    starts_at: datetime
    ends_at: datetime
    room: int | None = None
    room_seats: int | None = None
    trainers: tuple[int, ...] = ()
    participants: tuple[int, ...] = ()
    seats: int = 0

    def takes(self) -> Iterable[tuple[What, int]]:
        """What it takes; a person who teaches is a trainer first."""
        if self.room is not None:
            yield What.ROOM, self.room
        yield from ((What.TRAINER, person) for person in self.trainers)
        yield from ((What.PARTICIPANT, person) for person in self.participants if person not in self.trainers)


@dataclass(frozen=True)
class Clash:
    """A wanted session cannot have, or should not have, a room or a person then: why, and which session has it.

    `session` is the other session; `wanted_too` the key of one that is wanted in the same timetable.
    """

    wanted: int
    reason: Reason
    key: int
    session: int | None = None
    wanted_too: int | None = None

    @property
    def is_refused(self) -> bool:
        return self.reason in REFUSED


def overlap(one: Wanted | Taken, other: Wanted | Taken) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clashes(wanted: Sequence[Wanted], taken: Iterable[Taken]) -> list[Clash]:
    """Everything that stands against a timetable: what others took, what is closed, what it takes twice itself."""
    by_whom: dict[tuple[bool, int], list[Taken]] = {}
    for each in taken:
        by_whom.setdefault((each.what == What.ROOM, each.key), []).append(each)
    found = [clash for session in wanted for clash in against_others(session, by_whom)]
    found += [Clash(w.key, Reason.ROOM_SMALL, w.room) for w in wanted if w.room is not None and is_small(w)]
    found += [clash for one, other in pairs(wanted) for clash in against_each_other(one, other)]
    return sorted(found, key=lambda clash: (clash.wanted, clash.reason, clash.key, clash.session or 0))


def is_small(session: Wanted) -> bool:
    return session.room_seats is not None and session.room_seats < session.seats


def pairs(wanted: Sequence[Wanted]) -> Iterable[tuple[Wanted, Wanted]]:
    """The sessions that overlap, the earlier first."""
    in_order = sorted(wanted, key=lambda each: (each.starts_at, each.key))
    for place, one in enumerate(in_order):
        for other in in_order[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            yield one, other


def against_others(session: Wanted, by_whom: dict[tuple[bool, int], list[Taken]]) -> Iterable[Clash]:
    for what, key in session.takes():
        for other in by_whom.get((what == What.ROOM, key), ()):
            reason = reason_for(what, by_session=other.session is not None)
            if reason is not None and overlap(session, other):
                yield Clash(session.key, reason, key, session=other.session)


def against_each_other(one: Wanted, other: Wanted) -> Iterable[Clash]:
    for what, key in sorted(set(one.takes()) & set(other.takes())):
        reason = reason_for(what, by_session=True)
        if reason is not None:
            yield Clash(other.key, reason, key, wanted_too=one.key)


def reason_for(what: What, *, by_session: bool) -> Reason | None:
    if what == What.ROOM:
        return Reason.ROOM_TAKEN if by_session else Reason.ROOM_CLOSED
    if what == What.TRAINER:
        return Reason.TRAINER_TAKEN if by_session else Reason.TRAINER_AWAY
    return Reason.PARTICIPANT_TAKEN if by_session else None


@dataclass(frozen=True)
class Place:
    """A room that a session could move to; None is a remote session."""

    room: int | None
    seats: int | None = None


class Good(StrEnum):
    """What speaks for a suggested slot."""

    SAME_TIME = "same_time"
    SAME_ROOM = "same_room"
    EVERYONE_FREE = "everyone_free"


@dataclass(frozen=True)
class Slot:
    """A time and a room that are free for the trainers, with what speaks for it and how many participants cannot."""

    starts_at: datetime
    ends_at: datetime
    room: int | None
    busy: int = 0
    reasons: tuple[Good, ...] = field(default=(), compare=False)


def suggest(
    session: Wanted,
    *,
    zone: str,
    places: Sequence[Place],
    taken: Sequence[Taken],
    calendar: Calendar,
    after: datetime,
    days: int = 21,
    clocks: Sequence[time] = (time(9), time(11), time(14)),
    most: int = 3,
) -> list[Slot]:
    """The best free slots within so many days: fewest participants who cannot come, then soonest, then least changed.

    Rooms come in the order given; of a day, only its best slot is offered, so that the choice is a choice.
    """
    local = session.starts_at.astimezone(ZoneInfo(zone))
    first = max(local.date(), after.astimezone(ZoneInfo(zone)).date())
    own = local.time()
    found: list[tuple[tuple[int, ...], Slot]] = []
    for ahead in range(days + 1):
        day = first + ahead * ONE_DAY
        if not calendar.works(day):
            continue
        of_day = [
            (rank, slot)
            for n, clock in enumerate([own, *(clock for clock in clocks if clock != own)])
            for m, place in enumerate(places)
            if (slot := free_slot(session, day, clock, zone, place, taken)) is not None
            and slot.starts_at > after
            and (slot.starts_at, slot.room) != (session.starts_at, session.room)
            for rank in [(slot.busy, ahead, n, m)]
        ]
        found += sorted(of_day, key=lambda each: each[0])[:1]
    return [slot for _rank, slot in sorted(found, key=lambda each: each[0])[:most]]


def free_slot(session: Wanted, day: date, clock: time, zone: str, place: Place, taken: Sequence[Taken]) -> Slot | None:
    """The session then and there, if nothing refuses it."""
    starts_at = moment(day, clock, zone).at
    ends_at = starts_at + (session.ends_at - session.starts_at)
    there = Wanted(
        session.key, starts_at, ends_at, place.room, place.seats, session.trainers, session.participants, session.seats
    )
    against = clashes([there], taken)
    if any(clash.is_refused or clash.reason == Reason.ROOM_SMALL for clash in against):
        return None
    busy = len({clash.key for clash in against})
    good = [
        (Good.SAME_TIME, clock == session.starts_at.astimezone(ZoneInfo(zone)).time()),
        (Good.SAME_ROOM, place.room is not None and place.room == session.room),
        (Good.EVERYONE_FREE, bool(session.participants) and busy == 0),
    ]
    return Slot(starts_at, ends_at, place.room, busy, tuple(reason for reason, holds in good if holds))
