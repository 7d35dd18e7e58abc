"""What HR reads of an administration: counts of groups, suppressed once and whole before anybody filters them.

The table counts open gaps by unit and competency. A gap is one person's in one competency, so a cell is a number of people,
and cells add up to the totals of units, of competencies and of the administration. That is why a filter can choose among
published cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desks.hr.counting import counted, last_quarters
from lms.competencies.models import Competency
from lms.core.small_groups import Cell, Table, suppress
from lms.people.models import Administration, OrgUnit


@dataclass(frozen=True)
class Picture:
    """An administration's figures on a day. Units without officers and without gaps are left out."""

    administration: Administration
    units: dict[int, OrgUnit]
    competencies: dict[int, Competency]
    #: Open gaps: a row for each unit, a column for each competency in which somebody has one.
    gaps: Table[int, int]
    officers: dict[int, Cell]

    def below(self, code: str) -> list[int]:
        """The units under the one of this code, and itself; all of them where no such unit is in the picture."""
        top = next((unit for unit in self.units.values() if unit.code == code), None)
        return [pk for pk, unit in self.units.items() if top is None or unit.path.startswith(top.path)]


def picture(administration: Administration, *, on: date) -> Picture:
    smallest = administration.smallest_group
    numbers = counted(administration, on=on)
    officers, rows = numbers.officers, numbers.open
    units = units_of(administration, {*officers, *rows})
    competencies = Competency.objects.in_bulk({competency for row in rows.values() for competency in row})
    in_order = sorted(competencies, key=lambda pk: competencies[pk].code)
    return Picture(
        administration=administration,
        units=units,
        competencies={pk: competencies[pk] for pk in in_order},
        gaps=suppress(
            {pk: {c: rows.get(pk, {}).get(c, 0) for c in in_order} for pk in units}, smallest=smallest, sizes=officers
        ),
        officers={pk: headcount(officers.get(pk, 0), smallest) for pk in units},
    )


def units_of(administration: Administration, named: Iterable[int]) -> dict[int, OrgUnit]:
    """The named units in the order of the tree, and last the unnamed one where somebody serves in none."""
    wanted = set(named)
    found = {
        unit.pk: unit for unit in OrgUnit.objects.filter(administration=administration, pk__in=wanted).order_by("path")
    }
    nowhere = OrgUnit(administration=administration, code="", name="", path="", depth=1)
    return {**found, 0: nowhere} if 0 in wanted else found


def headcount(number: int, smallest: int) -> Cell:
    """How many serve in a unit. HR knows that by name; of a small unit the page repeats only that it is small."""
    return Cell(None, f"<{smallest}") if 0 < number < smallest else Cell(number)


def closed_by_quarter(administration: Administration, *, on: date) -> Table[int, date]:
    """How many gaps each unit closed in this quarter and the three before, as it may be shown."""
    quarters, numbers = last_quarters(on), counted(administration, on=on)
    officers, rows = numbers.officers, numbers.closed
    in_order = units_of(administration, {*officers, *rows})
    return suppress(
        {pk: {quarter: rows.get(pk, {}).get(quarter, 0) for quarter in quarters} for pk in in_order},
        smallest=administration.smallest_group,
        sizes=officers,
    )
