"""What HR's page shows is to be had as a file, cell for cell: what is hidden on the page is hidden there."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from desks.hr.periods import quarter
from lms.core import clock
from tests.cast import Cast
from tests.desks.hr.test_gaps import peopled
from tracking.evidence import actions as evidence
from tracking.needs.models import Gap

__all__ = ["peopled"]


@pytest.fixture
def ren(client: Client, peopled: Cast) -> Client:
    """The port closed six gaps and the airport six, the island two, just now."""
    for unit, number in (("PVS", 6), ("AVI", 6), ("OLM", 2)):
        live = Gap.objects.filter(unit=peopled.units[unit], competency=peopled.competencies["P3"])
        for gap in live.select_related("person", "competency")[:number]:
            shown = evidence.record(
                person=gap.person, competency=gap.competency, level=2, evidence_class="test", source="", by=None,
                at=clock.now(),
            )  # fmt: skip
            gap.state, gap.state_at, gap.closed_by = Gap.State.CLOSED, clock.now(), shown
            gap.save()
    client.force_login(peopled.ren)
    return client


def lines_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.getvalue().decode().removeprefix("\ufeff"))))


def cells_of(answer: Any) -> list[list[str]]:
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    return [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]


@pytest.mark.parametrize("query", ["", "unit=AVI", "unit=OLM"])
def test_what_was_closed_is_the_same_on_the_page_in_the_csv_and_in_the_sheet(ren: Client, query: str) -> None:
    shown = ren.get(f"/hr/?{query}").context["closed"]
    header, *lines, together = lines_of(ren.get(f"/hr/closed.csv?{query}"))
    cells = [[cell.shown for cell in line["cells"]] + [line["total"].shown] for line in shown.lines]
    assert [line[2:] for line in lines] == cells
    assert (header[2:-1], together[-1]) == (shown.quarters, shown.whole.shown)
    assert cells_of(ren.get(f"/hr/closed.xlsx?{query}")) == [header, *lines, together]


def test_a_small_unit_is_hidden_in_every_column_of_what_was_closed(ren: Client) -> None:
    _header, *lines = lines_of(ren.get("/hr/closed.csv"))
    [island] = [line[2:] for line in lines if line[0] == "OLM"]
    assert [cell for cell in island if cell.isdigit()] == []


def test_the_four_figures_are_a_sheet_with_todays_as_the_page_shows_them(ren: Client) -> None:
    shown = ren.get("/hr/").context["figures"]
    header, *days = lines_of(ren.get("/hr/figures.csv"))
    assert header == ["Day", "Levels at target, %", "Open gaps", "Certified today", "Lapsing in 90 days"]
    assert days[-1] == [clock.today().isoformat(), *(figure.cell.shown for figure in shown)]
    assert [line[2] for line in days[:-1]] == [
        "not shown" if point.value is None else str(point.value) for point in shown[1].points[:-1]
    ]
    assert cells_of(ren.get("/hr/figures.xlsx"))[-1] == days[-1]


@pytest.mark.parametrize("name", ["figures.csv", "figures.xlsx", "closed.csv", "closed.xlsx"])
@pytest.mark.parametrize("who", ["amina", "jonas", "lucia", "wren", "stranger"])
def test_nobody_else_finds_a_sheet(client: Client, cast: Cast, who: str, name: str) -> None:
    client.force_login(cast.people[who])
    assert client.get(f"/hr/{name}").status_code == 404


@pytest.mark.parametrize(
    ("language", "first", "today", "name"),
    [
        ("en", date(2026, 7, 1), date(2026, 11, 28), "Jul–Sep 2026"),
        ("en", date(2026, 10, 1), date(2026, 11, 28), "Oct–Dec 2026, so far"),
        ("en", date(2025, 10, 1), date(2026, 1, 1), "Oct–Dec 2025"),
        ("ar", date(2026, 7, 1), date(2026, 11, 28), "يوليو–سبتمبر 2026"),
        ("ar", date(2026, 10, 1), date(2026, 10, 1), "أكتوبر–ديسمبر 2026، حتى الآن"),
    ],
)
def test_a_quarter_is_called_by_its_months(language: str, first: date, today: date, name: str) -> None:
    with translation.override(language):
        assert quarter(first, today=today) == name
