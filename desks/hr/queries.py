"""What HR reads of an administration: counts of groups, suppressed once and whole before anybody filters them.

The table counts open gaps by unit and competency. A gap is one person's in one competency, so a cell is a number of people,
and cells add up to the totals of units, of competencies and of the administration. That is why a filter can choose among
published cells.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncQuarter

from lms.competencies.models import Competency
from lms.core.small_groups import Cell, Table, suppress
from lms.people.models import Administration, Membership, OrgUnit
from lms.people.queries import current
from tracking.needs.models import Gap


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
    officers = officers_by_unit(administration, on=on)
    counted = open_gaps(administration, on=on).values_list("unit_id", "competency_id").annotate(Count("pk"))
    rows: dict[int, dict[int, int]] = {}
    for unit_id, competency_id, number in counted:
        rows.setdefault(unit_id or 0, {})[competency_id] = number
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


def serving(administration: Administration, on: date) -> Q:
    return Q(administration=administration, role=Membership.Role.OFFICER) & current(on)


def officers_by_unit(administration: Administration, *, on: date) -> dict[int, int]:
    """How many officers serve in each unit; under 0, those whose membership names none."""
    held = Membership.objects.filter(serving(administration, on)).values_list("unit_id")
    return {unit or 0: number for unit, number in held.annotate(Count("person", distinct=True))}


def open_gaps(administration: Administration, *, on: date) -> QuerySet[Gap]:
    """What is still asked of the officers who serve on that day."""
    officers = Membership.objects.filter(serving(administration, on)).values("person")
    live = Gap.objects.exclude(state__in=Gap.OVER)
    return live.filter(administration=administration, kind=Gap.Kind.GAP, person__in=officers)


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
    quarters = last_quarters(on)
    closed = Gap.objects.filter(
        administration=administration, kind=Gap.Kind.GAP, state=Gap.State.CLOSED, state_at__date__gte=quarters[0]
    )
    counted = closed.annotate(quarter=TruncQuarter("state_at", output_field=DateField())).values_list(
        "unit_id", "quarter"
    )
    rows: dict[int, dict[date, int]] = {}
    for unit_id, quarter, number in counted.annotate(Count("pk")):
        rows.setdefault(unit_id or 0, {})[quarter] = number
    officers = officers_by_unit(administration, on=on)
    in_order = units_of(administration, {*officers, *rows})
    return suppress(
        {pk: {quarter: rows.get(pk, {}).get(quarter, 0) for quarter in quarters} for pk in in_order},
        smallest=administration.smallest_group,
        sizes=officers,
    )


def last_quarters(on: date) -> list[date]:
    """The first days of the last four quarters, that of the day included."""
    first = date(on.year, on.month - (on.month - 1) % 3, 1)
    days = [first]
    for _ in range(3):
        year, month = divmod(days[-1].year * 12 + days[-1].month - 4, 12)
        days.append(date(year, month + 1, 1))
    return days[::-1]
