"""How an estimate may be told (methods §3.5)."""

from datetime import date

import pytest

from tracking.impact.rules import honest
from tracking.impact.rules.honest import Beside, Design, Reading
from tracking.impact.rules.interval import Estimate


@pytest.mark.parametrize(
    ("estimate", "n", "nothing", "said"),
    [
        (Estimate(14.5, 11.1, 17.8), 22, 0, Reading.CLEAR_CHANGE),
        (Estimate(-3.6, -4.8, -2.4), 36, 0, Reading.CLEAR_CHANGE),
        (Estimate(-1.7, -5.3, 1.9), 19, 0, Reading.NO_CLEAR_CHANGE),
        (Estimate(1.0, 0.0, 2.0), 19, 0, Reading.NO_CLEAR_CHANGE),
        (Estimate(0.78, 0.46, 1.31), 36, 1, Reading.NO_CLEAR_CHANGE),
        (Estimate(0.5, 0.3, 0.9), 36, 1, Reading.CLEAR_CHANGE),
        (Estimate(14.5, 11.1, 17.8), 4, 0, Reading.TOO_FEW),
        (Estimate(14.5, 11.1, 17.8), 5, 0, Reading.CLEAR_CHANGE),
    ],
)
def test_an_interval_around_nothing_is_no_clear_change_and_very_few_are_no_claim(
    estimate: Estimate, n: int, nothing: float, said: Reading
) -> None:
    assert honest.reading(estimate, n=n, nothing=nothing) == said


def test_nothing_is_ever_said_to_have_failed() -> None:
    assert {reading.value for reading in Reading} == {"clear_change", "no_clear_change", "too_few"}


@pytest.mark.parametrize(
    ("randomised", "comparison", "series", "own_word", "design", "cause"),
    [
        (True, True, True, False, Design.RANDOMISED, True),
        (False, True, True, False, Design.COMPARED, True),
        (False, False, True, False, Design.SERIES, True),
        (False, False, False, False, Design.BEFORE_AFTER, False),
        (True, True, True, True, Design.SELF_REPORT, False),
    ],
)
def test_a_design_has_a_letter_and_the_last_two_show_no_cause(
    randomised: bool, comparison: bool, series: bool, own_word: bool, design: Design, cause: bool
) -> None:
    found = honest.design_of(
        randomised=randomised, has_comparison=comparison, has_series=series, is_self_report=own_word
    )
    assert (found, found.shows_cause) == (design, cause)
    assert (Beside.CAUSE_NOT_SHOWN in honest.beside(design=found)) is not cause


def test_what_must_stand_beside_an_estimate_stands_there() -> None:
    assert honest.beside(design=Design.COMPARED) == ()
    assert honest.beside(
        design=Design.BEFORE_AFTER,
        chosen_for_low_scores=True,
        before_share=0.81,
        missing=2,
        is_primary=False,
        trend_is_reliable=False,
    ) == tuple(Beside)
    assert honest.beside(design=Design.COMPARED, before_share=0.8) == ()


@pytest.mark.parametrize(("of", "may"), [(19, False), (20, True)])
def test_percentages_need_twenty_cases(of: int, may: bool) -> None:
    assert honest.may_be_a_percentage(of) is may


@pytest.mark.parametrize(("declared", "in_time"), [(date(2024, 4, 15), True), (date(2024, 7, 1), False), (None, False)])
def test_a_primary_indicator_is_one_that_was_named_before_anything_began(declared: date | None, in_time: bool) -> None:
    assert honest.is_declared_before(declared, date(2024, 7, 1)) is in_time


def test_holm_makes_each_of_several_primary_indicators_pay_for_the_others() -> None:
    assert [round(p, 6) for p in honest.holm([0.01, 0.04, 0.03])] == [0.03, 0.06, 0.06]
    assert honest.holm([0.9, 0.6]) == [1.0, 1.0]
    assert honest.holm([]) == []
