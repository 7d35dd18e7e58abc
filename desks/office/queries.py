"""What a head of office reads of the own office. Figures of people are those of `desks.hr`, suppressed once and whole for the
administration; an office chooses its lines among them and never counts again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, When

from desks.evaluation import effects
from desks.evaluation.effects import Evidence, Months
from desks.hr.counting import counted
from desks.hr.queries import closed_by_quarter, picture, units_of
from lms.core.small_groups import Cell, Table, suppress
from lms.people.models import Administration, OrgUnit
from lms.people.queries import Asker, memberships_of
from tracking.impact.models import Commitment, FollowUp, Programme, ProgrammeUnit
from tracking.impact.queries import commitments_visible_to, indicators_visible_to, standing, visible_to
from tracking.needs.queries import ManagementLine, management_lines


def offices_of(person: Asker, *, on: date) -> QuerySet[OrgUnit]:
    """The units that a person heads."""
    headed = memberships_of(person, on=on, roles={"head_of_office"}).values("unit")
    return OrgUnit.objects.filter(pk__in=headed).select_related("administration").order_by("path")


def below(office: OrgUnit, units: Collection[OrgUnit]) -> list[int]:
    """Which of the units are the office, or lie under it."""
    return [unit.pk for unit in units if unit.path.startswith(office.path)]


@dataclass(frozen=True)
class Standing:
    """The gaps and follow-ups of an office, as they may be shown."""

    open_gaps: Cell
    closed: Table[int, date]
    due: Cell
    answered: Cell

    @property
    def quarters(self) -> list[tuple[date, Cell]]:
        return [(day, self.closed.column_totals[day]) for day in self.closed.columns]


def standing_of(office: OrgUnit, *, on: date) -> Standing:
    shown = picture(office.administration, on=on)
    closed = closed_by_quarter(office.administration, on=on)
    own = below(office, list(OrgUnit.objects.filter(administration=office.administration)))
    due, answered = follow_ups(office.administration, on=on)
    return Standing(
        open_gaps=shown.gaps.only(own).whole,
        closed=closed.only(own),
        due=due.only(own).whole,
        answered=answered.only(own).whole,
    )


def follow_ups(administration: Administration, *, on: date) -> tuple[Table[int, None], Table[int, None]]:
    """How many follow-ups of each unit are due, and how many are answered: two figures whose sum stands nowhere."""
    asked = FollowUp.objects.filter(administration=administration)
    due = asked.filter(state=FollowUp.State.DUE, due_on__lte=on)
    answered = asked.filter(state=FollowUp.State.ANSWERED)
    officers = counted(administration, on=on).officers
    asked_of = [by_unit(due), by_unit(answered)]
    units = units_of(administration, {*officers, *asked_of[0], *asked_of[1]})
    smallest = administration.smallest_group
    first, second = (
        suppress({pk: {None: numbers.get(pk, 0)} for pk in units}, smallest=smallest, sizes=officers)
        for numbers in asked_of
    )
    return first, second


def by_unit(asked: QuerySet[FollowUp]) -> dict[int, int]:
    return {unit or 0: number for unit, number in asked.order_by().values_list("unit").annotate(Count("pk"))}


@dataclass(frozen=True)
class Trend:
    """The primary indicator of a programme in one office, and whether the office is one that others are compared with."""

    programme: Programme
    evidence: Evidence
    is_compared: bool


def trend_of(office: OrgUnit, *, asked_by: Asker, on: date) -> Trend | None:
    """Of the newest programme that the office has a part in and figures for, as far as the asker reads its indicator.

    One that has begun comes before one that is still to come.
    """
    own_units = {"unit__path__startswith": office.path, "unit__administration": office.administration_id}
    parts = ProgrammeUnit.objects.filter(programme=OuterRef("pk"), **own_units)
    figures = standing().filter(indicator=OuterRef("primary"), numerator__isnull=False, **own_units)
    found = (
        visible_to(asked_by)
        .filter(Exists(parts), Exists(figures), primary__in=indicators_visible_to(asked_by))
        .order_by(Case(When(begins_on__lte=on, then=0), default=1), "-begins_on", "code")
    )
    programme = found.select_related("administration", "primary").first()
    if programme is None:
        return None
    units = {part.unit_id: part for part in programme.units.select_related("unit")}
    own = below(office, [part.unit for part in units.values()])
    readings = standing().filter(indicator=programme.primary, unit__in=own).select_related("unit")
    months = Months(programme, own, [], {(row.unit_id, row.begins_on): row for row in readings})
    use = programme.indicators.select_related("indicator").get(indicator=programme.primary)
    return Trend(programme, effects.evidence(use, months), all(units[pk].is_comparison for pk in own))


def measures_of(office: OrgUnit, *, on: date) -> list[ManagementLine]:
    """What is asked of management about this office."""
    lines = management_lines(office.administration, on=on)
    return [line for line in lines if line.action.unit and line.action.unit.path.startswith(office.path)]


def promises_of(office: OrgUnit, *, asked_by: Asker) -> QuerySet[Commitment]:
    """The commitments of the administration that are this office's to keep."""
    own = {"unit__administration": office.administration_id, "unit__path__startswith": office.path}
    return commitments_visible_to(asked_by).filter(party=Commitment.Party.ADMINISTRATION, **own)
