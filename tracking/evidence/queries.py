"""Reading the ledger."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lms.people.models import User
from lms.people.queries import Asker
from lms.people.queries import visible_to as people_visible_to
from lms.people.rules import Record
from tracking.evidence.models import Evidence


@dataclass(frozen=True)
class ShownLevel:
    """The highest level that a person has validly shown in a competency, by what and when."""

    level: int
    evidence_class: str
    at: datetime
    evidence_id: int


def visible_to(person: Asker) -> QuerySet[Evidence]:
    """One's own evidence, and that of the people one supervises."""
    return Evidence.objects.filter(person__in=people_visible_to(person, Record.ABILITY))


def current_levels(person: User, *, on: date) -> dict[int, ShownLevel]:
    """What a person has shown, by competency id: the highest unexpired level, the newest evidence of it.

    A competency without evidence is missing from the answer: unknown is not zero.
    """
    valid = Evidence.objects.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=on), person=person)
    return {
        entry.competency_id: ShownLevel(entry.level, entry.evidence_class, entry.at, entry.pk)
        for entry in valid.order_by("level", "at")
    }
