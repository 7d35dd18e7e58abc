"""How the figures came to be: an administration at the end of each of the last twelve months, and today.

Two figures of a month apart differ by whoever changed in between; if that was one person, their difference tells of that
person, and HR knows by name who completed a course. So a point is shown only when the people who changed since the next point
shown are none or at least `smallest`: whatever two points a reader subtracts, nobody or a group makes the difference. A point
at which the group itself is too small is not shown either (`lms.core.small_groups`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Min

from certificates.models import Certificate
from lms.people.models import Administration, Membership
from tracking.needs.models import Gap, Rating

MONTHS = 12
LAPSING_DAYS = 90
#: What lies in the past changes little: worked out once for a day and an administration, and kept for so many seconds.
KEPT = 3600
ENDED = (Certificate.State.SUPERSEDED, Certificate.State.SUSPENDED, Certificate.State.REVOKED)


@dataclass(frozen=True)
class Point:
    """A figure at the end of a day; None where it may not be shown."""

    on: date
    value: int | None


@dataclass(frozen=True)
class Trends:
    """The four figures over a year, the last point being today's."""

    at_target: list[Point]
    gaps: list[Point]
    certified: list[Point]
    lapsing: list[Point]


@dataclass
class Series:
    """For each person, at which points they count: a bit for each point, for each thing that is counted of them."""

    points: int
    counts: list[int] = field(default_factory=list)
    people: dict[int, int] = field(default_factory=dict)
    flips: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = [0] * self.points

    def add(self, person: int, bits: int) -> None:
        """One thing of a person, with the points at which it counts."""
        for point in range(self.points):
            self.counts[point] += bits >> point & 1
        self.people[person] = self.people.get(person, 0) | bits
        self.flips[person] = self.flips.get(person, 0) | (bits ^ bits >> 1)

    def heads(self) -> list[int]:
        """How many people count at each point."""
        return [sum(bits >> point & 1 for bits in self.people.values()) for point in range(self.points)]

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


def trends(administration: Administration, *, on: date) -> Trends:
    """The trends as they may be shown."""
    key = f"hr-trends-{administration.pk}-{administration.smallest_group}-{on}"
    found = cache.get(key)
    if found is None:
        found = worked_out(administration, on=on)
        cache.set(key, found, KEPT)
    return found


def worked_out(administration: Administration, *, on: date) -> Trends:
    days = ends_of_months(on)
    served = served_by(administration, days)
    open_gaps, with_gap = gaps_of(administration, days, served)
    assessed = assessed_of(administration, days, served, with_gap)
    certified, lapsing = certificates_of(administration, days)
    smallest = administration.smallest_group
    return Trends(
        at_target=shares(days, assessed, with_gap, smallest),
        gaps=figures(days, open_gaps, smallest),
        certified=figures(days, certified, smallest),
        lapsing=figures(days, lapsing, smallest),
    )


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


def gaps_of(
    administration: Administration, days: Sequence[date], served: Mapping[int, int]
) -> tuple[Series, dict[int, int]]:
    series = Series(len(days))
    gaps = Gap.objects.filter(administration=administration, kind=Gap.Kind.GAP).exclude(
        state__in=Gap.OVER, state_at__lt=midnight(days[0])
    )
    for person, opened, state, state_at in gaps.values_list("person_id", "opened_at", "state", "state_at"):
        # On the day on which it closes it counts no more.
        last = state_at.date() - timedelta(days=1) if state in Gap.OVER else None
        series.add(person, bits_between(days, opened.date(), last) & served.get(person, 0))
    return series, series.people


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def assessed_of(
    administration: Administration, days: Sequence[date], served: Mapping[int, int], with_gap: Mapping[int, int]
) -> dict[int, int]:
    """Who had been assessed by each day; whoever has a gap has been."""
    first = Rating.objects.filter(assessment__administration=administration).values_list("assessment__person")
    moments = {person: moment.date() for person, moment in first.annotate(Min("at"))}
    assessed = {person: bits_between(days, moment, None) & served.get(person, 0) for person, moment in moments.items()}
    return {person: assessed.get(person, 0) | with_gap.get(person, 0) for person in {*assessed, *with_gap}}


def certificates_of(administration: Administration, days: Sequence[date]) -> tuple[Series, Series]:
    """Who was certified for anything on each day, and whose certificate was to end within 90 days."""
    certified, lapsing = Series(len(days)), Series(len(days))
    standing: dict[int, int] = {}
    ending: dict[int, int] = {}
    rows = Certificate.objects.filter(administration=administration).values_list(
        "person_id", "issued_at", "expires_on", "state", "state_at"
    )
    for person, issued, expires_on, state, state_at in rows:
        last = min(ends(expires_on, state_at.date() - timedelta(days=1) if state in ENDED else None), default=None)
        standing[person] = standing.get(person, 0) | bits_between(days, issued.date(), last)
        if expires_on:
            near = max(issued.date(), expires_on - timedelta(days=LAPSING_DAYS))
            ending[person] = ending.get(person, 0) | bits_between(days, near, last)
    for series, people in ((certified, standing), (lapsing, ending)):
        for person, bits in people.items():
            series.add(person, bits)
    return certified, lapsing


def ends(*moments: date | None) -> list[date]:
    return [moment for moment in moments if moment]


def figures(days: Sequence[date], series: Series, smallest: int) -> list[Point]:
    may_be_shown = publishable(series.changed(), smallest=smallest)
    return [
        Point(day, count if shown and enough(heads, smallest) else None)
        for day, count, heads, shown in zip(days, series.counts, series.heads(), may_be_shown, strict=True)
    ]


def shares(
    days: Sequence[date], assessed: Mapping[int, int], with_gap: Mapping[int, int], smallest: int
) -> list[Point]:
    """Of a hundred assessed officers, how many had no open gap."""
    met, unmet = Series(len(days)), Series(len(days))
    for person, bits in assessed.items():
        lacking = with_gap.get(person, 0)
        met.add(person, bits & ~lacking)
        unmet.add(person, lacking)
    changed = [one | other for one, other in zip(met.changed(), unmet.changed(), strict=True)]
    points = zip(days, met.counts, unmet.counts, publishable(changed, smallest=smallest), strict=True)
    return [Point(day, percent(yes, no) if shown and enough(yes, smallest) and enough(no, smallest) else None)
            for day, yes, no, shown in points]  # fmt: skip


def enough(people: int, smallest: int) -> bool:
    return people == 0 or people >= smallest


def percent(yes: int, no: int) -> int | None:
    return round(100 * yes / (yes + no)) if yes + no else None


def drawn(points: Iterable[Point], *, width: int = 240, height: int = 48) -> str:
    """The points shown as a line for an SVG of that size, straight across what is not shown: `x,y x,y …`."""
    every = list(points)
    top = max((point.value for point in every if point.value is not None), default=0) or 1
    step = width / max(len(every) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{height - 4 - (height - 8) * point.value / top:.1f}"
        for number, point in enumerate(every)
        if point.value is not None
    )
