"""/hr/: the four figures that matter with their trend, then how many gaps are open, and where; the same as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.catalogue.queries import courses_developing
from courses.scheduling.models import Blueprint
from courses.scheduling.queries import blueprints_for
from desks.hr import certified, queries, trends
from desks.hr.nominating import nominates
from desks.hr.queries import Picture
from desks.hr.series import Point
from desks.hr.sheets import XLSX, sheet, written
from lms.competencies.models import Competency
from lms.core import clock
from lms.core.small_groups import Cell, Table
from lms.people.models import Administration, OrgUnit
from lms.people.queries import reads_figures_of
from tracking.needs.queries import rounds_opened_by


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
    def most(self) -> int:
        """The largest figure that the table of units shows."""
        return largest(line["gaps"] for line in self.lines)

    @property
    def most_by_competency(self) -> int:
        return largest(cell for _competency, cell in self.by_competency)

    @property
    def by_competency(self) -> list[tuple[Competency, Cell]]:
        return [(self.picture.competencies[pk], self.table.column_totals[pk]) for pk in self.table.columns]


def composable(request: HttpRequest, chosen: Chosen) -> list[Blueprint]:
    """Of what a cohort can be composed that would work on the competency chosen, by whoever may."""
    if chosen.competency is None or not request.user.is_authenticated:
        return []
    courses = courses_developing([chosen.competency.pk], for_person=request.user)
    found = blueprints_for(request.user).filter(administration=chosen.picture.administration)
    return list(found.filter(course_uid__in=courses.order_by().values("translation_key")))


def largest(cells: Iterable[Cell]) -> int:
    return max((cell.value or 0 for cell in cells), default=0)


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
            "figures": figures(request, chosen.picture),
            "closed": closed(chosen),
            "composable": composable(request, chosen),
            "smallest": chosen.picture.gaps.smallest,
            "administrations": reads_figures_of(request.user),
            "nominates": nominates(request),
            "opens_rounds": rounds_opened_by(request.user).exists(),
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


@login_required
@require_GET
def gaps_xlsx(request: HttpRequest) -> FileResponse:
    chosen = choose(request)
    name = f"open-gaps-{chosen.picture.administration.code}-{clock.today():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return FileResponse(sheet(rows(chosen)), content_type=XLSX, headers=headers)


@dataclass(frozen=True)
class Figure:
    """One of the four: what it is, its cell, its year."""

    key: str
    label: str
    cell: Cell
    points: list[Point]
    unit: str = ""
    sentence: str = ""
    action: str = ""
    query: str = ""

    @property
    def line(self) -> str:
        return trends.drawn(self.points)

    @property
    def shown(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]


def figures(request: HttpRequest, picture: Picture) -> list[Figure]:
    """Levels at target, open gaps, certified today, lapsing in 90 days, each with its last twelve months."""
    today = clock.today()
    where, year = picture.administration, trends.trends(picture.administration, on=today)
    by_name = certified.names_of(request.user, on=today).filter(pk=where.pk).exists()
    if by_name:
        found = certified.counts(request.user, where, on=today)
        held, near = Cell(found["certified"]), Cell(found["lapsing"])
    else:
        held, near = as_group(year.certified, where.smallest_group), as_group(year.lapsing, where.smallest_group)
    target = year.at_target[-1]
    action = _("Who, by name") if by_name else ""
    return [
        Figure("at-target", _("Levels at target"), Cell(target.value, "" if target.value is not None else "hidden"),
               year.at_target, unit="%", sentence=assessed(target)),
        Figure("open-gaps", _("Open gaps"), picture.gaps.whole, year.gaps),
        Figure("certified", _("Certified today"), held, year.certified, action=action),
        Figure("lapsing", _("Lapsing in 90 days"), near, year.lapsing, action=action, query="lapsing=90"),
    ]  # fmt: skip


def assessed(point: Point) -> str:
    """Of how many levels a share is told."""
    number = number_format(point.of or 0, use_l10n=True, force_grouping=True)
    return _("of %(number)s levels assessed") % {"number": number} if point.of else _("of the levels assessed")


def as_group(points: list[Point], smallest: int) -> Cell:
    """Today's figure for whoever reads groups only."""
    return Cell(points[-1].value, "" if points[-1].value is not None else f"<{smallest}")


def closed(chosen: "Chosen") -> dict[str, Any]:
    """The gaps closed by the units chosen, quarter by quarter."""
    picture = chosen.picture
    whole = queries.closed_by_quarter(picture.administration, on=clock.today())
    table = whole.only(picture.below(chosen.unit))
    return {
        "table": table,
        "columns": [{"label": _("Unit")}]
        + [{"label": from_month(day), "numeric": True} for day in table.columns]
        + [{"label": _("Closed"), "numeric": True}],
        "lines": [
            {
                "name": unit_name(picture.units[pk]),
                "cells": [table.cells[pk, day] for day in table.columns],
                "total": table.totals[pk],
            }
            for pk in table.groups
            if pk in picture.units
        ],
        "totals": [table.column_totals[day] for day in table.columns],
        "whole": table.whole,
    }


def from_month(day: date) -> str:
    return _("from %(day)s") % {"day": date_format(day, "YEAR_MONTH_FORMAT")}


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
    return str(unit) if unit.name else _("Without a unit")


def rows(chosen: Chosen) -> Iterator[list[str]]:
    """The file: a line for each unit, its published cells by competency, their total."""
    shown = [chosen.competency] if chosen.competency else list(chosen.picture.competencies.values())
    yield [_("Code"), _("Unit"), _("Officers"), *(str(competency) for competency in shown), _("Open gaps")]
    for line, pk in zip(chosen.lines, chosen.groups(chosen.competency.pk if chosen.competency else None), strict=True):
        cells = [chosen.table.cells[pk, competency.pk].shown for competency in shown]
        yield [line["unit"].code, line["name"], line["officers"].shown, *cells, line["gaps"].shown]
    totals = [chosen.table.column_totals[competency.pk].shown for competency in shown]
    yield ["", _("Together"), "", *totals, chosen.whole.shown]
