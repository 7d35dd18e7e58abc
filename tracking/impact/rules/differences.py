"""Two groups, before and after: did one change more than the other (methods §3.3)?"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance

from tracking.impact.rules.interval import Estimate, by_t


def of_changes(treated: Sequence[float], compared: Sequence[float]) -> Estimate:
    """The difference of mean changes with Welch's t and its degrees of freedom: groups may differ in size and spread."""
    value = fmean(treated) - fmean(compared)
    parts = [variance(group) / len(group) for group in (treated, compared)]
    total = sum(parts)
    if not total:
        return Estimate(value, value, value)
    df = total**2 / sum(part**2 / (len(group) - 1) for part, group in zip(parts, (treated, compared), strict=True))
    return by_t(value, sqrt(total), df)


def two_by_two(
    treated_before: Sequence[float],
    treated_after: Sequence[float],
    compared_before: Sequence[float],
    compared_after: Sequence[float],
) -> Estimate:
    """δ = (ȳ_T1 − ȳ_T0) − (ȳ_C1 − ȳ_C0), inference on each unit's own change."""
    return of_changes(changes(treated_before, treated_after), changes(compared_before, compared_after))


def changes(before: Sequence[float], after: Sequence[float]) -> list[float]:
    return [b - a for a, b in zip(before, after, strict=True)]
