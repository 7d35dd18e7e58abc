"""Readings as a file: written for a spreadsheet to be filled in, and read as spreadsheets of many countries write it."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from math import isfinite

from desks.evaluation import periods
from desks.evaluation.files import FORMULA_SIGNS
from lms.people.models import OrgUnit
from tracking.impact.checking import NewReading
from tracking.impact.models import Indicator, Reading

COLUMNS = ("period", "unit", "numerator", "denominator", "state", "reason")
MOST_ROWS, MOST_BYTES = 2_000, 1_000_000

#: Where the comma is the decimal sign, these may be thousands or thousandths: what can be either is refused.
EITHER = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
STATES = {str(state): str(state) for state in Reading.State.values} | {"not measured": "not_measured"}


class Wrong(StrEnum):
    """What is wrong with a line before anybody asks whether the reading makes sense."""

    PERIOD = "period"
    UNIT = "unit"
    NUMBER = "number"
    STATE = "state"
    TOO_MANY_CELLS = "too_many_cells"


class Unreadable(Exception):
    """The file as a whole: too_large, not_utf8, no_columns, too_many_rows, no_rows."""


@dataclass(frozen=True)
class Line:
    """A line of the file: what it says, or what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    reading: NewReading | None
    wrong: tuple[Wrong, ...] = ()


def decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    if "\x00" in text:
        raise Unreadable("not_utf8")
    return text


def lines_of(text: str, *, indicator: Indicator, units: Mapping[str, OrgUnit]) -> list[Line]:
    """Every line that is not empty. Raises Unreadable where there is no table with our columns, or too large a one."""
    comma = ";" in (text.splitlines() or [""])[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if comma else ",")
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        if sorted(columns) != sorted(COLUMNS):
            raise Unreadable("no_columns")
        found: list[tuple[int, list[str]]] = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(found) == MOST_ROWS:
                raise Unreadable("too_many_rows")
            found.append((reader.line_num, cells))
    except csv.Error:
        raise Unreadable("no_columns") from None
    if not found:
        raise Unreadable("no_rows")
    return [line(number, cells, columns, comma, indicator, units) for number, cells in found]


def line(
    number: int, cells: list[str], columns: list[str], comma: bool, indicator: Indicator, units: Mapping[str, OrgUnit]
) -> Line:
    said = dict.fromkeys(COLUMNS, "") | dict(zip(columns, map(unguarded, cells), strict=False))
    wrong: list[Wrong] = []
    if any(cell.strip() for cell in cells[len(columns) :]):
        wrong.append(Wrong.TOO_MANY_CELLS)
    begins_on: date | None = None
    try:
        begins_on = periods.read(said["period"], indicator.period)
    except ValueError:
        wrong.append(Wrong.PERIOD)
    if said["unit"] and said["unit"] not in units:
        wrong.append(Wrong.UNIT)
    above: float | None = None
    below: float | None = None
    try:
        above, below = (number_in(said[name], comma=comma) for name in ("numerator", "denominator"))
    except ValueError:
        wrong.append(Wrong.NUMBER)
    state = STATES.get(said["state"].lower()) if said["state"] else Reading.State.MEASURED.value
    if state is None:
        wrong.append(Wrong.STATE)
    if wrong or begins_on is None or state is None:
        return Line(number, said, None, tuple(wrong))
    reading = NewReading(begins_on, above, below, unit=units.get(said["unit"]), state=state, reason=said["reason"])
    return Line(number, said, reading)


def unguarded(cell: str) -> str:
    """The cell on one line, without the sign that keeps a spreadsheet from taking it for a formula."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def number_in(text: str, *, comma: bool) -> float | None:
    """A number in plain digits; with a decimal comma where columns are separated by semicolons. Raises ValueError."""
    if not text:
        return None
    if comma and EITHER.fullmatch(text):
        raise ValueError(text)
    plain = text.replace(",", ".") if comma else text
    if not NUMBER.fullmatch(plain) or not isfinite(float(plain)):
        raise ValueError(text)
    return float(plain)


def sheet(indicator: Indicator, readings: Iterable[Reading]) -> Iterator[list[str]]:
    """The readings in the columns that are read back; numbers as machines write them."""
    yield list(COLUMNS)
    for each in readings:
        yield [
            periods.written(each.begins_on, indicator.period),
            each.unit.code if each.unit else "",
            written(each.numerator),
            written(each.denominator),
            each.state,
            each.reason,
        ]


def template(indicator: Indicator, units: Iterable[str], begins_on: date) -> Iterator[list[str]]:
    """The columns, and a line to be filled in for each unit in the last period that is over."""
    yield list(COLUMNS)
    for unit in units:
        yield [periods.written(begins_on, indicator.period), unit, "", "", Reading.State.MEASURED.value, ""]


def written(figure: float | None) -> str:
    if figure is None:
        return ""
    return str(int(figure)) if float(figure).is_integer() and abs(figure) < 1e15 else repr(figure)
