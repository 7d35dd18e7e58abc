"""What would become of readings if they were entered: which are wrong, which are new, and which revise what stands."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.people.models import OrgUnit
from tracking.impact import queries
from tracking.impact.models import Indicator, Reading
from tracking.impact.rules import readings as rules
from tracking.impact.rules.readings import Fault, Said


@dataclass(frozen=True)
class NewReading:
    """A figure of a unit (None: the whole administration) in a period, or the reason why there is none."""

    begins_on: date
    numerator: float | None = None
    denominator: float | None = None
    unit: OrgUnit | None = None
    state: str = Reading.State.MEASURED
    reason: str = ""

    @property
    def key(self) -> tuple[int | None, date]:
        return (self.unit.pk if self.unit else None, self.begins_on)

    @property
    def said(self) -> Said:
        return said(self.state, self.numerator, self.denominator, self.reason)


def said(state: str, numerator: float | None, denominator: float | None, reason: str) -> Said:
    """The same for what is typed and for what is stored, where 18 and 18.0 are one figure."""
    above, below = (None if number is None else float(number) for number in (numerator, denominator))
    return Said(str(state), above, below, reason)


@dataclass(frozen=True)
class Checked:
    """A reading that somebody wants to enter, with what stands in its place and what is wrong with it."""

    reading: NewReading
    standing: Reading | None
    faults: tuple[Fault, ...]

    @property
    def is_as_it_stands(self) -> bool:
        """It says what stands already: nothing is to be done."""
        return self.standing is not None and rules.is_the_same(self.reading.said, said_by(self.standing))

    @property
    def revises(self) -> bool:
        return self.standing is not None and not self.is_as_it_stands

    @property
    def is_new(self) -> bool:
        return self.standing is None


def said_by(reading: Reading) -> Said:
    return said(reading.state, reading.numerator, reading.denominator, reading.reason)


def checked(indicator: Indicator, readings: Iterable[NewReading], *, today: date) -> list[Checked]:
    """Each reading as it would be entered on a day; one query, however many."""
    new = list(readings)
    times = Counter(each.key for each in new)
    known = {(row.unit_id, row.begins_on): row for row in queries.standing(indicator.readings.all())} if new else {}
    return [
        Checked(each, known.get(each.key), faults(indicator, each, known.get(each.key), times[each.key], today=today))
        for each in new
    ]


def faults(
    indicator: Indicator, reading: NewReading, standing: Reading | None, times: int, *, today: date
) -> tuple[Fault, ...]:
    period = rules.faults_of_period(reading.begins_on, period=indicator.period, today=today)
    found = [*period, *rules.faults_of(reading.said, kind=indicator.kind)]
    if standing is not None and not found:
        found += rules.faults_of_revision(reading.said, said_by(standing))
    return (*found, *([Fault.TWICE] if times > 1 else []))
