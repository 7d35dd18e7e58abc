"""/hr/: how many gaps are open, and where; the same as a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from desks.hr import queries
from desks.hr.queries import Picture
from lms.competencies.models import Competency
from lms.core import clock
from lms.core.small_groups import Cell, Table
from lms.people.models import Administration, OrgUnit
from lms.people.queries import reads_figures_of

#: Spreadsheets take a cell that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Chosen:
    """The picture, and which of its published cells the address asks for. Nothing here counts."""

    picture: Picture
    unit: str
    competency: Competency | None
    sort: str

    @property
    def table(self) -> Table[int, int]:
        return self.picture.gaps.only(self.picture.below(self.unit))

    @property
    def whole(self) -> Cell:
        return self.table.column_totals[self.competency.pk] if self.competency else self.table.whole

    @property
    def lines(self) -> list[dict[str, Any]]:
        column = self.competency.pk if self.competency else None
        return [
            {
                "unit": self.picture.units[pk],
                "name": unit_name(self.picture.units[pk]),
                "officers": self.picture.officers[pk],
                "gaps": self.table.figure(pk, column),
            }
            for pk in self.groups(column)
        ]

    def groups(self, column: int | None) -> tuple[int, ...]:
        if self.sort in {"gaps", "-gaps"}:
            return self.table.ordered(column, descending=self.sort == "-gaps")
        return self.table.groups[::-1] if self.sort == "-unit" else self.table.groups

    @property
    def by_competency(self) -> list[tuple[Competency, Cell]]:
        return [(self.picture.competencies[pk], self.table.column_totals[pk]) for pk in self.table.columns]


@login_required
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    chosen = choose(request)
    return render(
        request,
        "desks/hr/gaps.html",
        {
            "chosen": chosen,
            "picture": chosen.picture,
            "smallest": chosen.picture.gaps.smallest,
            "administrations": reads_figures_of(request.user),
            "unit_names": [
                (unit.code, unit_name(unit), unit.depth) for unit in chosen.picture.units.values() if unit.code
            ],
            "columns": [
                {"label": _("Unit"), "key": "unit"},
                {"label": _("Officers"), "numeric": True},
                {"label": _("Open gaps"), "key": "gaps", "numeric": True},
            ],
            "competency_columns": [{"label": _("Competency")}, {"label": _("Open gaps"), "numeric": True}],
            "query": request.GET.urlencode(),
        },
    )


@login_required
@require_GET
def gaps_csv(request: HttpRequest) -> StreamingHttpResponse:
    chosen = choose(request)
    name = f"open-gaps-{chosen.picture.administration.code}-{clock.today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(written(rows(chosen)), content_type="text/csv; charset=utf-8", headers=headers)


def choose(request: HttpRequest) -> Chosen:
    """Read the address. Who reads no administration's figures finds no page here."""
    administration = chosen_administration(request)
    picture = queries.picture(administration, on=clock.today())
    code = request.GET.get("competency", "")
    competency = next((c for c in picture.competencies.values() if c.code == code), None)
    return Chosen(picture, request.GET.get("unit", ""), competency, request.GET.get("sort", ""))


def chosen_administration(request: HttpRequest) -> Administration:
    readable = reads_figures_of(request.user)
    code = request.GET.get("administration", "")
    found = (readable.filter(code=code) if code else readable).first()
    if found is None:
        raise Http404
    return found


def unit_name(unit: OrgUnit) -> str:
    return unit.name or _("Without a unit")


def rows(chosen: Chosen) -> Iterator[list[str]]:
    """The file: a line for each unit, its published cells by competency, their total."""
    shown = [chosen.competency] if chosen.competency else list(chosen.picture.competencies.values())
    yield [_("Code"), _("Unit"), _("Officers"), *(str(competency) for competency in shown), _("Open gaps")]
    for line, pk in zip(chosen.lines, chosen.groups(chosen.competency.pk if chosen.competency else None), strict=True):
        cells = [chosen.table.cells[pk, competency.pk].shown for competency in shown]
        yield [line["unit"].code, line["name"], line["officers"].shown, *cells, line["gaps"].shown]
    totals = [chosen.table.column_totals[competency.pk].shown for competency in shown]
    yield ["", _("Together"), "", *totals, chosen.whole.shown]


def written(lines: Iterator[list[str]]) -> Iterator[str]:
    """CSV as spreadsheets read it in every language: marked as UTF-8, and no cell taken for a formula."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in line])


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
