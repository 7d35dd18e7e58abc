"""Which gaps an administration works on first (methods §2.7), as figures that may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count

from lms.competencies.models import Competency
from lms.competencies.queries import highest, holders_of_posts, required_of_posts
from lms.core.small_groups import suppress_list
from lms.people.models import Administration
from tracking.needs import queries, ranking
from tracking.needs.models import TaskView
from tracking.needs.ranking import Priority, Standing

#: Where too few have weighed a task: the middle of the scale, so that mean gaps alone decide.
MIDDLE = ranking.criticality(difficulty=3, importance=3, frequency=3)


@dataclass(frozen=True)
class PriorityLine:
    """A competency and its priority; None where its figures would tell of too few people."""

    competency: Competency
    priority: Priority | None


def priorities(administration: Administration, *, on: date) -> list[PriorityLine]:
    """Load, prevalence, mean gap, criticality and the rank with its interval, the first first; the hidden ones last, by code.

    Ranks are counted among the lines that are shown, so that a missing rank does not tell where a hidden one stands.
    """
    standings = standings_of(administration, on=on)
    shown = {pk: people for pk, people in standings.items() if may_be_shown(people, administration.smallest_group)}
    critical = criticalities(administration)
    ranked = ranking.priorities(
        {str(pk): people for pk, people in shown.items()}, {str(pk): critical.get(pk, MIDDLE) for pk in shown}
    )
    competencies = Competency.objects.in_bulk(standings)
    lines = [PriorityLine(competencies[int(each.competency)], each) for each in ranked]
    hidden = sorted((competencies[pk] for pk in standings.keys() - shown.keys()), key=lambda each: each.code)
    return lines + [PriorityLine(competency, None) for competency in hidden]


def standings_of(administration: Administration, *, on: date) -> dict[int, list[Standing]]:
    """How everyone assessed stands in what their posts ask for, by competency id."""
    required = required_of_posts(administration, on=on)
    known = queries.known_levels(administration, on=on)
    standings: dict[int, list[Standing]] = {}
    for person, posts in holders_of_posts(administration, on=on).items():
        for competency, target in highest(posts, required).items():
            level = known.get((person, competency))
            if level is not None:
                standing = Standing(target, level.level, level.combined.standard_error)
                standings.setdefault(competency, []).append(standing)
    return standings


def may_be_shown(people: Sequence[Standing], smallest: int) -> bool:
    """Whether neither those with a gap, nor those with a gap of a level or more, nor the others are so few that the figures
    would tell of them."""
    counted = (sum(one.gap > 0 for one in people), sum(one.gap >= 1 for one in people))
    splits = [suppress_list({"with": n, "without": len(people) - n}, smallest=smallest) for n in counted]
    return not any(cell.is_hidden for split in splits for cell in split.totals.values())


def criticalities(administration: Administration) -> dict[int, float]:
    """The criticality of each competency that enough people have weighed."""
    views = TaskView.objects.filter(assessment__administration=administration).values("competency_id")
    rows = views.annotate(
        people=Count("assessment__person", distinct=True), hard=Avg("difficulty"), serious=Avg("importance"),
        often=Avg("frequency"),
    )  # fmt: skip
    return {
        row["competency_id"]: ranking.criticality(
            difficulty=row["hard"], importance=row["serious"], frequency=row["often"]
        )
        for row in rows
        if row["people"] >= administration.smallest_group
    }
