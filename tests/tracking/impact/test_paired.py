"""Oracle E1 of methods §3.2, and what is left when people are missing."""

import pytest

from tracking.impact.rules import paired

BEFORE = [52, 61, 45, 70, 58, 49, 66, 55, 63, 41]
AFTER = [68, 70, 59, 78, 66, 65, 71, 72, 70, 57]
E1 = list(zip(BEFORE, AFTER, strict=True))


@pytest.mark.parametrize(
    ("what", "value", "places"),
    [
        ("n", 10, 0),
        ("before", 56.0, 1),
        ("after", 67.6, 1),
        ("spread_before", 9.3452, 4),
        ("spread_after", 6.2039, 4),
        ("spread", 4.59952, 5),
        ("d_av", 1.4920, 4),
        ("correction", 0.914286, 6),
        ("gain", 0.26364, 5),
    ],
)
def test_the_change_of_ten_people_is_as_printed(what: str, value: float, places: int) -> None:
    assert round(getattr(paired.change(E1), what), places) == value


def test_the_mean_difference_stands_with_its_t_interval() -> None:
    found = paired.change(E1).difference
    assert (round(found.value, 1), round(found.low, 4), round(found.high, 4)) == (11.6, 8.3097, 14.8903)
    assert (found.df, float(f"{found.p:.4e}")) == (9, 2.2689e-05)


def test_d_z_stands_with_its_non_central_t_interval() -> None:
    change = paired.change(E1)
    assert change.d_z is not None
    assert [round(x, 4) for x in (change.d_z.value, change.d_z.low, change.d_z.high)] == [2.5220, 1.2061, 3.8096]


def test_hedges_corrects_both_sizes_and_its_short_form_is_close_to_the_exact_one() -> None:
    change = paired.change(E1)
    assert change.d_z is not None
    assert change.d_av is not None
    assert round(change.d_z.value * change.correction, 4) == 2.3058
    assert round(change.d_av * change.correction, 4) == 1.3642  # fmt: skip
    assert round(paired.hedges_exactly(9), 6) == 0.913875


def test_wilcoxon_is_exact() -> None:
    assert (paired.wilcoxon(E1).w, round(paired.wilcoxon(E1).p, 6)) == (0, 0.001953)


@pytest.mark.parametrize(
    ("steps", "w", "p"),
    [
        # Worked by hand: 2³ combinations of signs, those with a sum of ranks not above W counted twice.
        ([1, 2, 3], 0, 2 / 8),
        ([1, 2, -3], 3, 1.0),
        ([-1, 2, 3], 1, 4 / 8),
        ([1, 1, 0], 0, 2 / 4),
        ([2, 2, -2], 2, 1.0),
        ([0, 0], 0, 1.0),
    ],
)
def test_wilcoxon_counts_every_combination_of_signs_and_shares_ranks_among_equals(
    steps: list[int], w: float, p: float
) -> None:
    found = paired.wilcoxon([(50, 50 + step) for step in steps])
    assert (found.w, found.p) == (w, p)


def test_the_mean_of_everyones_own_gain_leaves_out_who_had_nothing_to_gain() -> None:
    assert round(paired.mean_gain(E1), 5) == 0.25747
    assert paired.mean_gain([(100, 100), (50, 75)]) == 0.5
    assert paired.normalised_gain(100, 100) is None


def test_with_two_people_missing_the_pairs_are_analysed() -> None:
    pairs = [pair for number, pair in enumerate(E1, 1) if number not in {3, 10}]
    found = paired.change(pairs).difference
    assert [round(x, 4) for x in (found.value, found.low, found.high)] == [10.75, 6.7593, 14.7407]


def test_the_worst_case_is_that_nobody_missing_had_changed() -> None:
    scores = [(before, None if number in {3, 10} else after) for number, (before, after) in enumerate(E1, 1)]
    found = paired.missing(scores)
    assert (found.tested, found.everyone, found.missing) == (8, 10, 2)
    assert (found.worst_case, found.before_of_stayers, found.before_of_leavers) == (8.6, 59.25, 43.0)


def test_of_very_few_people_only_the_direction_is_said() -> None:
    assert paired.directions([(50, 60), (50, 50), (50, 40), (40, 50)]) == (2, 1, 1)


def test_people_who_all_change_alike_have_no_standardised_size() -> None:
    found = paired.change([(50, 60), (40, 50)])
    assert (found.d_z, found.difference.low, found.difference.high) == (None, 10, 10)
