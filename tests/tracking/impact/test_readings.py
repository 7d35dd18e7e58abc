"""What may be entered of an indicator, as tables."""

from datetime import date
from math import inf, nan

import pytest

from tracking.impact.rules.readings import (
    Fault,
    Said,
    faults_of,
    faults_of_period,
    faults_of_revision,
    first_day,
    first_day_after,
    is_the_same,
    last_ended,
)

DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("period", "day", "first", "after"),
    [
        ("month", date(2026, 2, 17), date(2026, 2, 1), date(2026, 3, 1)),
        ("month", date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 4, 1)),
        ("quarter", date(2026, 11, 1), date(2026, 10, 1), date(2027, 1, 1)),
        ("year", date(2026, 7, 1), date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_a_period_and_the_next_begins_after_it(period: str, day: date, first: date, after: date) -> None:
    assert first_day(day, period=period) == first
    assert first_day_after(first, period=period) == after


@pytest.mark.parametrize(
    ("period", "today", "last"),
    [
        ("month", date(2026, 3, 31), date(2026, 2, 1)),
        ("month", date(2026, 4, 1), date(2026, 3, 1)),
        ("month", date(2026, 1, 1), date(2025, 12, 1)),
        ("quarter", date(2026, 3, 31), date(2025, 10, 1)),
        ("quarter", date(2026, 4, 1), date(2026, 1, 1)),
        ("year", date(2026, 12, 31), date(2025, 1, 1)),
        ("year", date(2027, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_period_is_over_when_the_next_has_begun(period: str, today: date, last: date) -> None:
    assert last_ended(today, period=period) == last
    assert first_day_after(last, period=period) == first_day(today, period=period)


@pytest.mark.parametrize(
    ("period", "begins_on", "faults"),
    [
        ("month", date(2026, 2, 1), []),
        ("month", date(2026, 2, 2), [Fault.NOT_A_FIRST_DAY]),
        ("month", date(2026, 3, 1), [Fault.NOT_OVER]),
        ("month", date(2027, 3, 1), [Fault.NOT_OVER]),
        ("month", date(205, 3, 1), [Fault.TOO_LONG_AGO]),
        ("quarter", date(2025, 10, 1), []),
        ("quarter", date(2025, 11, 1), [Fault.NOT_A_FIRST_DAY]),
        ("quarter", date(2026, 1, 1), [Fault.NOT_OVER]),
        ("year", date(2025, 1, 1), []),
        ("year", date(2025, 2, 1), [Fault.NOT_A_FIRST_DAY]),
        ("year", date(2026, 1, 1), [Fault.NOT_OVER]),
    ],
)
def test_a_period_begins_on_its_first_day_and_is_over(period: str, begins_on: date, faults: list[Fault]) -> None:
    assert faults_of_period(begins_on, period=period, today=DAY) == faults


def figure(numerator: float | None, denominator: float | None = None, reason: str = "") -> Said:
    return Said("measured", numerator, denominator, reason)


@pytest.mark.parametrize(
    ("kind", "said", "faults"),
    [
        ("share", figure(18, 240), []),
        ("share", figure(0, 240), []),
        ("share", figure(240, 240), []),
        ("share", figure(241, 240), [Fault.MORE_THAN_ALL]),
        ("share", figure(-1, 240), [Fault.BELOW_NOTHING]),
        ("share", figure(0, 0), [Fault.BELOW_NOTHING]),
        ("share", figure(1, -2), [Fault.BELOW_NOTHING]),
        ("share", figure(18), [Fault.NO_DENOMINATOR]),
        ("share", figure(None, 240), [Fault.NO_FIGURE]),
        ("share", figure(nan, 240), [Fault.NOT_A_NUMBER]),
        ("share", figure(18, inf), [Fault.NOT_A_NUMBER]),
        ("count", figure(0), []),
        ("count", figure(7), []),
        ("count", figure(7.5), [Fault.NOT_WHOLE]),
        ("count", figure(-1), [Fault.BELOW_NOTHING]),
        ("count", figure(7, 9), [Fault.NO_DENOMINATOR_WANTED]),
        ("measure", figure(31.5), []),
        ("measure", figure(-2.25), []),
        ("measure", figure(inf), [Fault.NOT_A_NUMBER]),
        ("measure", figure(31.5, 2), [Fault.NO_DENOMINATOR_WANTED]),
        ("measure", figure(None), [Fault.NO_FIGURE]),
        ("measure", figure(1, reason="r" * 160), []),
        ("measure", figure(1, reason="r" * 161), [Fault.REASON_TOO_LONG]),
        ("share", Said("missing", None, None, "System outage"), []),
        ("share", Said("not_measured", None, None, "Nobody counts"), []),
        ("share", Said("missing", None, None, ""), [Fault.NO_REASON]),
        ("share", Said("missing", 1, None, "Outage"), [Fault.NO_FIGURE_WANTED]),
        ("share", Said("not_measured", None, 9, ""), [Fault.NO_FIGURE_WANTED, Fault.NO_REASON]),
    ],
)
def test_a_figure_is_of_its_kind_or_there_is_a_reason_why_there_is_none(
    kind: str, said: Said, faults: list[Fault]
) -> None:
    assert faults_of(said, kind=kind) == faults


OUTAGE = Said("missing", None, None, "Outage")


@pytest.mark.parametrize(
    ("said", "standing", "same", "faults"),
    [
        (figure(18, 240), figure(18, 240), True, []),
        (figure(18, 240), figure(18, 240, "Counted again"), True, []),
        (figure(18, 240, "Counted again"), figure(18, 240, "Counted again"), True, []),
        (figure(18, 240, "Counted again"), figure(18, 240), False, []),
        (figure(19, 240), figure(18, 240), False, [Fault.REVISION_WITHOUT_REASON]),
        (figure(19, 240, "Counted again"), figure(18, 240), False, []),
        (figure(19, 240, "Counted again"), figure(18, 240, "Counted again"), False, [Fault.REVISION_WITHOUT_REASON]),
        (OUTAGE, OUTAGE, True, []),
        (Said("missing", None, None, "Fire"), OUTAGE, False, []),
        (figure(18, 240), OUTAGE, False, [Fault.REVISION_WITHOUT_REASON]),
        (figure(18, 240, "Outage"), OUTAGE, False, [Fault.REVISION_WITHOUT_REASON]),
        (OUTAGE, figure(18, 240), False, []),
        (Said("not_measured", None, None, "Outage"), OUTAGE, False, [Fault.REVISION_WITHOUT_REASON]),
    ],
)
def test_what_stands_is_revised_for_a_reason_of_its_own(
    said: Said, standing: Said, same: bool, faults: list[Fault]
) -> None:
    assert is_the_same(said, standing) is same
    assert faults_of_revision(said, standing) == faults
