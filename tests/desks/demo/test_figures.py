"""The made-up figures are those in the file, and what they show is what was put into them."""

import csv
from pathlib import Path

import pytest

from desks.demo import figures
from desks.demo.figures import FIRST_AFTER, Month, Scores
from tracking.impact.rules import counts, differences, honest, paired, series, shares
from tracking.impact.rules.interval import Estimate
from tracking.impact.rules.shares import Count

FILE = Path(figures.__file__).parent / "data" / "kpi.csv"
MONTHS, TESTS = figures.drawn()


def of(office: str) -> list[Month]:
    return [month for month in MONTHS if month.office == office]


def hours(office: str) -> tuple[float, ...]:
    return tuple(month.release_hours for month in of(office))


def hits(offices: list[str], first: int, last: int) -> Count:
    chosen = [month for month in MONTHS if month.office in offices and first <= month.t <= last]
    return Count(sum(month.hits for month in chosen), sum(month.inspections for month in chosen))


def pairs(group: str) -> list[tuple[int, int]]:
    return [(before, after) for before, after in TESTS[group] if after is not None]


def rounded(estimate: Estimate, places: int) -> tuple[float, ...]:
    return tuple(round(x, places) for x in (estimate.value, estimate.low, estimate.high))


def test_the_file_holds_what_the_seed_draws() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        kept = [
            Month(r["office"], int(r["t"]), float(r["release_h"]), int(r["decl"]), int(r["insp"]), int(r["hits"]),
                  int(r["complaints"]))
            for r in csv.DictReader(file)
        ]  # fmt: skip
    assert kept == MONTHS


@pytest.mark.parametrize(
    ("office", "level", "slope"),
    [
        ("PVS", (-3.604, -4.84, -2.37), (-0.131, -0.249, -0.013)),
        ("AVI", (-1.898, -3.18, -0.62), (-0.201, -0.323, -0.079)),
        ("LBN", (0.482, -0.84, 1.81), None),
        ("LBS", (-0.943, -2.01, 0.13), None),
    ],
)
def test_release_times_fall_where_officers_were_trained(
    office: str, level: tuple[float, ...], slope: tuple[float, ...] | None
) -> None:
    fit = series.interrupted(hours(office), first_after=FIRST_AFTER)
    assert (round(fit.level.value, 3), *rounded(fit.level, 2)[1:]) == level
    assert slope is None or rounded(fit.slope, 3) == slope


def test_against_the_other_offices_the_season_cancels_and_the_fall_stays() -> None:
    together = [hours(office) for office in ("PVS", "AVI", "LBN", "LBS")]
    net = tuple((p + a) / 2 - (n + s) / 2 for p, a, n, s in zip(*together, strict=True))
    fit = series.interrupted(net, first_after=FIRST_AFTER, season=False)
    assert rounded(fit.level, 3) == (-2.371, -3.753, -0.990)
    assert rounded(fit.slope, 3) == (-0.142, -0.275, -0.009)
    before, after = net[: FIRST_AFTER - 1], net[FIRST_AFTER - 1 :]
    assert round(sum(after) / len(after) - sum(before) / len(before), 3) == -4.136


@pytest.mark.parametrize(
    ("offices", "before", "after", "difference"),
    [
        (["PVS", "AVI"], Count(1536, 20190), Count(1687, 14115), (4.34, 3.70, 5.00)),
        (["LBN", "LBS"], Count(713, 9383), Count(654, 8434), (0.16, -0.63, 0.94)),
    ],
)
def test_hit_rates_rise_where_officers_were_trained(
    offices: list[str], before: Count, after: Count, difference: tuple[float, ...]
) -> None:
    assert (hits(offices, 1, 18), hits(offices, 22, 36)) == (before, after)
    assert rounded(shares.newcombe(before, after).scaled(100), 2) == difference


def test_complaints_do_not_change() -> None:
    found = counts.interrupted(tuple(month.complaints for month in of("PVS")), first_after=FIRST_AFTER, season=False)
    # By t with 32 degrees of freedom; demo §4.8 prints an upper bound of 1.31, from a quantile of 2.
    assert rounded(found.ratio, 2) == (0.78, 0.46, 1.32)
    assert honest.reading(found.ratio, n=36, nothing=1) == honest.Reading.NO_CLEAR_CHANGE


@pytest.mark.parametrize(
    ("group", "tested", "everyone", "difference", "spread", "said"),
    [
        ("K1", 22, 24, (14.455, 11.12, 17.79), 7.526, "clear_change"),
        ("K1C", 19, 22, (0.789, -2.43, 4.01), 6.688, "no_clear_change"),
        ("K2", 15, 18, (9.333, 4.48, 14.18), 8.756, "clear_change"),
        # Printed as −5.29 in demo §4.8: −5.2947.
        ("K3", 19, 20, (-1.684, -5.29, 1.93), 7.491, "no_clear_change"),
    ],
)
def test_the_courses_taught_what_was_put_into_them(
    group: str, tested: int, everyone: int, difference: tuple[float, ...], spread: float, said: str
) -> None:
    scores: Scores = TESTS[group]
    change = paired.change(pairs(group))
    assert (change.n, len(scores)) == (tested, everyone)
    assert (round(change.difference.value, 3), *rounded(change.difference, 2)[1:]) == difference
    assert round(change.spread, 3) == spread
    assert honest.reading(change.difference, n=change.n) == said


def test_against_the_waiting_list_the_first_course_gained_what_is_printed() -> None:
    changes = [[after - before for before, after in pairs(group)] for group in ("K1", "K1C")]
    assert rounded(differences.of_changes(*changes), 2) == (13.67, 9.17, 18.16)
    first = paired.change(pairs("K1"))
    assert first.d_z is not None
    assert (round(first.before, 2), round(first.after, 2), round(first.d_z.value, 3)) == (51.41, 65.86, 1.921)
