"""/hr/: the four figures that matter with their trend, then how many gaps are open, and where; the same as a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.catalogue.queries import courses_developing
from courses.scheduling.models import Blueprint
from courses.scheduling.queries import blueprints_for
from desks.hr import figures, queries
from desks.hr.closing import Closed, closed, unit_name
from desks.hr.nominating import nominates
from desks.hr.queries import Picture
from desks.hr.sheets import as_file
from lms.competencies.models import Competency
from lms.core import clock
from lms.core.small_groups import Cell, Table
from lms.people.models import Administration
from lms.people.queries import reads_figures_of
from tracking.needs.queries import rounds_opened_by


@dataclass(frozen=True)
class Chosen:
    """The picture, and which of its published cells the address asks for. Nothing here counts.

    A country has ninety units and as many competencies, and the page asks for each of these more than once.
    """

    picture: Picture
    unit: str
    competency: Competency | None
    sort: str

    @cached_property
    def table(self) -> Table[int, int]:
        return self.picture.gaps.only(self.picture.below(self.unit))

    @cached_property
    def whole(self) -> Cell:
        return self.table.column_totals[self.competency.pk] if self.competency else self.table.whole

    @cached_property
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

    @cached_property
    def closed(self) -> Closed:
        picture = self.picture
        return closed(picture.administration, picture.units, picture.below(self.unit), on=clock.today())

    @cached_property
    def most(self) -> int:
        """The largest figure that the table of units shows."""
        return largest(line["gaps"] for line in self.lines)

    @cached_property
    def most_by_competency(self) -> int:
        return largest(cell for _competency, cell in self.by_competency)

    @cached_property
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
            "figures": figures.figures(request, chosen.picture),
            "closed": chosen.closed,
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
def gaps_sheet(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Open gaps by unit and competency, in the order and the choice of the page."""
    chosen = choose(request)
    return as_file(rows(chosen), f"open-gaps-{chosen.picture.administration.code}", ending)


@login_required
@require_GET
def closed_sheet(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Gaps closed by unit and quarter."""
    chosen = choose(request)
    return as_file(chosen.closed.rows(), f"closed-gaps-{chosen.picture.administration.code}", ending)


@login_required
@require_GET
def figures_sheet(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The four figures, month by month."""
    chosen = choose(request)
    found = figures.figures(request, chosen.picture)
    return as_file(figures.rows(found), f"figures-{chosen.picture.administration.code}", ending)


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


def rows(chosen: Chosen) -> Iterator[list[str]]:
    """The file: a line for each unit, its published cells by competency, their total."""
    shown = [chosen.competency] if chosen.competency else list(chosen.picture.competencies.values())
    yield [_("Code"), _("Unit"), _("Officers"), *(str(competency) for competency in shown), _("Open gaps")]
    for line, pk in zip(chosen.lines, chosen.groups(chosen.competency.pk if chosen.competency else None), strict=True):
        cells = [chosen.table.cells[pk, competency.pk].shown for competency in shown]
        yield [line["unit"].code, line["name"], line["officers"].shown, *cells, line["gaps"].shown]
    totals = [chosen.table.column_totals[competency.pk].shown for competency in shown]
    yield ["", _("Together"), "", *totals, chosen.whole.shown]
