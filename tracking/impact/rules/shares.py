"""Proportions: how many of how many, before and after, here and there (methods §3.2)."""

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy import special

from tracking.impact.rules.interval import Estimate, Z, root_of_squares


@dataclass(frozen=True)
class Count:
    """So many of so many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of

    def __add__(self, other: "Count") -> "Count":
        return Count(self.hits + other.hits, self.of + other.of)


def wilson(count: Count) -> Estimate:
    """A share with Wilson's score interval, which stays between 0 and 1 and holds for few."""
    n, p, z2 = count.of, count.share, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half))


def newcombe(before: Count, after: Count) -> Estimate:
    """The difference after − before with Newcombe's interval from both Wilson intervals; p from the pooled z."""
    one, two = wilson(after), wilson(before)
    difference = one.value - two.value
    return Estimate(
        difference,
        difference - root_of_squares(one.value - one.low, two.high - two.value),
        difference + root_of_squares(one.high - one.value, two.value - two.low),
        p=p_of_z(pooled_z(before, after)),
    )


def pooled_z(before: Count, after: Count) -> float:
    together = (before + after).share
    error = sqrt(together * (1 - together) * (1 / before.of + 1 / after.of))
    return (after.share - before.share) / error if error else 0.0


def p_of_z(z: float) -> float:
    return float(2 * special.ndtr(-abs(z)))


def net(treated: Estimate, compared: Estimate) -> Estimate:
    """One difference less another, from both intervals (MOVER): what changed here beyond what changed there."""
    value = treated.value - compared.value
    return Estimate(
        value,
        value - root_of_squares(treated.value - treated.low, compared.high - compared.value),
        value + root_of_squares(treated.high - treated.value, compared.value - compared.low),
    )


def risk_ratio(before: Count, after: Count) -> Estimate | None:
    """How many times as likely after as before, by logarithms; None where either never happened."""
    if not before.hits or not after.hits:
        return None
    ratio = after.share / before.share
    error = sqrt(1 / after.hits - 1 / after.of + 1 / before.hits - 1 / before.of)
    return Estimate(ratio, exp(log(ratio) - Z * error), exp(log(ratio) + Z * error))


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p that as many pass who failed before as fail who passed."""
    changed = gained + lost
    return 1.0 if not changed else min(1.0, float(2 * special.bdtr(min(gained, lost), changed, 0.5)))
