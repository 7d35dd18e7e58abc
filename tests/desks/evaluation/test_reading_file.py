"""A file of readings, as spreadsheets of many countries write it; every kind of line that is wrong."""

from datetime import date
from typing import Any

import pytest

from desks.evaluation import periods
from desks.evaluation.files import guarded
from desks.evaluation.reading_file import (
    MOST_BYTES,
    Unreadable,
    decoded,
    lines_of,
    number_in,
    sheet,
    unguarded,
    written,
)
from lms.people.models import OrgUnit
from tracking.impact.models import Indicator, Reading

HEAD = "period,unit,numerator,denominator,state,reason\n"
PORT = OrgUnit(pk=1, code="PVS", name="Port")


def lines(text: str, *, kind: str = "share", period: str = "month") -> list[Any]:
    return lines_of(text, indicator=Indicator(kind=kind, period=period), units={"PVS": PORT})


def said(text: str, **facts: str) -> list[tuple[Any, ...]]:
    found = [line.reading for line in lines(text, **facts)]
    return [
        (each.begins_on, each.unit and each.unit.code, each.numerator, each.denominator, each.state, each.reason)
        for each in found
    ]


ONE = (date(2026, 3, 1), "PVS", 18.5, 240.0, "measured", "")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}2026-03,PVS,18.5,240,measured,",
        f"{HEAD}2026-M03,PVS,18.5,240,,\n\n , ,,,,\n",
        f"{HEAD}2026-03-01,PVS,1.85e1,240",
        f"{HEAD}\"2026-03\",\" PVS \",\"18.5\",240,MEASURED,\"\"",
        "Reason,State,Unit,Period,Denominator,Numerator\r\n,,PVS,2026-03,240,18.5\r\n",
        "period;unit;numerator;denominator;state;reason\r\n2026-03;PVS;18,5;240,0;measured;\r\n",
        "period;unit;numerator;denominator;state;reason\r2026-03;PVS;18.5;240;measured;\r",
    ],
)  # fmt: skip
def test_one_line_is_read_however_a_spreadsheet_writes_it(text: str) -> None:
    assert [said(decoded(each)) for each in (text.encode(), b"\xef\xbb\xbf" + text.encode())] == [[ONE]] * 2


def test_what_is_missing_has_its_reason_on_one_line() -> None:
    text = f'{HEAD}2026-02,,,,missing,"System\n  outage; twice"\n2026-01,,,,not measured,Nobody counts'
    assert said(text) == [
        (date(2026, 2, 1), None, None, None, "missing", "System outage; twice"),
        (date(2026, 1, 1), None, None, None, "not_measured", "Nobody counts"),
    ]
    assert [line.number for line in lines(text)] == [3, 4]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("03/2026,,1,2,,", ["period"]),
        ("Mar-26,,1,2,,", ["period"]),
        ("2026-13,,1,2,,", ["period"]),
        ("2026-02-30,,1,2,,", ["period"]),
        ("2026-Q1,,1,2,,", ["period"]),
        ("2026,,1,2,,", ["period"]),
        (",,1,2,,", ["period"]),
        ("2026-03,TIR,1,2,,", ["unit"]),
        ("2026-03,pvs,1,2,,", ["unit"]),
        ("2026-03,,1 000,2,,", ["number"]),
        ("2026-03,,\"1,5\",2,,", ["number"]),
        ("2026-03,,nan,2,,", ["number"]),
        ("2026-03,,1,inf,,", ["number"]),
        ("2026-03,,1e999,2,,", ["number"]),
        ("2026-03,,0x10,2,,", ["number"]),
        ("2026-03,,7 %,2,,", ["number"]),
        ("2026-03,,1,2,unknown,", ["state"]),
        ("2026-03,,1,2,,,more", ["too_many_cells"]),
        ("soon,TIR,x,2,y,,z", ["too_many_cells", "period", "unit", "number", "state"]),
    ],
)  # fmt: skip
def test_a_line_says_all_that_is_wrong_with_it(line: str, wrong: list[str]) -> None:
    [found] = lines(HEAD + line)
    assert (found.number, found.reading, list(found.wrong)) == (2, None, wrong)


@pytest.mark.parametrize(
    ("text", "number"),
    [("18,5", 18.5), ("18.5", 18.5), ("1234,125", 1234.125), ("-2,25", -2.25), ("1234", 1234.0), ("", None)],
)
def test_with_semicolons_the_comma_is_decimal(text: str, number: float | None) -> None:
    assert number_in(text, comma=True) == number


@pytest.mark.parametrize("text", ["1.234", "12.345.678", "1.234,5", "1 234", "1,234,567"])
def test_what_may_be_thousands_or_thousandths_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        number_in(text, comma=True)


@pytest.mark.parametrize(
    ("period", "text", "day"),
    [
        ("quarter", "2026-Q4", date(2026, 10, 1)), ("quarter", "2026q1", date(2026, 1, 1)),
        ("quarter", "2026-10", date(2026, 10, 1)), ("quarter", "2026-11", date(2026, 11, 1)),
        ("year", "2025", date(2025, 1, 1)), ("year", "2025-01", date(2025, 1, 1)), ("month", "2025-M3", date(2025, 3, 1)),
    ],
)  # fmt: skip
def test_a_period_is_read_as_it_is_written(period: str, text: str, day: date) -> None:
    assert periods.read(text, period) == day


@pytest.mark.parametrize(
    ("period", "text"), [("year", "2026-Q1"), ("quarter", "2026-Q5"), ("quarter", "2026"), ("month", "0000-01")]
)
def test_another_period_is_none(period: str, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whatever it says)
        periods.read(text, period)


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_what_is_written_is_read_back(period: str) -> None:
    for begins_on in (date(2026, 1, 1), date(2026, 10, 1)):
        first = begins_on.replace(month=1) if period == "year" else begins_on
        assert periods.read(periods.written(first, period), period) == first


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"x" * (MOST_BYTES + 1), "too_large"),
        ("Zürich".encode("latin-1"), "not_utf8"),
        ("period".encode("utf-16"), "not_utf8"),
        (b"period\x00", "not_utf8"),
        (b"", "no_columns"),
        (b"period,unit,numerator\n2026-03,,1\n", "no_columns"),
        (HEAD.replace("\n", ",colour\n").encode() + b"2026-03,,1,2,,,red", "no_columns"),
        (HEAD.replace("unit", "period").encode() + b"2026-03,,1,2,,", "no_columns"),
        (HEAD.encode(), "no_rows"),
        (HEAD.encode() + b",,,,,\n" * 5, "no_rows"),
        (HEAD.encode() + b"2026-03,,1,2,,\n" * 2001, "too_many_rows"),
        (HEAD.encode() + b"\"" + b"x" * 200_000, "no_columns"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_of_ours_is_refused_whole(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=f"^{why}$"):
        lines(decoded(content))


def test_two_thousand_lines_are_read() -> None:
    assert len(lines(HEAD + "2026-03,,1,2,,\n" * 2000)) == 2000


@pytest.mark.parametrize("reason", ["=1+1", "+31 4", "@here", "-", "'quoted'", "plain; with, signs"])
def test_a_reason_comes_back_as_it_was_and_is_no_formula_on_the_way(reason: str) -> None:
    assert unguarded(guarded(reason)) == reason
    assert guarded(reason)[0] not in "=+-@"


@pytest.mark.parametrize(
    ("figure", "text"), [(18.0, "18"), (-2.25, "-2.25"), (0.1, "0.1"), (1e16, "1e+16"), (None, "")]
)
def test_numbers_are_written_as_machines_do_and_no_sign_before_them(figure: float | None, text: str) -> None:
    assert guarded(written(figure)) == text
    assert number_in(text, comma=False) == figure


def test_the_sheet_has_the_columns_that_are_read_back() -> None:
    row = Reading(begins_on=date(2026, 3, 1), unit=PORT, state="measured", numerator=18.5, denominator=240, reason="")
    head, line = sheet(Indicator(kind="share", period="month"), [row])
    assert (",".join(head) + "\n", line) == (HEAD, ["2026-M03", "PVS", "18.5", "240", "measured", ""])
