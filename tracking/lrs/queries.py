"""Reads: statements through the eyes of a credential, and the order in which they arrived."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import tincan
from django.db import connection
from django.db.models import Q, QuerySet

from tracking.lrs import serving
from tracking.lrs.models import Credential, Mention, Statement, StatementKey
from tracking.lrs.rules import key_of
from tracking.lrs.scopes import Scope


def credential_of(key: str) -> Credential | None:
    return Credential.objects.filter(key=key).first()


def visible_to(credential: Credential) -> QuerySet[Statement]:
    """The statements that the holder may read: the tenant's, its own, or those of its launch's person and registration."""
    found = Statement.objects.filter(tenant=credential.tenant)
    if bound := credential.binding:
        return found.filter(registration=bound.registration, actor=bound.actor_key)
    if credential.may(Scope.READ, Scope.ALL_READ):
        return found
    if credential.may(Scope.READ_MINE):
        return found.filter(credential=credential)
    return found.none()


def find(statements: QuerySet[Statement], *, tenant: UUID, statement_id: UUID) -> QuerySet[Statement]:
    """The tenant's statement of this identifier, by way of the narrow table that has the index."""
    keys = StatementKey.objects.filter(tenant=tenant, statement_id=statement_id).values("seq")
    return statements.filter(seq__in=keys)


def matching(
    statements: QuerySet[Statement],
    *,
    tenant: UUID,
    actor: UUID | None = None,
    verb: str | None = None,
    activity: str | None = None,
    registration: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    related_agents: bool = False,
    related_activities: bool = False,
) -> QuerySet[Statement]:
    """Those of `statements`, all of one tenant, that every given filter fits; voided ones are left out."""
    found = statements.filter(is_voided=False)
    if actor is not None:
        found = found.filter(Q(actor=actor) | Q(about=actor) | mentioning(tenant, actor, related_agents))
    if activity is not None:
        key = key_of(activity)
        found = found.filter(Q(about=key) | mentioning(tenant, key, related_activities))
    if verb is not None:
        found = found.filter(verb=key_of(verb))
    if registration is not None:
        found = found.filter(registration=registration)
    if since is not None:
        found = found.filter(stored__gt=since)
    if until is not None:
        found = found.filter(stored__lte=until)
    return found


def mentioning(tenant: UUID, key: UUID, wanted: bool) -> Q:
    return Q(seq__in=Mention.objects.filter(tenant=tenant, key=key).values("seq")) if wanted else Q()


def trusted(*, seqs: Iterable[int]) -> QuerySet[Statement]:
    """The statements of a `StatementsStored`, in the order in which they were sent; never one of another system."""
    return Statement.objects.filter(
        seq__in=list(seqs), origin__in=[Statement.Origin.LAUNCH, Statement.Origin.SERVER], is_voided=False
    ).order_by("seq")


def of_registration(*, tenant: UUID, registration: UUID) -> QuerySet[Statement]:
    """What launches and this server have said within a registration, oldest first."""
    return Statement.objects.filter(
        tenant=tenant,
        registration=registration,
        origin__in=[Statement.Origin.LAUNCH, Statement.Origin.SERVER],
        is_voided=False,
    ).order_by("seq")


def exact(statement: Statement) -> bytes:
    """The statement as any reader gets it: its text, and what the store knows about it."""
    return serving.exact(
        statement.text,
        ident=statement.statement_id,
        stored=statement.stored,
        timestamp=statement.timestamp,
        authority=statement.credential.authority,
        version=statement.version,
    )


def as_tincan(statement: Statement) -> tincan.Statement:
    """The statement for programs that speak tincan."""
    return tincan.Statement.from_json(exact(statement).decode())


def consistent_through(at: datetime) -> datetime:
    """The moment up to which nobody will find a statement that is not there yet.

    On PostgreSQL that is the start of the oldest transaction that has written and not committed. SQLite has one writer at
    a time, so whatever was stored before now can be read.
    """
    if connection.vendor != "postgresql":
        return at
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
        )
        oldest = cursor.fetchone()[0]
    return min(at, oldest) if oldest else at


def activity(statements: QuerySet[Statement], iri: str) -> dict[str, Any]:
    """An activity, known or not, with the definition that the latest of `statements` about it gives."""
    told: dict[str, Any] = {"objectType": "Activity", "id": iri}
    row = statements.filter(about=key_of(iri), is_voided=False, text__contains='"definition"').order_by("-seq").first()
    definition = msgspec.json.decode(row.text)["object"].get("definition") if row else None
    return told | ({"definition": definition} if definition else {})
