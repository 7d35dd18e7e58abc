"""Oracle E2 of methods §3.3."""

from tracking.impact.rules import differences

T0, T1 = [30, 34, 28, 32, 36, 26], [24, 27, 23, 25, 30, 21]
C0, C1 = [31, 29, 33, 35, 27, 31], [30, 27, 33, 33, 27, 30]


def test_two_groups_of_offices_differ_in_their_change_as_printed() -> None:
    found = differences.two_by_two(T0, T1, C0, C1)
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (-5.0, -6.1506, -3.8494)
    assert (round(found.df or 0, 6), float(f"{found.p:.3e}")) == (10, 2.135e-06)


def test_groups_without_any_spread_have_no_interval_to_speak_of() -> None:
    found = differences.of_changes([2, 2], [1, 1, 1])
    assert (found.value, found.low, found.high, found.p) == (1, 1, 1, None)
