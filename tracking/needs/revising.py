"""When a post asks for more or less: which gaps would open and which fall away, before it is published and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from lms.competencies.actions import Change
from lms.competencies.events import RequirementsPublished
from lms.competencies.queries import Required, highest, holders_of_posts, required_of_posts
from lms.core.small_groups import Cell, suppress_list
from lms.people.models import Administration, User
from tracking.needs import gaps, queries, rules
from tracking.needs.models import Gap


class Revision(StrEnum):
    """What a new target means for one person."""

    OPENS = "opens"
    FALLS_AWAY = "falls_away"
    MOVES = "moves"
    NOTHING = "nothing"


def revise(*, gap_target: int | None, target: int, level: float | None) -> Revision:
    """What a new target means for someone with an open gap against `gap_target` (None: no gap) and a known level, or none."""
    below = rules.opens(level=level, target=target) == rules.Opening.OPENS
    if gap_target is None:
        return Revision.OPENS if below else Revision.NOTHING
    if target == gap_target:
        return Revision.NOTHING
    return Revision.MOVES if below else Revision.FALLS_AWAY


@dataclass(frozen=True)
class Effect:
    """What one change of a post's target would do, as figures that may be shown; `counted` says whether they could be."""

    change: Change
    opens: Cell
    falls_away: Cell


@dataclass(frozen=True)
class Preview:
    """All changes together: the sum of the figures that may be shown. What is hidden in a change is in no sum either."""

    effects: tuple[Effect, ...]

    @property
    def opens(self) -> int:
        return sum(effect.opens.value or 0 for effect in self.effects)

    @property
    def falls_away(self) -> int:
        return sum(effect.falls_away.value or 0 for effect in self.effects)

    @property
    def has_hidden(self) -> bool:
        return any(effect.opens.is_hidden or effect.falls_away.is_hidden for effect in self.effects)


def preview(administration: Administration, changes: Iterable[Change], *, on: date) -> Preview:
    """What changes would do to the gaps of those who hold the posts; a few queries however many.

    Each change is counted by itself and among all holders of its post, so that previews of ever other choices, subtracted
    from one another, say no more than each of them does.
    """
    now = Now.read(administration, on=on)
    return Preview(tuple(now.effect_of(change) for change in changes))


@dataclass(frozen=True)
class Now:
    """Posts, targets, levels and open gaps of an administration on a day."""

    smallest: int
    required: Required
    holders: Mapping[int, set[int]]
    levels: Mapping[tuple[int, int], float]
    gaps: Mapping[tuple[int, int], Gap]

    @classmethod
    def read(cls, administration: Administration, *, on: date) -> "Now":
        live = Gap.objects.filter(administration=administration, kind=Gap.Kind.GAP).exclude(state__in=Gap.OVER)
        return cls(
            administration.smallest_group,
            required_of_posts(administration, on=on),
            holders_of_posts(administration, on=on),
            {key: known.level for key, known in queries.known_levels(administration, on=on).items()},
            {(gap.person_id, gap.competency_id): gap for gap in live},
        )

    def of(self, person: int, competency: int, target: int) -> Revision:
        gap = self.gaps.get((person, competency))
        return revise(
            gap_target=gap.target if gap else None, target=target, level=self.levels.get((person, competency))
        )

    def effect_of(self, change: Change) -> Effect:
        level, competency = change.level, change.competency_id
        required = {**self.required, change.post_id: {**self.required.get(change.post_id, {}), competency: level}}
        holding = [person for person, posts in self.holders.items() if change.post_id in posts]
        means = [self.of(p, competency, highest(self.holders[p], required).get(competency, 0)) for p in holding]
        return Effect(
            change,
            self.figure(means.count(Revision.OPENS), len(holding)),
            self.figure(means.count(Revision.FALLS_AWAY), len(holding)),
        )

    def figure(self, number: int, everyone: int) -> Cell:
        """The number among all holders of the post; of a post that too few hold nothing is said, not even that it is none."""
        if everyone < self.smallest:
            return Cell(None, f"<{self.smallest}") if everyone else Cell(0)
        return suppress_list({"yes": number, "no": everyone - number}, smallest=self.smallest).totals["yes"]


@transaction.atomic
def follow_requirements(event: RequirementsPublished) -> None:
    """Open the gaps that new targets make, move those that stay to their new target, and let fall what is asked no more.

    Run again it finds nothing left to do.
    """
    administration = Administration.objects.get(pk=event.administration_id)
    on = event.at.date()
    now = Now.read(administration, on=on)
    known = queries.known_levels(administration, on=on)
    changed: dict[int, set[int]] = {}
    for post, competency in event.pairs:
        for person, posts in now.holders.items():
            if post in posts:
                changed.setdefault(person, set()).add(competency)
    people = User.objects.in_bulk(changed)
    for person, competencies in changed.items():
        targets = highest(now.holders[person], now.required)
        follow(people[person], {pk: targets.get(pk, 0) for pk in competencies}, now, known, at=event.at)


def follow(
    person: User, targets: Mapping[int, int], now: Now, known: Mapping[tuple[int, int], queries.Known], *, at: datetime
) -> None:
    opening: dict[int, list[gaps.NewGap]] = {}
    for competency, target in targets.items():
        means = now.of(person.pk, competency, target)
        gap = now.gaps.get((person.pk, competency))
        if means == Revision.OPENS:
            level = known[person.pk, competency]
            opening.setdefault(level.assessment_id, []).append(gaps.NewGap(competency, target, level.combined))
        elif gap and means == Revision.MOVES:
            Gap.objects.filter(pk=gap.pk).update(target=target)
        elif gap and means == Revision.FALLS_AWAY:
            gap.target = target
            gaps.set_aside(gap=gap, reason="requirement", by=None, at=at)
    for assessment in queries.assessments(opening):
        gaps.open_gaps(person=person, found=opening[assessment.pk], assessment=assessment, by=None, at=at)
