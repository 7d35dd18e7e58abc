"""Erasing a person, and what has outlived its retention. There is no way back."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lms.core import audit
from tracking.lrs.actors import Actor
from tracking.lrs.erasing import queries
from tracking.lrs.erasing.models import Erasure, RetentionRule
from tracking.lrs.erasing.queries import Counts
from tracking.lrs.erasing.taking import take_away
from tracking.lrs.models import Credential

#: Stands where the account of an erased person stood, in the credentials of their launches.
NOBODY = "https://erased.invalid"


def erase_person(*, agent: Actor, tenant: UUID, reason: str, by: Any, at: datetime) -> Erasure:
    """Erase a person's statements, documents and launches. The trail says how many and why, and not whose."""
    counts = queries.counts_of(agent, tenant=tenant)
    erasure = begin(tenant=tenant, kind=Erasure.Kind.PERSON, reason=reason, by=by, at=at)
    with transaction.atomic():
        for credential in queries.launches_of(agent, tenant=tenant):
            close(credential, at=at)
        queries.documents_of(agent, tenant=tenant).delete()
    taken = take_away(queries.statements_of(agent, tenant=tenant), erasure=erasure)
    return finish(erasure, Counts(**counts.as_json() | {"statements": taken}), by=by, at=at)


def close(credential: Credential, *, at: datetime) -> None:
    credential.actor = {"objectType": "Agent", "account": {"homePage": NOBODY, "name": str(uuid4())}}
    credential.revoked_at = credential.revoked_at or at
    credential.save(update_fields=["actor", "revoked_at"])


@transaction.atomic
def begin(*, tenant: UUID, kind: Erasure.Kind, reason: str, by: Any, at: datetime) -> Erasure:
    erasure = Erasure.objects.create(tenant=tenant, kind=kind, reason=reason, at=at)
    audit.record(by=by, at=at, verb="statements erasure begun", about=erasure, tenant=str(tenant), reason=reason)
    return erasure


@transaction.atomic
def finish(erasure: Erasure, counts: Counts, *, by: Any, at: datetime) -> Erasure:
    erasure.counts = counts.as_json()
    erasure.save(update_fields=["counts"])
    audit.record(by=by, at=at, verb="statements erased", about=erasure, tenant=str(erasure.tenant), **erasure.counts)
    return erasure


@transaction.atomic
def set_retention(*, tenant: UUID, verb: str, days: int | None, by: Any, at: datetime) -> None:
    """How long statements of a verb are kept (an empty verb: of all others); None days keep them for good."""
    if days is None:
        for rule in RetentionRule.objects.filter(tenant=tenant, verb=verb):
            audit.record(by=by, at=at, verb="retention lifted", about=rule, tenant=str(tenant), statements_of=verb)
            rule.delete()
        return
    rule, _made = RetentionRule.objects.update_or_create(tenant=tenant, verb=verb, defaults={"days": days})
    audit.record(by=by, at=at, verb="retention set", about=rule, tenant=str(tenant), statements_of=verb, days=days)


def retain(*, tenant: UUID, by: Any, at: datetime) -> int:
    """Erase what has outlived the tenant's rules; how many statements that took."""
    taken = 0
    for rule in RetentionRule.objects.filter(tenant=tenant).order_by("pk"):
        if queries.beyond(rule, at=at).exists():
            erasure = begin(
                tenant=tenant, kind=Erasure.Kind.RETENTION, by=by, at=at,
                reason=f"kept for {rule.days} days: {rule.verb or 'every other verb'}"[:200],
            )  # fmt: skip
            gone = take_away(queries.beyond(rule, at=at), erasure=erasure)
            finish(erasure, Counts(statements=gone), by=by, at=at)
            taken += gone
    return taken
