"""Writing into the ledger."""

from datetime import date, datetime

from django.db import transaction

from lms.competencies.models import Competency
from lms.core import audit
from lms.core.events import publish
from lms.people.models import User
from tracking.evidence import rules
from tracking.evidence.events import EvidenceRecorded
from tracking.evidence.models import Evidence


@transaction.atomic
def record(
    *,
    person: User,
    competency: Competency,
    level: int,
    evidence_class: str,
    source: str,
    by: User | None,
    at: datetime,
    expires_on: date | None = None,
) -> Evidence:
    """Enter that a person has shown a competency; the level is cut to what the class of evidence can show.

    `source` names what showed it ("attempt:…", "observation:…"); the same source is entered once, so that a reaction may run
    twice. `by` is None when the system graded.
    """
    entry, made = Evidence.objects.get_or_create(
        person=person,
        competency=competency,
        evidence_class=evidence_class,
        source=source,
        defaults={
            "level": rules.level_shown(evidence_class=evidence_class, claimed=level),
            "at": at,
            "recorded_by": by,
            "expires_on": expires_on,
        },
    )
    if made:
        audit.record(
            by=by, at=at, verb="evidence recorded", about=entry, level=entry.level, evidence_class=evidence_class
        )
        publish(EvidenceRecorded(at=at, evidence_id=entry.pk, person_id=person.pk, competency_id=competency.pk))
    return entry
