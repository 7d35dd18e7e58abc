"""What was closed: the gaps of each unit, quarter by quarter, as the page and the sheet show them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from desks.hr import queries
from desks.hr.periods import quarter
from lms.core.small_groups import Cell, Table
from lms.people.models import Administration, OrgUnit


@dataclass(frozen=True)
class Closed:
    """The published cells of the units that are in the picture, and how the quarters are called."""

    table: Table[int, date]
    quarters: list[str]
    units: dict[int, OrgUnit]

    @property
    def columns(self) -> list[dict[str, Any]]:
        numbers = [{"label": each, "numeric": True} for each in (*self.quarters, _("Closed"))]
        return [{"label": _("Unit")}, *numbers]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "unit": self.units[pk],
                "name": unit_name(self.units[pk]),
                "cells": [self.table.cells[pk, day] for day in self.table.columns],
                "total": self.table.totals[pk],
            }
            for pk in self.table.groups
            if pk in self.units
        ]

    @property
    def totals(self) -> list[Cell]:
        return [self.table.column_totals[day] for day in self.table.columns]

    @property
    def whole(self) -> Cell:
        return self.table.whole

    def rows(self) -> Iterator[list[str]]:
        """The sheet: cell for cell what the page shows."""
        yield [_("Code"), _("Unit"), *self.quarters, _("Closed")]
        for line in self.lines:
            yield [line["unit"].code, line["name"], *(cell.shown for cell in line["cells"]), line["total"].shown]
        yield ["", _("Together"), *(cell.shown for cell in self.totals), self.whole.shown]


def closed(administration: Administration, units: dict[int, OrgUnit], chosen: Collection[int], *, on: date) -> Closed:
    """What the units chosen have closed; suppressed once for the whole administration, whichever are chosen."""
    table = queries.closed_by_quarter(administration, on=on).only(chosen)
    return Closed(table, [quarter(day, today=on) for day in table.columns], units)


def unit_name(unit: OrgUnit) -> str:
    return str(unit) if unit.name else _("Without a unit")
