"""Which competencies an organisation works on first, and how far two raters agree: methods §2.4–2.7, in plain numbers.

Levels are ordinal: means are for showing an order, never for judging a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

#: Draws of the interval of a rank, and the seed that makes the same figures twice.
DRAWS = 1000
SEED = 20250704


@dataclass(frozen=True)
class Standing:
    """How one person stands in one competency: what is asked, the level, and its standard error."""

    target: int
    level: float
    standard_error: float = 0.0

    @property
    def gap(self) -> float:
        return max(0.0, self.target - self.level)


@dataclass(frozen=True)
class Priority:
    """Four numbers of a competency, and its rank with the interval that the errors of the levels leave (5–95 %)."""

    competency: str
    people: int
    load: float
    prevalence: float
    mean_gap: float
    criticality: float
    priority: float
    rank: int
    rank_from: int
    rank_to: int


def criticality(*, difficulty: float, importance: float, frequency: float) -> float:
    """c = (I·F·D)^(1/3) / 5, each from 1 to 5."""
    return float((importance * frequency * difficulty) ** (1 / 3) / 5)


def priorities(
    standings: Mapping[str, Sequence[Standing]], criticalities: Mapping[str, float], *, draws: int = DRAWS
) -> list[Priority]:
    """Competencies by mean gap × criticality, the first first; equal ones share a rank (oracle E5). A competency that nobody
    has been assessed in is left out: unknown is no priority."""
    scope = {code: people for code, people in standings.items() if people}
    random = np.random.default_rng(SEED)
    means = {code: float(np.mean([one.gap for one in people])) for code, people in scope.items()}
    weighted = {code: means[code] * criticalities[code] for code in scope}
    drawn = np.array([drawn_means(people, random, draws) * criticalities[code] for code, people in scope.items()])
    ranks = {code: 1 + sum(rounded(other) > rounded(weighted[code]) for other in weighted.values()) for code in scope}
    found = []
    for row, (code, people) in enumerate(scope.items()):
        places = 1 + (drawn > drawn[row]).sum(axis=0)
        low, high = np.percentile(places, [5, 95], method="nearest")
        found.append(
            Priority(
                competency=code,
                people=len(people),
                load=sum(one.gap for one in people),
                prevalence=sum(one.gap >= 1 for one in people) / len(people),
                mean_gap=means[code],
                criticality=criticalities[code],
                priority=weighted[code],
                rank=ranks[code],
                rank_from=min(int(low), ranks[code]),
                rank_to=max(int(high), ranks[code]),
            )
        )
    return sorted(found, key=lambda one: (one.rank, one.competency))


def rounded(number: float) -> float:
    return round(number, 9)


def drawn_means(people: Sequence[Standing], random: np.random.Generator, draws: int) -> np.ndarray:
    """Mean gaps under levels drawn from L ~ N(L, SE): one for each draw."""
    levels = np.array([one.level for one in people])
    errors = np.array([one.standard_error for one in people])
    targets = np.array([one.target for one in people])
    drawn = random.normal(levels, errors, size=(draws, len(people)))
    means: np.ndarray = np.clip(targets - drawn, 0, None).mean(axis=1)
    return means


def kappa(one: Sequence[int], other: Sequence[int], *, quadratic: bool = False) -> float | None:
    """Cohen's κ of two raters of the same things, plain or with quadratic weights; None where there is nothing to compare.

    1 is full agreement, 0 what chance would give. Raters who always say the same level have no κ.
    """
    scale = sorted({*one, *other})
    if not one or len(one) != len(other) or len(scale) < 2:
        return None

    def weight(a: int, b: int) -> float:
        return float((a - b) ** 2) if quadratic else float(a != b)

    n = len(one)
    seen = sum(weight(a, b) for a, b in zip(one, other, strict=True)) / n
    chance = sum(one.count(a) * other.count(b) * weight(a, b) for a in scale for b in scale) / n**2
    return 1 - seen / chance
