"""Keeping the book of an administration's impact: what it measures, and what was read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lms.core import audit
from lms.people.models import Administration, User
from tracking.impact.checking import Checked, NewReading, checked
from tracking.impact.keepers import refuse_strangers
from tracking.impact.models import Indicator, Reading

#: What an indicator is, apart from the administration whose it is.
FACTS = (
    "code", "title", "titles", "kind", "unit_of_measure", "numerator", "denominator", "source", "owner", "tier", "pmm",
    "period", "counts_people", "has_season",
)  # fmt: skip
#: What a figure that was read means. These stay once one was read.
MEANING = ("kind", "period", "numerator", "denominator", "unit_of_measure")


class CodeTaken(Exception):
    """The administration has an indicator of this code, in capitals or not."""


class MeaningFixed(Exception):
    """Figures were read under what is to be changed; the argument is the names of these facts."""


class FaultyReadings(Exception):
    """Something is wrong with readings that were to be entered: the argument is those that are, with their faults."""

    def __init__(self, found: list[Checked]) -> None:
        super().__init__(found)
        self.found = found


@transaction.atomic
def define_indicator(
    *, administration: Administration, code: str, by: User | None, at: datetime, **facts: Any
) -> Indicator:
    """Say what an administration measures from now on.

    Raises PermissionDenied unless `by` keeps the administration's book (None: the system), and CodeTaken.
    """
    refuse_strangers(administration, by=by, at=at)
    refuse_taken(administration, code)
    try:
        with transaction.atomic():
            indicator = Indicator.objects.create(administration=administration, code=code, **facts)
    except IntegrityError:
        # Somebody else took it since we asked.
        raise CodeTaken(code) from None
    audit.record(
        by=by, at=at, verb="indicator defined", about=indicator, administration=administration, code=code, tier=indicator.tier
    )  # fmt: skip
    return indicator


@transaction.atomic
def change_indicator(*, indicator: Indicator, by: User | None, at: datetime, **facts: Any) -> Indicator:
    """Say it otherwise; what changed, and what it was, is written down.

    What a figure means (its kind and period, what is counted out of what, and in which unit) stays once figures were read,
    revised ones too: they would all become wrong. Naming a unit where none was named makes nothing wrong. Who measures
    something else defines another indicator. Raises PermissionDenied, CodeTaken, MeaningFixed.
    """
    refuse_strangers(indicator.administration, by=by, at=at)
    kept = Indicator.objects.select_for_update(of=("self",)).select_related("administration").get(pk=indicator.pk)
    changed = {name: facts[name] for name in FACTS if name in facts and facts[name] != getattr(kept, name)}
    if not changed:
        return kept
    if "code" in changed:
        refuse_taken(kept.administration, changed["code"], but=kept)
    if fixed := [name for name in fixed_of(kept) if name in changed]:
        raise MeaningFixed(fixed)
    was = {name: getattr(kept, name) for name in changed}
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(changed))
    audit.record(
        by=by, at=at, verb="indicator changed", about=kept, administration=kept.administration, was=was, now=changed
    )
    return kept


def fixed_of(indicator: Indicator) -> tuple[str, ...]:
    """Which facts of an indicator can no longer change."""
    if not indicator.readings.exists():
        return ()
    return tuple(name for name in MEANING if name != "unit_of_measure" or indicator.unit_of_measure)


def refuse_taken(administration: Administration, code: str, *, but: Indicator | None = None) -> None:
    same = Indicator.objects.filter(administration=administration, code__iexact=code)
    if any(each != but for each in same):
        raise CodeTaken(code)


@transaction.atomic
def take_readings(
    *, indicator: Indicator, readings: Iterable[NewReading], by: User | None, at: datetime
) -> list[Reading]:
    """Enter figures, all or none. One for a period that has one already revises it: the old value stays, with when it
    stopped standing. One that says what stands changes nothing, and is not among those that come back.

    Raises PermissionDenied unless `by` keeps the administration's book (None: the system) and every unit is of the
    administration; FaultyReadings, whose rules are `rules.readings`.
    """
    refuse_strangers(indicator.administration, by=by, at=at)
    # Two who enter the same period wait for each other: the second revises the first, for a reason or not at all.
    kept = Indicator.objects.select_for_update(of=("self",)).select_related("administration").get(pk=indicator.pk)
    found = checked(kept, readings, today=at.date())
    if any(each.reading.unit and each.reading.unit.administration_id != kept.administration_id for each in found):
        raise PermissionDenied(f"a unit is not of {kept.administration}")
    if faulty := [each for each in found if each.faults]:
        raise FaultyReadings(faulty)
    return enter(kept, [each for each in found if not each.is_as_it_stands], by=by, at=at)


def enter(indicator: Indicator, found: list[Checked], *, by: User | None, at: datetime) -> list[Reading]:
    revised = [each.standing.pk for each in found if each.standing]
    Reading.objects.filter(pk__in=revised).update(revised_at=at)
    made = Reading.objects.bulk_create(
        Reading(
            indicator=indicator,
            unit=each.reading.unit,
            begins_on=each.reading.begins_on,
            state=each.reading.state,
            numerator=each.reading.numerator,
            denominator=each.reading.denominator,
            reason=each.reading.reason,
            known_from=at,
            by=by,
        )
        for each in found
    )
    if made:
        audit.record(
            by=by, at=at, verb="readings taken", about=indicator, administration=indicator.administration,
            number=len(made), revised=len(revised),
        )  # fmt: skip
    return made
