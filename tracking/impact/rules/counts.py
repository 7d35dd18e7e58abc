"""Interrupted series of counts: events a month, or events a month out of so many chances (methods §3.4)."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp

import numpy as np

from tracking.impact.rules.interval import Estimate, t_quantile, two_sided
from tracking.impact.rules.series import LEVEL, Matrix, design


@dataclass(frozen=True)
class RateRatio:
    """How many times as often at the break as the old trend would have had it; `scale` is the spread beyond chance."""

    ratio: Estimate
    scale: float


@lru_cache(maxsize=256)
def interrupted(
    events: tuple[int, ...], *, first_after: int, chances: tuple[float, ...] | None = None, season: bool = True
) -> RateRatio:
    """Poisson regression with offset log(chances) and quasi-scale, never below one."""
    y = np.asarray(events, dtype=float)
    x = design(len(events), first_after=first_after, season=season)
    offset = np.zeros(len(events)) if chances is None else np.log(np.asarray(chances, dtype=float))
    coefficients, covariance = poisson(x, y, offset)
    expected = np.exp(x @ coefficients + offset)
    df = len(y) - x.shape[1]
    scale = max(1.0, float(np.sum((y - expected) ** 2 / expected)) / df)
    level, error = float(coefficients[LEVEL]), float(np.sqrt(scale * covariance[LEVEL, LEVEL]))
    half = t_quantile(df) * error
    return RateRatio(
        Estimate(exp(level), exp(level - half), exp(level + half), p=two_sided(level / error, df), df=df), scale
    )


def poisson(x: Matrix, y: Matrix, offset: Matrix, *, rounds: int = 50) -> tuple[Matrix, Matrix]:
    """Coefficients and their covariance by Fisher scoring."""
    coefficients: Matrix = np.linalg.lstsq(x, np.log(y + 0.5) - offset, rcond=None)[0]
    for _round in range(rounds):
        expected = np.exp(x @ coefficients + offset)
        step = np.linalg.solve(x.T @ (expected[:, None] * x), x.T @ (y - expected))
        coefficients = coefficients + step
        if float(np.max(np.abs(step))) < 1e-10:
            break
    expected = np.exp(x @ coefficients + offset)
    covariance: Matrix = np.linalg.inv(x.T @ (expected[:, None] * x))
    return coefficients, covariance
