"""How an estimate may be told (methods §3.5): by which design it was got, what it says, and what must stand beside it."""

from collections.abc import Sequence
from enum import StrEnum

from tracking.impact.rules.interval import Estimate

#: No claim on fewer people than this; no percentages of fewer cases than this.
FEWEST_FOR_A_CLAIM, FEWEST_FOR_A_PERCENTAGE = 5, 20
#: Who begins above this share of the scale has little room to be seen to gain.
CEILING = 0.8
#: Readers outside an administration see figures about people of at least this many.
SMALLEST_GROUP_OUTSIDE = 10


class Design(StrEnum):
    """How a change was looked for, the strongest first."""

    RANDOMISED = "A"
    COMPARED = "B"
    SERIES = "C"
    BEFORE_AFTER = "D"
    SELF_REPORT = "E"

    @property
    def shows_cause(self) -> bool:
        """Whether others who were not trained, or the time before, speak against other causes."""
        return self not in {Design.BEFORE_AFTER, Design.SELF_REPORT}


def design_of(*, randomised: bool, has_comparison: bool, has_series: bool, is_self_report: bool = False) -> Design:
    if is_self_report:
        return Design.SELF_REPORT
    if randomised:
        return Design.RANDOMISED
    if has_comparison:
        return Design.COMPARED
    return Design.SERIES if has_series else Design.BEFORE_AFTER


class Reading(StrEnum):
    """What an estimate says. Nothing ever failed: an interval around nothing is no clear change."""

    CLEAR_CHANGE = "clear_change"
    NO_CLEAR_CHANGE = "no_clear_change"
    TOO_FEW = "too_few"


def reading(estimate: Estimate, *, n: int, nothing: float = 0.0) -> Reading:
    """`nothing` is the value of no change: 0 for a difference, 1 for a ratio."""
    if n < FEWEST_FOR_A_CLAIM:
        return Reading.TOO_FEW
    clear = estimate.low > nothing or estimate.high < nothing
    return Reading.CLEAR_CHANGE if clear else Reading.NO_CLEAR_CHANGE


class Beside(StrEnum):
    """What must be said beside an estimate."""

    CAUSE_NOT_SHOWN = "cause_not_shown"
    REGRESSION_TO_THE_MEAN = "regression_to_the_mean"
    CEILING = "ceiling"
    MISSING = "missing"
    EXPLORATORY = "exploratory"
    TREND_UNRELIABLE = "trend_unreliable"


def beside(
    *,
    design: Design,
    chosen_for_low_scores: bool = False,
    before_share: float | None = None,
    missing: int = 0,
    is_primary: bool = True,
    trend_is_reliable: bool = True,
) -> tuple[Beside, ...]:
    holds = {
        Beside.CAUSE_NOT_SHOWN: not design.shows_cause,
        Beside.REGRESSION_TO_THE_MEAN: chosen_for_low_scores,
        Beside.CEILING: before_share is not None and before_share > CEILING,
        Beside.MISSING: missing > 0,
        Beside.EXPLORATORY: not is_primary,
        Beside.TREND_UNRELIABLE: not trend_is_reliable,
    }
    return tuple(note for note, applies in holds.items() if applies)


def may_be_a_percentage(of: float) -> bool:
    return of >= FEWEST_FOR_A_PERCENTAGE


def is_declared_before(declared_on: object, begins_on: object) -> bool:
    """Whether the primary indicator was named before anything had begun; None: never named."""
    return declared_on is not None and declared_on < begins_on  # type: ignore[operator]


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p, in the order given: of several primary indicators, each pays for the others."""
    in_order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(in_order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = highest
    return adjusted
