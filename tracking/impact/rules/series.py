"""Interrupted series: level and slope of monthly figures before and after a moment (methods §3.4).

y_t = β0 + β1·t + β2·x_t + β3·x_t·(t − t0) + season + e, with t = 1 … T and x = 1 from t0 on. The errors of one month follow
those of the month before; ordinary least squares and Newey–West are then too sure of themselves on short series, so the
interval takes AR(1) errors with ρ by restricted likelihood, and the larger of its and the ordinary standard error. A month
without a figure is left out and still counts as time that has passed.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import log, pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracking.impact.rules.interval import Estimate, by_t

Matrix = NDArray[np.floating[Any]]

#: Places of the coefficients.
START, TREND, LEVEL, SLOPE = range(4)
#: Fewer months than this on either side, and no series is fitted; from this ρ on, no level is claimed.
FEWEST_MONTHS, TREND_UNRELIABLE = 12, 0.9
LOWEST_RHO, HIGHEST_RHO = -0.9, 0.98


@dataclass(frozen=True)
class Fit:
    """Coefficients of a line with one break and their standard errors, in the figure's unit (and unit per month)."""

    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    rho: float
    months: int
    first_after: int
    counterfactual: tuple[float, ...]
    fitted: tuple[float, ...]

    def estimate(self, place: int) -> Estimate:
        return by_t(self.coefficients[place], self.errors[place], self.months - len(self.coefficients))

    @property
    def level(self) -> Estimate:
        """By how much the figure jumped at the break."""
        return self.estimate(LEVEL)

    @property
    def slope(self) -> Estimate:
        """By how much its trend changed, a month."""
        return self.estimate(SLOPE)

    @property
    def is_reliable(self) -> bool:
        return abs(self.rho) < TREND_UNRELIABLE

    def effect(self, month: int) -> float:
        """The distance from where the old trend would have led, in month `month`."""
        return self.coefficients[LEVEL] + self.coefficients[SLOPE] * (month - self.first_after)


def is_long_enough(months: int, *, first_after: int) -> bool:
    return first_after - 1 >= FEWEST_MONTHS and months - first_after + 1 >= FEWEST_MONTHS


@lru_cache(maxsize=256)
def interrupted(figures: tuple[float | None, ...], *, first_after: int, season: bool = True) -> Fit:
    """The fit by which a change is told: AR(1) by restricted likelihood, the larger standard error of it and of OLS."""
    whole = design(len(figures), first_after=first_after, season=season)
    known = np.array([figure is not None for figure in figures])
    y, x = np.array([figure for figure in figures if figure is not None], dtype=float), whole[known]
    months = np.flatnonzero(known)
    _, plain = least_squares(x, y)
    rho = most_likely_rho(x, y, months)
    coefficients, errors = least_squares(*whitened(x, y, rho, months)[:2])
    without = whole.copy()
    without[:, [LEVEL, SLOPE]] = 0
    return Fit(
        coefficients=tuple(map(float, coefficients)),
        errors=tuple(map(float, np.maximum(plain, errors))),
        rho=rho,
        months=len(y),
        first_after=first_after,
        counterfactual=tuple(map(float, without @ coefficients)),
        fitted=tuple(map(float, whole @ coefficients)),
    )


def design(months: int, *, first_after: int, season: bool) -> Matrix:
    """A row for each month: 1, t, x, x·(t − t0), and a yearly wave where wanted."""
    t = np.arange(1, months + 1, dtype=float)
    x = (t >= first_after).astype(float)
    columns = [np.ones(months), t, x, x * (t - first_after)]
    if season:
        columns += [np.sin(2 * pi * t / 12), np.cos(2 * pi * t / 12)]
    return np.column_stack(columns)


def least_squares(x: Matrix, y: Matrix) -> tuple[Matrix, Matrix]:
    """Coefficients and their ordinary standard errors."""
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    residuals = y - x @ coefficients
    variance = residuals @ residuals / (len(y) - x.shape[1])
    return coefficients, np.sqrt(variance * np.diag(inverse))


def whitened(x: Matrix, y: Matrix, rho: float, months: NDArray[np.int_]) -> tuple[Matrix, Matrix, float]:
    """The rows that have independent errors if those of (x, y) follow an AR(1) with ρ; also log|V|.

    V_ij = ρ^|i−j| / (1 − ρ²). `months` says when each row was; after d months the error keeps ρ^d of what it was.
    """
    gaps = np.diff(months)
    kept = np.float64(rho) ** gaps
    variance = np.concatenate([[1.0], 1 - kept**2]) / (1 - rho * rho)
    scale = 1 / np.sqrt(variance)
    rows = np.vstack([x[:1], x[1:] - kept[:, None] * x[:-1]]) * scale[:, None]
    return rows, np.concatenate([y[:1], y[1:] - kept * y[:-1]]) * scale, float(np.sum(np.log(variance)))


def restricted_likelihood(x: Matrix, y: Matrix, rho: float, months: NDArray[np.int_]) -> float:
    """−½·log|V| − ½·log|XᵀV⁻¹X| − ½·(T − p)·log s²."""
    wx, wy, size_of_v = whitened(x, y, rho, months)
    coefficients, *_ = np.linalg.lstsq(wx, wy, rcond=None)
    residuals = wy - wx @ coefficients
    free = len(y) - x.shape[1]
    variance = max(float(residuals @ residuals) / free, 1e-300)
    _sign, size = np.linalg.slogdet(wx.T @ wx)
    return -0.5 * size_of_v - 0.5 * float(size) - 0.5 * free * log(variance)


def most_likely_rho(x: Matrix, y: Matrix, months: NDArray[np.int_]) -> float:
    """The ρ of the highest restricted likelihood: the best of a grid, then the golden section around it."""
    grid = np.linspace(LOWEST_RHO, HIGHEST_RHO, 95)
    best = int(np.argmax([restricted_likelihood(x, y, rho, months) for rho in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    golden = (5**0.5 - 1) / 2
    while high - low > 1e-7:
        left, right = high - golden * (high - low), low + golden * (high - low)
        if restricted_likelihood(x, y, left, months) > restricted_likelihood(x, y, right, months):
            high = right
        else:
            low = left
    return (low + high) / 2


def newey_west(x: Matrix, y: Matrix, *, lags: int) -> Matrix:
    """Standard errors by Newey–West with the small-sample factor: a column to compare with, never the one that is shown."""
    inverse = np.linalg.inv(x.T @ x)
    scores = x * (y - x @ (inverse @ x.T @ y))[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        part = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (part + part.T)
    factor = len(y) / (len(y) - x.shape[1])
    return np.sqrt(factor * np.diag(inverse @ middle @ inverse))


def durbin_watson(residuals: Matrix) -> float:
    return float(np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2))
