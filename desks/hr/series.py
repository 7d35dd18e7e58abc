"""A person's year as bits, a bit for each point in time, and which points of a figure may be shown.

Two figures of a month apart differ by whoever changed in between; if that was one person, their difference tells of that
person, and HR knows by name who completed a course. So a point is shown only when the people who changed since the next point
shown are none or at least `smallest`: whatever two points a reader subtracts, nobody or a group makes the difference. A point
at which the group itself is too small is not shown either (`lms.core.small_groups`).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from lms.people.models import Administration, Membership

MONTHS = 12


@dataclass(frozen=True)
class Point:
    """A figure at the end of a day; None where it may not be shown."""

    on: date
    value: int | None
    #: Of how many it is a share; None where it is a count, or not shown.
    of: int | None = None


@dataclass
class Series:
    """For each person, at which points they count: a bit for each point, for each thing that is counted of them."""

    points: int
    #: How many things count at the same points. A country has hundreds of thousands of things and few such patterns.
    things: Counter[int] = field(default_factory=Counter)
    people: dict[int, int] = field(default_factory=dict)
    flips: dict[int, int] = field(default_factory=dict)

    def add(self, person: int, bits: int) -> None:
        """One thing of a person, with the points at which it counts."""
        self.things[bits] += 1
        self.people[person] = self.people.get(person, 0) | bits
        self.flips[person] = self.flips.get(person, 0) | (bits ^ bits >> 1)

    @property
    def counts(self) -> list[int]:
        """How many things count at each point."""
        return self.at_points(self.things)

    def heads(self) -> list[int]:
        """How many people count at each point."""
        return self.at_points(Counter(self.people.values()))

    def at_points(self, patterns: Counter[int]) -> list[int]:
        return [sum(number for bits, number in patterns.items() if bits >> point & 1) for point in range(self.points)]

    def changed(self) -> list[set[int]]:
        """Who changed between each point and the next."""
        return [{p for p, bits in self.flips.items() if bits >> point & 1} for point in range(self.points - 1)]


def publishable(changed: Sequence[set[int]], *, smallest: int) -> list[bool]:
    """Which of the points may be shown, the last one always: `changed` holds who changed between each and the next."""
    shown, since = [True], set[int]()
    for people in reversed(changed):
        since = since | people
        fits = not since or len(since) >= smallest
        shown.append(fits)
        since = set() if fits else since
    return shown[::-1]


def ends_of_months(on: date) -> list[date]:
    """The last day of each of the twelve months before, and the day itself."""
    days, day = [on], on
    for _ in range(MONTHS):
        day = day.replace(day=1) - timedelta(days=1)
        days.append(day)
    return days[::-1]


def bits_between(days: Sequence[date], first: date, last: date | None) -> int:
    """The points from `first` to `last`, both included."""
    begin = bisect_left(days, first)
    end = len(days) if last is None else bisect_left(days, last + timedelta(days=1))
    return (1 << end) - (1 << begin) if end > begin else 0


def served_by(administration: Administration, days: Sequence[date]) -> dict[int, int]:
    served: dict[int, int] = {}
    held = Membership.objects.filter(administration=administration, role=Membership.Role.OFFICER)
    for person, since, until in held.values_list("person_id", "since", "until"):
        served[person] = served.get(person, 0) | bits_between(days, since, until)
    return served


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def enough(people: int, smallest: int) -> bool:
    return people == 0 or people >= smallest


def percent(yes: int, no: int) -> int | None:
    return round(100 * yes / (yes + no)) if yes + no else None
