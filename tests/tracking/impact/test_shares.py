"""Oracle E1b of methods §3.2, and the demo's hit rate."""

import pytest

from tracking.impact.rules import shares
from tracking.impact.rules.interval import Estimate
from tracking.impact.rules.shares import Count

BEFORE, AFTER = Count(18, 240), Count(33, 220)


@pytest.mark.parametrize(
    ("count", "printed"), [(BEFORE, (7.50, 4.80, 11.54)), (AFTER, (15.00, 10.88, 20.32)), (Count(0, 10), (0, 0, 27.75))]
)
def test_a_share_stands_with_its_wilson_interval(count: Count, printed: tuple[float, float, float]) -> None:
    assert in_percent(shares.wilson(count)) == printed


def test_a_difference_of_shares_stands_with_newcombes_interval() -> None:
    found = shares.newcombe(BEFORE, AFTER)
    assert in_percent(found) == (7.50, 1.73, 13.46)
    assert (round(shares.pooled_z(BEFORE, AFTER), 4), round(found.p or 0, 5)) == (2.5592, 0.01049)


def test_a_risk_ratio_says_how_many_times_as_likely() -> None:
    found = shares.risk_ratio(BEFORE, AFTER)
    assert found is not None
    assert [round(x, 2) for x in (found.value, found.low, found.high)] == [2.0, 1.16, 3.45]
    assert shares.risk_ratio(Count(0, 10), AFTER) is None


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        (Count(1536, 20190), Count(1687, 14115), (4.34, 3.70, 5.00)),
        (Count(713, 9383), Count(654, 8434), (0.16, -0.63, 0.94)),
    ],
)
def test_the_demos_hit_rates_change_as_printed(
    before: Count, after: Count, printed: tuple[float, float, float]
) -> None:
    assert in_percent(shares.newcombe(before, after)) == printed


def test_a_net_difference_is_wider_than_either_and_as_wide_as_both_together() -> None:
    found = shares.net(Estimate(4, 1, 8), Estimate(1, -3, 5))
    assert (found.value, found.low, found.high) == (3, 3 - 5, 3 + 32**0.5)


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (1, 0, 1.0), (6, 0, 0.03125), (10, 2, 0.03857421875)]
)
def test_mcnemar_is_exact(gained: int, lost: int, p: float) -> None:
    assert shares.mcnemar(gained, lost) == pytest.approx(p, rel=1e-12)


def in_percent(estimate: Estimate) -> tuple[float, ...]:
    found = estimate.scaled(100)
    return tuple(round(x, 2) for x in (found.value, found.low, found.high))
