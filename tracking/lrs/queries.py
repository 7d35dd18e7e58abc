"""Reads: statements through the eyes of a credential, and the order in which they arrived."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

import msgspec
import tincan
from django.db.models import Q, QuerySet

from tracking.lrs import serving
from tracking.lrs.models import Credential, Echo, Mention, Statement, StatementKey
from tracking.lrs.rules import key_of, member_key_of
from tracking.lrs.scopes import Scope


class Wanted(TypedDict, total=False):
    """The filters that look at what a statement says."""

    actor: UUID | None
    verb: str | None
    activity: str | None
    registration: UUID | None
    related_agents: bool
    related_activities: bool


class Times(TypedDict):
    """The filters that look at when it was stored."""

    since: datetime | None
    until: datetime | None


#: How far back the names of an agent are looked for.
LATEST = 100


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
    since: datetime | None = None,
    until: datetime | None = None,
    **wanted: Unpack[Wanted],
) -> QuerySet[Statement]:
    """Those of `statements`, all of one tenant, that every given filter fits; voided ones are left out."""
    return stored_within(fitting(statements, tenant, wanted), since, until)


def echoing(
    statements: QuerySet[Statement],
    *,
    tenant: UUID,
    since: datetime | None = None,
    until: datetime | None = None,
    **wanted: Unpack[Wanted],
) -> QuerySet[Statement]:
    """Those that speak of a statement that the filters fit, voided or not, at whatever time that one was stored."""
    targets = fitting(statements.order_by(), tenant, wanted).values("seq")
    echoes = Echo.objects.filter(tenant=tenant, target__in=targets).values("seq")
    return stored_within(statements.filter(seq__in=echoes), since, until)


def fitting(found: QuerySet[Statement], tenant: UUID, wanted: Wanted) -> QuerySet[Statement]:
    if actor := wanted.get("actor"):
        found = found.filter(by_agent(tenant, actor, related=wanted.get("related_agents", False)))
    if activity := wanted.get("activity"):
        key = key_of(activity)
        about = Q(about=key)
        found = found.filter(about | mentioning(tenant, key) if wanted.get("related_activities") else about)
    if verb := wanted.get("verb"):
        found = found.filter(verb=key_of(verb))
    if registration := wanted.get("registration"):
        found = found.filter(registration=registration)
    return found


def by_agent(tenant: UUID, actor: UUID, *, related: bool) -> Q:
    """An agent or group as actor or object, or as a member of either; when `related`, wherever it stands."""
    found = Q(actor=actor) | Q(about=actor) | mentioning(tenant, member_key_of(actor))
    if related:
        vouching = Credential.objects.filter(tenant=tenant, authority_key=actor).values("pk")
        found |= mentioning(tenant, actor) | Q(credential__in=vouching)
    return found


def stored_within(found: QuerySet[Statement], since: datetime | None, until: datetime | None) -> QuerySet[Statement]:
    found = found.filter(is_voided=False)
    if since is not None:
        found = found.filter(stored__gt=since)
    if until is not None:
        found = found.filter(stored__lte=until)
    return found


def mentioning(tenant: UUID, key: UUID) -> Q:
    return Q(seq__in=Mention.objects.filter(tenant=tenant, key=key).values("seq"))


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


def names_of(statements: QuerySet[Statement], actor: UUID) -> list[str]:
    """The names by which the latest of `statements` call their actor."""
    rows = statements.filter(actor=actor, is_voided=False).order_by("-seq")[:LATEST].values_list("text", flat=True)
    told = (msgspec.json.decode(text)["actor"].get("name") for text in rows)
    return list(dict.fromkeys(name for name in told if name))
