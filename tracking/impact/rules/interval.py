"""An estimate with its 95 % interval, and the quantiles that intervals are made of."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from scipy import special

#: The level of every interval on the site.
CONFIDENCE = 0.95
TAIL = (1 - CONFIDENCE) / 2
Z = NormalDist().inv_cdf(1 - TAIL)


@dataclass(frozen=True)
class Estimate:
    """A value between two bounds; `p` and `df` where a test goes with it."""

    value: float
    low: float
    high: float
    p: float | None = None
    df: float | None = None

    def scaled(self, factor: float) -> "Estimate":
        """The same in another unit: a share times 100 is in per cent."""
        return Estimate(self.value * factor, self.low * factor, self.high * factor, self.p, self.df)


def t_quantile(df: float) -> float:
    """The t that leaves 2.5 % above it."""
    return float(special.stdtrit(df, 1 - TAIL))


def two_sided(t: float, df: float) -> float:
    return float(2 * special.stdtr(df, -abs(t)))


def by_t(value: float, standard_error: float, df: float) -> Estimate:
    """value ± t·SE with its two-sided p."""
    half = t_quantile(df) * standard_error
    p = two_sided(value / standard_error, df) if standard_error else None
    return Estimate(value, value - half, value + half, p, df)


def root_of_squares(*parts: float) -> float:
    return sqrt(sum(part * part for part in parts))
