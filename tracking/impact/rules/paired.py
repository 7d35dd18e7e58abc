"""The same people tested before and after (methods §3.2). Scores are in points of `most`, 100 unless said otherwise."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from statistics import fmean, stdev

from scipy import special

from tracking.impact.rules.interval import TAIL, Estimate, by_t

Pairs = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Change:
    """What n people changed by, on average, and how large that is against how much people differ."""

    n: int
    before: float
    after: float
    spread_before: float
    spread_after: float
    #: Mean difference with its t interval, and the standard deviation of the differences.
    difference: Estimate
    spread: float
    #: Against the spread of the differences (d_z, non-central t), and against the mean spread of both tests (d_av).
    d_z: Estimate | None
    d_av: float | None
    #: Hedges' correction of either for few people.
    correction: float
    #: Share of what was still to be gained that was gained; None where nothing was.
    gain: float | None


def change(pairs: Pairs, *, most: float = 100) -> Change:
    """The change of at least two people; fewer than five are no ground for a claim (`honest`)."""
    before, after = [float(pair[0]) for pair in pairs], [float(pair[1]) for pair in pairs]
    steps = [b - a for a, b in zip(before, after, strict=True)]
    n, mean, spread = len(steps), fmean(steps), stdev(steps)
    average_spread = (stdev(before) + stdev(after)) / 2
    return Change(
        n=n,
        before=fmean(before),
        after=fmean(after),
        spread_before=stdev(before),
        spread_after=stdev(after),
        difference=by_t(mean, spread / sqrt(n), n - 1),
        spread=spread,
        d_z=standardised(mean, spread, n) if spread else None,
        d_av=mean / average_spread if average_spread else None,
        correction=hedges(n - 1),
        gain=normalised_gain(fmean(before), fmean(after), most=most),
    )


def standardised(mean: float, spread: float, n: int) -> Estimate:
    """d_z = mean / spread; its bounds are the non-centralities that would make such a t a 2.5 % chance."""
    t, df, root = mean / spread * sqrt(n), n - 1, sqrt(n)
    low, high = (float(special.nctdtrinc(df, p, t)) / root for p in (1 - TAIL, TAIL))
    return Estimate(mean / spread, low, high, df=df)


def hedges(df: int) -> float:
    """J = 1 − 3/(4·df − 1): a standardised difference from few people is too large by this factor."""
    return 1 - 3 / (4 * df - 1)


def hedges_exactly(df: int) -> float:
    return float(special.gamma(df / 2) / (sqrt(df / 2) * special.gamma((df - 1) / 2)))


def normalised_gain(before: float, after: float, *, most: float = 100) -> float | None:
    """Hake's gain (after − before) / (most − before); None where there was nothing left to gain."""
    return None if before >= most else (after - before) / (most - before)


def mean_gain(pairs: Pairs, *, most: float = 100) -> float:
    """The mean of everyone's own normalised gain, over those who had something to gain."""
    gains = [normalised_gain(before, after, most=most) for before, after in pairs]
    return fmean(gain for gain in gains if gain is not None)


@dataclass(frozen=True)
class SignedRanks:
    """Wilcoxon's W, the smaller sum of signed ranks, and its exact two-sided p."""

    w: float
    p: float


def wilcoxon(pairs: Pairs) -> SignedRanks:
    """Exact at any n and with ties: every combination of signs counted; those who did not change are left out."""
    steps = sorted((after - before for before, after in pairs if after != before), key=abs)
    ranks = twice_the_ranks(steps)
    up = sum(rank for rank, step in zip(ranks, steps, strict=True) if step > 0)
    smaller = min(up, sum(ranks) - up)
    ways = Counter({0: 1})
    for rank in ranks:
        ways += Counter({total + rank: number for total, number in ways.items()})
    few = sum(number for total, number in ways.items() if total <= smaller)
    return SignedRanks(smaller / 2, min(1.0, 2 * few / 2 ** len(ranks)))


def twice_the_ranks(steps: Sequence[float]) -> list[int]:
    """Ranks by size, doubled so that tied ones, which share their mean, stay whole."""
    ranks: list[int] = []
    for _size, tied in groupby(steps, key=abs):
        number = len(list(tied))
        ranks += [2 * len(ranks) + number + 1] * number
    return ranks


@dataclass(frozen=True)
class Missing:
    """What the people without a second test may hide (methods §3.2): the range if none of them had changed at all."""

    tested: int
    everyone: int
    worst_case: float
    before_of_stayers: float
    before_of_leavers: float | None

    @property
    def missing(self) -> int:
        return self.everyone - self.tested


def missing(scores: Sequence[tuple[float, float | None]]) -> Missing:
    stayed = [(before, after) for before, after in scores if after is not None]
    left = [before for before, after in scores if after is None]
    return Missing(
        tested=len(stayed),
        everyone=len(scores),
        worst_case=sum(after - before for before, after in stayed) / len(scores),
        before_of_stayers=fmean(before for before, _after in stayed),
        before_of_leavers=fmean(left) if left else None,
    )


def directions(pairs: Pairs) -> tuple[int, int, int]:
    """How many went up, stayed the same, went down: all that may be said of very few people."""
    ups = sum(after > before for before, after in pairs)
    downs = sum(after < before for before, after in pairs)
    return ups, len(pairs) - ups - downs, downs


def tested(scores: Sequence[tuple[float, float | None]]) -> list[tuple[float, float]]:
    """The pairs of those who came to both tests."""
    return [(before, after) for before, after in scores if after is not None]
