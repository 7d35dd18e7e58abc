"""Oracles E3 and E3b of methods §3.4, and series with a month missing."""

import numpy as np
import pytest

from tracking.impact.rules import counts, series
from tracking.impact.rules.series import LEVEL, SLOPE

EXACT = tuple(40 + 0.5 * t - (6 + 0.75 * (t - 13) if t >= 13 else 0) for t in range(1, 25))
E3B = (
    40.9, 40.4, 41.7, 42.9, 42.2, 42.5, 44.2, 44.1, 43.7, 45.3, 45.3, 46.5,
    40.1, 40.85, 40.0, 39.05, 40.3, 39.15, 39.3, 38.15, 38.7, 38.65, 37.5, 37.85,
)  # fmt: skip


def test_an_exact_series_gives_its_coefficients_back() -> None:
    assert [EXACT[t - 1] for t in (1, 12, 13, 24)] == [40.5, 46, 40.5, 37.75]
    fit = series.interrupted(EXACT, first_after=13, season=False)
    assert [round(x, 6) for x in fit.coefficients] == [40, 0.5, -6, -0.75]
    assert (round(fit.counterfactual[23], 6), round(fit.effect(24), 6)) == (52, -14.25)


def test_ordinary_least_squares_and_newey_west_are_as_printed() -> None:
    x, y = series.design(24, first_after=13, season=False), np.array(E3B)
    coefficients, errors = series.least_squares(x, y)
    assert [round(float(c), 5) for c in coefficients] == [40.07424, 0.49755, -6.01678, -0.75070]
    assert [round(float(e), 5) for e in errors] == [0.33018, 0.04486, 0.44032, 0.06344]
    robust = series.newey_west(x, y, lags=2)
    assert [round(float(e), 5) for e in robust] == [0.16497, 0.02663, 0.25544, 0.02925]
    assert round(series.durbin_watson(y - x @ coefficients), 4) == 2.8977


def test_the_shown_fit_takes_rho_by_restricted_likelihood_and_the_larger_error() -> None:
    fit = series.interrupted(E3B, first_after=13, season=False)
    assert round(fit.rho, 4) == -0.3611
    assert [round(c, 5) for c in fit.coefficients] == [40.07915, 0.49320, -5.89791, -0.75622]
    assert (round(fit.level.low, 4), round(fit.level.high, 4)) == (-6.8164, -4.9794)
    assert round(fit.errors[LEVEL], 5) == 0.44032
    assert fit.is_reliable


def test_a_month_without_a_figure_is_left_out_and_still_is_time() -> None:
    gap = (*EXACT[:5], None, *EXACT[6:])
    fit = series.interrupted(gap, first_after=13, season=False)
    assert [round(x, 6) for x in fit.coefficients] == [40, 0.5, -6, -0.75]
    assert (fit.months, len(fit.fitted), round(fit.fitted[5], 6)) == (23, 24, EXACT[5])


def test_whitened_rows_have_the_covariance_that_they_are_whitened_from() -> None:
    months, rho = np.array([0, 1, 2, 5, 6]), -0.4
    v = rho ** np.abs(months[:, None] - months[None, :]) / (1 - rho * rho)
    rows, _y, size = series.whitened(np.eye(5), np.zeros(5), rho, months)
    assert np.allclose(rows.T @ rows, np.linalg.inv(v))
    assert size == pytest.approx(np.linalg.slogdet(v)[1])


@pytest.mark.parametrize(("months", "first_after", "enough"), [(24, 13, True), (23, 13, False), (24, 12, False)])
def test_a_series_needs_twelve_months_on_either_side(months: int, first_after: int, enough: bool) -> None:
    assert series.is_long_enough(months, first_after=first_after) is enough


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_over_many_seeds_the_interval_covers_the_truth_about_as_often_as_it_says(rho: float) -> None:
    draw = np.random.default_rng(7)
    x = series.design(36, first_after=19, season=True)
    truth = x @ np.array([40, -0.05, -3, -0.15, 1.2, 0])
    covered = 0
    for _run in range(200):
        error = draw.normal(0, 1, 36)
        for month in range(1, 36):
            error[month] += rho * error[month - 1]
        level = series.interrupted(tuple(truth + error), first_after=19).level
        covered += level.low <= -3 <= level.high
    assert covered >= 200 * 0.86


def test_a_count_that_does_not_change_has_a_ratio_around_one() -> None:
    steady = counts.interrupted((6,) * 36, first_after=19, season=False)
    assert (round(steady.ratio.value, 6), steady.scale) == (1, 1)
    doubled = counts.interrupted((6,) * 18 + (12,) * 18, first_after=19, season=False)
    assert round(doubled.ratio.value, 6) == 2
    with_chances = counts.interrupted(
        (6,) * 18 + (12,) * 18, first_after=19, chances=(1,) * 18 + (2,) * 18, season=False
    )
    assert round(with_chances.ratio.value, 6) == 1


def test_an_estimate_of_the_slope_is_a_month() -> None:
    assert round(series.interrupted(EXACT, first_after=13, season=False).estimate(SLOPE).value, 6) == -0.75
