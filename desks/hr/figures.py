"""The four figures that matter, each with its last twelve months: as the page and the sheet show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from desks.hr import certified, trends
from desks.hr.queries import Picture
from desks.hr.series import Point
from lms.core import clock
from lms.core.small_groups import Cell


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
               year.at_target, unit=pgettext("unit of measure", "%"), sentence=assessed(target)),
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


def rows(found: Sequence[Figure]) -> Iterator[list[str]]:
    """The sheet: a line for each day of the year's lines, and today's figures as they stand at the top of the page."""
    yield [_("Day"), *(f"{each.label}, {each.unit}" if each.unit else each.label for each in found)]
    *past, today = zip(*(each.points for each in found), strict=True)
    for points in past:
        values = [_("not shown") if point.value is None else str(point.value) for point in points]
        yield [points[0].on.isoformat(), *values]
    yield [today[0].on.isoformat(), *(each.cell.shown for each in found)]
