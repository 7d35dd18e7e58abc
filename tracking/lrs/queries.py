"""Reads: statements through the eyes of a credential, and the order in which they arrived."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, TypedDict
from uuid import UUID

import msgspec
import tincan
from django.db.models import QuerySet

from tracking.lrs import serving
from tracking.lrs.models import Credential, Statement, StatementKey
from tracking.lrs.scopes import Scope


class Wanted(TypedDict, total=False):
    """The filters that look at what a statement says."""

    actor: UUID | None
    verb: str | None
    activity: str | None
    registration: UUID | None
    related_agents: bool
    related_activities: bool


class Vouched(Protocol):
    """A statement, or what is given out of it."""

    @property
    def credential_id(self) -> int: ...


class Times(TypedDict):
    """The filters that look at when it was stored."""

    since: datetime | None
    until: datetime | None


#: How far back the names of an agent are looked for.
LATEST = 100


def reach_of(credential: Credential) -> dict[str, Any] | None:
    """What the holder may read, as columns and the values they must have; None for nothing at all.

    The whole tenant's, its own, or those of its launch's person and registration.
    """
    if bound := credential.binding:
        return {"tenant": credential.tenant, "registration": bound.registration, "actor": bound.actor_key}
    if credential.may(Scope.READ, Scope.ALL_READ):
        return {"tenant": credential.tenant}
    if credential.may(Scope.READ_MINE):
        return {"tenant": credential.tenant, "credential_id": credential.pk}
    return None


def visible_to(credential: Credential) -> QuerySet[Statement]:
    """The statements that the holder may read."""
    reach = reach_of(credential)
    return Statement.objects.none() if reach is None else Statement.objects.filter(**reach)


def find(statements: QuerySet[Statement], *, tenant: UUID, statement_id: UUID) -> QuerySet[Statement]:
    """The tenant's statement of this identifier, by way of the narrow table that has the index."""
    keys = StatementKey.objects.filter(tenant=tenant, statement_id=statement_id).values("seq")
    return statements.filter(seq__in=keys)


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
        lacks=statement.lacks,
        ident=statement.statement_id,
        stored=statement.stored,
        timestamp=statement.timestamp,
        authority=serving.told(statement.credential.authority),
        version=statement.version,
    ).encode()


def authorities(rows: Iterable[Vouched], *, reader: Credential) -> dict[int, str]:
    """Who vouches for these statements, ready to be given out, by credential; the reader's own is at hand."""
    others = {row.credential_id for row in rows} - {reader.pk}
    found = dict(Credential.objects.filter(pk__in=others).values_list("pk", "authority")) if others else {}
    return {pk: serving.told(authority) for pk, authority in {**found, reader.pk: reader.authority}.items()}


def as_tincan(statement: Statement) -> tincan.Statement:
    """The statement for programs that speak tincan."""
    return tincan.Statement.from_json(exact(statement).decode())


def names_of(statements: QuerySet[Statement], actor: UUID) -> list[str]:
    """The names by which the latest of `statements` call their actor."""
    rows = statements.filter(actor=actor, is_voided=False).order_by("-seq")[:LATEST].values_list("text", flat=True)
    told = (msgspec.json.decode(text)["actor"].get("name") for text in rows)
    return list(dict.fromkeys(name for name in told if name))
