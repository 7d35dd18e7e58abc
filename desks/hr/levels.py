"""How many of the levels assessed meet what posts require (O1): pairs of an officer and a competency, over a year.

A pair counts once it was assessed: rated in an assessment that has closed, or with a gap. It meets its target unless a gap is
open in it, or was set aside, which does not raise anybody's level. All points are measured against what posts require today.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Case, F, Min, When

from desks.hr.series import Point, Series, bits_between, enough, percent, publishable
from lms.competencies.queries import highest, holders_of_posts, required_of_posts
from lms.people.models import Administration
from tracking.needs.models import Assessment, Gap, Rating

#: A person and a competency.
Pair = tuple[int, int]
#: Whose gap it is, in what, when it was opened, its state, and the day on which it ended.
Life = tuple[int, int, date, str, date | None]


def at_target(
    administration: Administration,
    lives: Iterable[Life],
    days: Sequence[date],
    served: Mapping[int, int],
    *,
    smallest: int,
) -> list[Point]:
    """Of a hundred levels assessed, how many met the target on each day, as it may be shown."""
    met, unmet = Series(len(days)), Series(len(days))
    below = below_target(lives, days)
    assessed = assessed_since(administration)
    for person, competency in required_today(administration, on=days[-1]) & {*below, *assessed}:
        lacking = below.get((person, competency), 0)
        known = lacking | bits_between(days, assessed.get((person, competency), date.max), None)
        met.add(person, known & ~lacking & served.get(person, 0))
        unmet.add(person, lacking & served.get(person, 0))
    points = zip(days, met.counts, unmet.counts, shown(met, unmet, smallest), strict=True)
    return [share(day, yes, no) if is_shown else Point(day, None) for day, yes, no, is_shown in points]


def lives_of_gaps(administration: Administration) -> list[Life]:
    """Every gap of an administration. The database says when one ended only where it has: reading a moment takes longer than
    anything else that is done with a row."""
    ended = Case(When(state__in=Gap.OVER, then=F("state_at")))
    rows = Gap.objects.filter(administration=administration, kind=Gap.Kind.GAP).annotate(ended=ended)
    fields = ("person_id", "competency_id", "opened_at", "state", "ended")
    return [
        (person, competency, opened.date(), state, moment.date() if moment else None)
        for person, competency, opened, state, moment in rows.values_list(*fields)
    ]


def share(day: date, yes: int, no: int) -> Point:
    return Point(day, percent(yes, no), yes + no or None)


def shown(met: Series, unmet: Series, smallest: int) -> list[bool]:
    """Which points tell neither of the few who meet a target, nor of the few who miss one, nor of whoever changed."""
    changed = [one | other for one, other in zip(met.changed(), unmet.changed(), strict=True)]
    points = zip(publishable(changed, smallest=smallest), met.heads(), unmet.heads(), strict=True)
    return [is_shown and enough(some, smallest) and enough(others, smallest) for is_shown, some, others in points]


def required_today(administration: Administration, *, on: date) -> set[Pair]:
    """What somebody's post asks for."""
    required = required_of_posts(administration, on=on)
    return {
        (person, competency)
        for person, posts in holders_of_posts(administration, on=on).items()
        for competency in highest(posts, required)
    }


def assessed_since(administration: Administration) -> dict[Pair, date]:
    """The day on which the first assessment closed in which a pair was rated."""
    rated = Rating.objects.filter(
        assessment__administration=administration, assessment__state=Assessment.State.CLOSED, level__isnull=False
    )
    first = rated.values_list("assessment__person_id", "competency_id").annotate(Min("assessment__state_at"))
    return {(person, competency): moment.date() for person, competency, moment in first.order_by()}


def below_target(lives: Iterable[Life], days: Sequence[date]) -> dict[Pair, int]:
    """The points at which a pair had a gap; on the day on which it is closed it has none."""
    below: dict[Pair, int] = {}
    for person, competency, opened, state, ended in lives:
        last = ended - timedelta(days=1) if ended and state == Gap.State.CLOSED else None
        pair = person, competency
        below[pair] = below.get(pair, 0) | bits_between(days, opened, last)
    return below
