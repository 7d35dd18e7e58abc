"""What a certificate's life means for gaps. Its end flags a refresher; it neither lowers a level nor opens a gap again,
unless the law demands the certificate (design §5.7). Certificates live above this room: their facts say all that we need."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration
from tracking.needs.events import GapOpened
from tracking.needs.models import Gap


class Issued(Protocol):
    """What `CertificateIssued` says, as far as gaps are concerned."""

    certificate_uid: UUID
    gap_ids: list[int]
    at: datetime


class Expired(Protocol):
    """What `CertificateExpired` says."""

    certificate_uid: UUID
    person_id: int
    administration_id: int
    unit_id: int | None
    competency_id: int
    level: int
    required_by_law: bool
    at: datetime


@transaction.atomic
def link_certificate(event: Issued) -> int:
    """Write on the closed gaps which certificate attests it; how many were news."""
    gaps = Gap.objects.filter(pk__in=event.gap_ids, state=Gap.State.CLOSED, certificate_uid=None)
    return gaps.update(certificate_uid=event.certificate_uid)


@transaction.atomic
def flag_refresher(event: Expired) -> Gap | None:
    """Ask for a refresher of what has run out; where the law demands the certificate, open the gap again.

    None when it has been flagged already, or is asked of the person anyway.
    """
    kind = Gap.Kind.GAP if event.required_by_law else Gap.Kind.REFRESHER
    if Gap.objects.filter(certificate_uid=event.certificate_uid, kind=kind, opened_at=event.at).exists():
        return None
    asked = {"person_id": event.person_id, "competency_id": event.competency_id, "kind": kind}
    try:
        with transaction.atomic():
            gap = Gap.objects.create(**asked, **what_is_asked(event, kind))
    except IntegrityError:
        # One is live already: one_live_gap_per_competency.
        return None
    administration = Administration.objects.get(pk=event.administration_id)
    audit.record(by=None, at=event.at, verb=f"{kind.value} flagged", about=gap, administration=administration)
    publish(GapOpened(at=event.at, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id))
    return gap


def what_is_asked(event: Expired, kind: Gap.Kind) -> dict[str, Any]:
    """The level that the certificate attested, to be shown once more; the level that was shown stays what it is."""
    return {
        "administration_id": event.administration_id,
        "unit_id": event.unit_id,
        "target": event.level,
        "level": event.level,
        "standard_error": 0,
        "state": Gap.State.REOPENED if kind == Gap.Kind.GAP else Gap.State.OPEN,
        "state_at": event.at,
        "opened_at": event.at,
        "certificate_uid": event.certificate_uid,
    }
