"""Opening a programme with its question and its primary indicator, and changing what may still be changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from lms.core import audit
from lms.people.models import Administration, OrgUnit, User
from tracking.impact import keepers
from tracking.impact.models import Indicator, Programme, ProgrammeIndicator, ProgrammeUnit
from tracking.impact.rules import declaring
from tracking.impact.rules.declaring import Declared, Refusal


class ProgrammeRefused(Exception):
    """A programme cannot be opened or changed like this; `reasons` says why."""

    def __init__(self, reasons: Sequence[Refusal]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


@dataclass(frozen=True)
class Plan:
    """All that a programme says of itself. `others` are looked at beside the primary indicator, its parties read `shared`;
    without `units` the whole administration takes part."""

    title: str
    question: str
    begins_on: date
    primary: Indicator | None
    units: Sequence[OrgUnit] = ()
    compared: Sequence[OrgUnit] = ()
    ramp_months: int = 0
    others: Sequence[Indicator] = ()
    shared: Sequence[Indicator] = ()
    is_randomised: bool = False
    chosen_for_low_scores: bool = False
    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)

    @property
    def indicators(self) -> list[Indicator]:
        """Each once, the primary one first."""
        return list(dict.fromkeys(filter(None, (self.primary, *self.others))))

    @property
    def declared(self) -> Declared:
        return Declared(
            begins_on=self.begins_on,
            ramp_months=self.ramp_months,
            primary=self.primary.pk if self.primary else 0,
            is_randomised=self.is_randomised,
            chosen_for_low_scores=self.chosen_for_low_scores,
            units=frozenset(unit.pk for unit in self.units),
            compared=frozenset(unit.pk for unit in self.compared),
            indicators=frozenset(indicator.pk for indicator in self.indicators),
            shared=frozenset(indicator.pk for indicator in self.shared),
        )

    @property
    def told(self) -> dict[str, Any]:
        """The same as the audit trail keeps it."""
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "begins_on": self.begins_on.isoformat(),
            "primary": self.primary.code if self.primary else "",
            "indicators": sorted(each.code for each in self.indicators),
            "shared": sorted(each.code for each in self.shared),
            "units": sorted(each.code for each in self.units),
            "compared": sorted(each.code for each in self.compared),
        }


#: What a plan and a programme call the same, and may be written down as it is.
PLAIN = ("title", "titles", "question", "questions", "ramp_months", "is_randomised", "chosen_for_low_scores")


def plan_of(programme: Programme) -> Plan:
    """What a programme says of itself now; two queries."""
    parts = list(programme.units.select_related("unit"))
    uses = list(programme.indicators.select_related("indicator"))
    return Plan(
        **{name: getattr(programme, name) for name in PLAIN},
        begins_on=programme.begins_on,
        primary=programme.primary,
        units=[part.unit for part in parts if not part.is_comparison],
        compared=[part.unit for part in parts if part.is_comparison],
        others=[use.indicator for use in uses if use.indicator_id != programme.primary_id],
        shared=[use.indicator for use in uses if use.is_shared],
    )


@transaction.atomic
def open_programme(
    *, administration: Administration, code: str, plan: Plan, by: User | None, at: datetime
) -> Programme:
    """Name the question, and the primary indicator before anything has begun; the database refuses a later one.

    Raises PermissionDenied unless `by` keeps the administration's book (None: the system) and all indicators and units are
    its own; ProgrammeRefused where it cannot be opened like this.
    """
    keepers.refuse_strangers(administration, by=by, at=at)
    keepers.refuse_foreign(administration, (*plan.indicators, *plan.shared, *plan.units, *plan.compared))
    refuse([*refusals_of_code(code), *declaring.refusals_to_open(plan.declared, today=at.date())])
    programme = Programme(administration=administration, code=code)
    if plan.primary:
        programme.declared_on = at.date()
    try:
        with transaction.atomic():
            keep(programme, plan)
    except IntegrityError:
        # Somebody else took the code since we asked.
        raise ProgrammeRefused([Refusal.CODE_IS_TAKEN]) from None
    audit.record(
        by=by, at=at, verb="programme opened", about=programme, administration=administration,
        primary=plan.primary.code if plan.primary else "",
    )  # fmt: skip
    return programme


def refusals_of_code(code: str) -> list[Refusal]:
    """A code stands in an address of the whole site: it is no other address there, and no other programme's."""
    if declaring.is_an_address(code):
        return [Refusal.CODE_IS_AN_ADDRESS]
    return [Refusal.CODE_IS_TAKEN] if Programme.objects.filter(code=code).exists() else []


@transaction.atomic
def change_programme(*, programme: Programme, plan: Plan, by: User | None, at: datetime) -> Programme:
    """Change what a programme says of itself; what changed is audited, with what it was.

    Until it begins all of it may change: a new primary indicator counts as declared on the day of the change, and the
    beginning may move, but not into the past. From its first day on the pre-registration stands: primary indicator,
    beginning, months left out, whether chance decided, units on either side. Words and sharing may change at any time;
    another indicator may be added, never taken away. The rule is `rules.declaring.refusals_to_change`.

    Raises PermissionDenied unless `by` keeps the administration's book and everything is its own, ProgrammeRefused otherwise.
    """
    keepers.refuse_strangers(programme.administration, by=by, at=at)
    keepers.refuse_foreign(programme.administration, (*plan.indicators, *plan.shared, *plan.units, *plan.compared))
    locked = Programme.objects.select_for_update(of=("self",)).select_related("primary").get(pk=programme.pk)
    old = plan_of(locked)
    refuse(declaring.refusals_to_change(old.declared, plan.declared, today=at.date()))
    what = keepers.changed(old.told, plan.told)
    if not what:
        return locked
    if "primary" in what:
        locked.declared_on = at.date() if plan.primary else None
    keep(locked, plan)
    audit.record(
        by=by, at=at, verb="programme changed", about=locked, administration=programme.administration, changed=what
    )
    return locked


def refuse(reasons: Sequence[Refusal]) -> None:
    if reasons:
        raise ProgrammeRefused(reasons)


def keep(programme: Programme, plan: Plan) -> None:
    """Write a plan into the tables, and nothing that stands there already a second time."""
    for name in (*PLAIN, "begins_on", "primary"):
        setattr(programme, name, getattr(plan, name))
    programme.save()
    parts = {unit.pk: unit in plan.compared for unit in (*plan.units, *plan.compared)}
    programme.units.exclude(unit__in=parts).delete()
    for unit, is_comparison in parts.items():
        ProgrammeUnit.objects.update_or_create(
            programme=programme, unit_id=unit, defaults={"is_comparison": is_comparison}
        )
    programme.indicators.exclude(indicator__in=plan.indicators).delete()
    for indicator in plan.indicators:
        ProgrammeIndicator.objects.update_or_create(
            programme=programme, indicator=indicator, defaults={"is_shared": indicator in plan.shared}
        )
