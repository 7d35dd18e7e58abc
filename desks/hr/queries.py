"""What HR reads of an administration: counts of groups, suppressed once and whole before anybody filters them.

The table counts open gaps by unit and competency. A gap is one person's in one competency, so a cell is a number of people,
and cells add up to the totals of units, of competencies and of the administration. That is why a filter can choose among
published cells. (People with any gap at all do not add up over competencies; they are shown for the administration only.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from lms.competencies.models import Competency
from lms.core.small_groups import Cell, Table, suppress, suppress_list
from lms.people.models import Administration, Membership, OrgUnit
from lms.people.queries import current
from tracking.needs.models import Gap, Rating


@dataclass(frozen=True)
class Share:
    """How many of a group something holds for, and how many it does not; both as they may be shown."""

    yes: Cell
    no: Cell
    everyone: Cell


@dataclass(frozen=True)
class Picture:
    """An administration's figures on a day. Units without officers and without gaps are left out."""

    administration: Administration
    units: dict[int, OrgUnit]
    competencies: dict[int, Competency]
    #: Open gaps: a row for each unit, a column for each competency in which somebody has one.
    gaps: Table[int, int]
    officers: dict[int, Cell]
    with_gap: Share
    assessed: Share

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
    everyone = Membership.objects.filter(serving(administration, on)).aggregate(n=Count("person", distinct=True))["n"]
    return Picture(
        administration=administration,
        units=units,
        competencies={pk: competencies[pk] for pk in in_order},
        gaps=suppress(
            {pk: {c: rows.get(pk, {}).get(c, 0) for c in in_order} for pk in units}, smallest=smallest, sizes=officers
        ),
        officers={pk: headcount(officers.get(pk, 0), smallest) for pk in units},
        with_gap=share(people(open_gaps(administration, on=on)), everyone, smallest),
        assessed=share(people(ratings(administration, on=on), "assessment__person"), everyone, smallest),
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


def ratings(administration: Administration, *, on: date) -> QuerySet[Rating]:
    officers = Membership.objects.filter(serving(administration, on)).values("person")
    return Rating.objects.filter(assessment__administration=administration, assessment__person__in=officers)


def people(rows: QuerySet[Gap] | QuerySet[Rating], person: str = "person") -> int:
    return rows.aggregate(n=Count(person, distinct=True))["n"]


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


def share(yes: int, everyone: int, smallest: int) -> Share:
    table = suppress_list({"yes": yes, "no": everyone - yes}, smallest=smallest)
    return Share(table.totals["yes"], table.totals["no"], table.whole)
