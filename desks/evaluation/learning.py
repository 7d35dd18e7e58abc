"""Tests before and after, told of groups only: nobody's own score leaves the table."""

from dataclasses import dataclass

from tracking.impact.models import LearnerGroup, Programme
from tracking.impact.queries import groups_of
from tracking.impact.rules import differences, honest, paired
from tracking.impact.rules.honest import Beside, Design
from tracking.impact.rules.interval import Estimate
from tracking.impact.rules.paired import Change, Missing


@dataclass(frozen=True)
class Learning:
    """What a group learnt, as it may be shown; `change` is None of a group too small for this reader."""

    group: LearnerGroup
    change: Change | None
    missing: Missing | None
    reading: honest.Reading
    design: Design
    beside: tuple[Beside, ...]
    against: Estimate | None = None
    waited: "Learning | None" = None
    #: Whether those without a second test are enough people for their mean to be shown.
    tells_of_leavers: bool = False

    @property
    def before_at(self) -> float:
        """Where the mean before lies on the scale, in per cent of the highest score."""
        return 100 * self.change.before / self.group.most if self.change else 0

    @property
    def after_at(self) -> float:
        return 100 * self.change.after / self.group.most if self.change else 0


def learning_of(programme: Programme, *, smallest: int) -> list[Learning]:
    """Each group with the one it is compared with; two queries."""
    groups = {group.pk: group for group in groups_of(programme)}
    waiting = {group.compared_with_id for group in groups.values()}
    return [
        learning(group, groups.get(group.compared_with_id or 0), programme, smallest=smallest)
        for group in groups.values()
        if group.pk not in waiting
    ]


def learning(group: LearnerGroup, waiting: LearnerGroup | None, programme: Programme, *, smallest: int) -> Learning:
    """A group of fewer than `smallest` tested people is told of by nothing but its size, to anyone."""
    scores = [(score.before, score.after) for score in group.scores.all()]
    pairs = paired.tested(scores)
    design = honest.design_of(randomised=programme.is_randomised, has_comparison=waiting is not None, has_series=False)
    if len(pairs) < max(smallest, honest.FEWEST_FOR_A_CLAIM):
        return Learning(group, None, None, honest.Reading.TOO_FEW, design, ())
    change, missing = paired.change(pairs, most=group.most), paired.missing(scores)
    waited = learning(waiting, None, programme, smallest=smallest) if waiting else None
    return Learning(
        group=group,
        change=change,
        missing=missing,
        reading=honest.reading(change.difference, n=change.n),
        design=design,
        beside=honest.beside(
            design=design,
            chosen_for_low_scores=programme.chosen_for_low_scores,
            before_share=change.before / group.most,
            missing=missing.missing,
            is_primary=False,
        ),
        against=against(pairs, waiting) if waiting and waited and waited.change else None,
        waited=waited,
        tells_of_leavers=missing.missing >= smallest,
    )


def against(pairs: list[tuple[float, float]], waiting: LearnerGroup) -> Estimate:
    others = paired.tested([(score.before, score.after) for score in waiting.scores.all()])
    changes = [[after - before for before, after in each] for each in (pairs, others)]
    return differences.of_changes(*changes)
