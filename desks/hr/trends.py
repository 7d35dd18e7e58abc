"""How the figures came to be: an administration at the end of each of the last twelve months, and today, as far as its
points may be shown (`desks.hr.series`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from certificates.models import Certificate
from desks.hr import levels
from desks.hr.levels import Life, lives_of_gaps
from desks.hr.series import Point, Series, bits_between, ends_of_months, enough, publishable, served_by
from lms.people.models import Administration

LAPSING_DAYS = 90
#: What lies in the past changes little: worked out once for a day and an administration, and kept for so many seconds.
KEPT = 3600
ENDED = (Certificate.State.SUPERSEDED, Certificate.State.SUSPENDED, Certificate.State.REVOKED)


@dataclass(frozen=True)
class Trends:
    """The four figures over a year, the last point being today's."""

    at_target: list[Point]
    gaps: list[Point]
    certified: list[Point]
    lapsing: list[Point]


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
    served, lives = served_by(administration, days), lives_of_gaps(administration)
    certified, lapsing = certificates_of(administration, days)
    smallest = administration.smallest_group
    return Trends(
        at_target=levels.at_target(administration, lives, days, served, smallest=smallest),
        gaps=figures(days, gaps_of(lives, days, served), smallest),
        certified=figures(days, certified, smallest),
        lapsing=figures(days, lapsing, smallest),
    )


def gaps_of(lives: Iterable[Life], days: Sequence[date], served: Mapping[int, int]) -> Series:
    series = Series(len(days))
    for person, _competency, opened, _state, ended in lives:
        # On the day on which it closes it counts no more.
        last = ended - timedelta(days=1) if ended else None
        series.add(person, bits_between(days, opened, last) & served.get(person, 0))
    return series


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
