"""Made-up monthly figures of four offices and made-up tests of four groups, all drawn from one seed, in one order.

The figures are kept in `data/kpi.csv`; they are drawn again here because the tests come after them out of the same generator.
What has changed is thereby known: release times fall by 3 hours at once and by 0.15 more each month, hit rates rise by 4.5
points within three months, complaints do not change, and one course teaches nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

SEED = 20250704
MONTHS, FIRST_AFTER = 36, 19
#: Office: hours to release, declarations a month, whether its officers were trained.
OFFICES = {"PVS": (46, 4200, True), "AVI": (18, 1800, True), "LBN": (30, 1500, False), "LBS": (28, 1300, False)}
#: Group: people, mean of the first test, what is gained, who misses the second test.
GROUPS = {"K1": (24, 54, 14, 2), "K1C": (22, 55, 3, 3), "K2": (18, 58, 9, 3), "K3": (20, 70, 0.5, 1)}

Scores = list[tuple[int, int | None]]


@dataclass(frozen=True)
class Month:
    """What one office did in one month, counted from January 2023 as 1."""

    office: str
    t: int
    release_hours: float
    declarations: int
    inspections: int
    hits: int
    complaints: int


def months(draw: np.random.Generator) -> Iterator[Month]:
    for office, (base, often, is_treated) in OFFICES.items():
        for t in range(1, MONTHS + 1):
            since = (t - FIRST_AFTER) if is_treated and t >= FIRST_AFTER else None
            trend = base - 0.05 * t + 1.2 * np.sin(2 * np.pi * t / 12)
            hours = trend + draw.normal(0, 1) + (0 if since is None else -3.0 - 0.15 * since)
            declarations = draw.poisson(often * 1.05 ** ((t - 1) / 12))
            inspections = draw.binomial(declarations, 0.18 if since is None else 0.14)
            ramp = 0 if since is None else min(1, (since + 1) / 3)
            hits = draw.binomial(inspections, 0.075 + 0.045 * ramp)
            complaints = draw.poisson(6)
            numbers = [int(number) for number in (declarations, inspections, hits, complaints)]
            yield Month(office, t, round(float(hours), 2), *numbers)


def tests(draw: np.random.Generator) -> dict[str, Scores]:
    """Scores before and after, of 100; None where somebody did not come to the second test."""
    return {group: list(tested(draw, *given)) for group, given in GROUPS.items()}


def tested(
    draw: np.random.Generator, people: int, mean: float, gain: float, away: int
) -> Iterator[tuple[int, int | None]]:
    before = np.clip(draw.normal(mean, 11, people), 0, 100).round()
    after = np.clip(before + draw.normal(gain, 8, people), 0, 100).round()
    missing = set(draw.choice(people, away, replace=False).tolist())
    for person in range(people):
        yield int(before[person]), None if person in missing else int(after[person])


def drawn(seed: int = SEED) -> tuple[list[Month], dict[str, Scores]]:
    draw = np.random.default_rng(seed)
    return list(months(draw)), tests(draw)
