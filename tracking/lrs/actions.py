"""What is written: credentials, and statements with them.

`store` takes what came from outside, `store_own` what this server says within a launch. A batch is stored whole or not
at all, and told of by one `StatementsStored` when its credential is trusted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import tincan
from django.db import connection, transaction
from django.db.models import F

from lms.core import audit, events
from tracking.lrs import binding as bounds
from tracking.lrs import gathering, grammar, keys, plain, reading, rules, scopes
from tracking.lrs import statement as typed
from tracking.lrs.actors import Actor
from tracking.lrs.attachments import quota, signatures
from tracking.lrs.attachments import rules as attachments
from tracking.lrs.attachments.rules import NONE, Parts
from tracking.lrs.credentials import queries as credentials
from tracking.lrs.credentials.rules import without_names
from tracking.lrs.events import StatementsStored
from tracking.lrs.models import Credential, Statement
from tracking.lrs.refusals import Forbidden
from tracking.lrs.storing import Draft, keep

#: Names of statements that a launch sent without one: UUIDv5 of this, the credential's key and a running number.
NAMESPACE = UUID("6f1c1d9e-4c39-5e0a-9d6b-3f4f4d0e2a51")
VERSION = "1.0.3"


@transaction.atomic
def register(
    *,
    name: str,
    tenant: UUID,
    scopes: Sequence[scopes.Scope],
    authority: dict[str, Any],
    by: Any,
    at: datetime,
    kind: Credential.Kind = Credential.Kind.EXTERNAL,
    xapi_version: str = VERSION,
    names: Credential.Names = Credential.Names.AS_SENT,
    per_minute: int | None = None,
) -> tuple[Credential, str]:
    """A credential for another system, or for this server itself, and its secret, which nobody can read again."""
    key, secret = keys.new_pair()
    credential = Credential.objects.create(
        key=key,
        secret_digest=keys.digest(secret),
        name=name,
        tenant=tenant,
        kind=kind,
        scopes=list(scopes),
        authority=authority,
        authority_key=key_of_authority(authority),
        xapi_version=xapi_version,
        names=names,
        per_minute=per_minute,
        since=at,
    )
    audit.record(by=by, at=at, verb="credential registered", about=credential, kind=kind, scopes=list(scopes))
    return credential, secret


@transaction.atomic
def mint(
    *,
    tenant: UUID,
    actor: dict[str, Any],
    registration: UUID,
    activity_prefixes: Sequence[str],
    forbidden: Sequence[str],
    expires_at: datetime,
    late_until: datetime,
    authority: dict[str, Any],
    by: Any,
    at: datetime,
) -> tuple[Credential, str]:
    """A credential for one launch, and its secret. What it may say is checked again at every request.

    `actor` is an account ({"account": {"homePage": …, "name": …}}); `forbidden` are activities that only the server may
    speak of, such as quizzes that it grades; until `late_until` a device that was away may still deliver.
    """
    key, secret = keys.new_pair()
    credential = Credential.objects.create(
        key=key,
        secret_digest=keys.digest(secret),
        name=f"launch {registration}",
        tenant=tenant,
        kind=Credential.Kind.LAUNCH,
        scopes=list(scopes.OF_A_LAUNCH),
        authority=authority,
        authority_key=key_of_authority(authority),
        actor={"objectType": "Agent"} | actor,
        registration=registration,
        activity_prefixes=list(activity_prefixes),
        forbidden=list(forbidden),
        since=at,
        expires_at=expires_at,
        late_until=late_until,
    )
    audit.record(by=by, at=at, verb="launch credential minted", about=credential, registration=str(registration))
    return credential, secret


def key_of_authority(authority: dict[str, Any]) -> UUID | None:
    """None for an application and a person together, who as a group have no identifier of their own."""
    return rules.actor_key(msgspec.convert(authority, Actor))


@transaction.atomic
def revoke(*, credential: Credential, by: Any, at: datetime) -> None:
    """Close a credential at once; revoking it again changes nothing."""
    if Credential.objects.filter(pk=credential.pk, revoked_at=None).update(revoked_at=at):
        audit.record(by=by, at=at, verb="credential revoked", about=credential)
    credential.refresh_from_db(fields=["revoked_at"])


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The statements of a request, which break no rule that can be seen without the database."""

    credential: Credential
    texts: list[bytes]
    statements: list[typed.Statement]
    paths: list[str]
    at: datetime
    version: str
    own: bool
    parts: Parts
    bound: bounds.Binding | None
    #: Known before anything is written, but for a launch's: a commit of which nobody heard is not repeated under other names.
    names: list[UUID] | None

    @property
    def origin(self) -> str:
        return Statement.Origin.SERVER if self.own else Statement.Origin(self.credential.kind)


def store(
    *, credential: Credential, body: bytes, at: datetime, version: str = VERSION, parts: Parts = NONE
) -> list[UUID]:
    """Store the statement or statements of a request's body and the attachments in its other parts; identifiers, in order.

    Raises Refused, Forbidden or Conflict, and then nothing is stored. What other systems send at the same moment may be
    written in one transaction; a caller's own transaction is never shared.
    """
    texts, many = reading.split(body)
    checked = check(credential, texts, at=at, version=version, many=many, own=False, parts=parts)
    if checked.bound or parts or connection.in_atomic_block:
        return write([checked])[0]
    of = (credential.pk, version)
    return gathering.together(of=of, work=checked, size=len(texts), write=write)


def store_own(*, credential: Credential, statements: Sequence[tincan.Statement], at: datetime) -> list[UUID]:
    """Store what this server says, within a launch or on its own account; it may speak of what the server grades."""
    if not credential.is_trusted:
        raise Forbidden("not_ours")
    texts = [statement.to_json().encode() for statement in statements]
    return write([check(credential, texts, at=at, version=VERSION, many=True, own=True, parts=NONE)])[0]


def check(
    credential: Credential, texts: list[bytes], *, at: datetime, version: str, many: bool, own: bool, parts: Parts
) -> Checked:
    if not credential.is_open(at):
        raise Forbidden("credential_closed")
    bound = credential.binding
    paths = [f"$[{number}]" if many else "$" for number in range(len(texts))]
    if bound:
        texts = [bounds.completed(text, bound, path=path) for text, path in zip(texts, paths, strict=True)]
    statements = rules.check_all(texts, version=version, many=many)
    attachments.check(zip(paths, statements, strict=True), parts)
    if credential.names == Credential.Names.OPAQUE:
        texts = [without_names(text, path=path) for text, path in zip(texts, paths, strict=True)]
    if bound:
        for statement, path in zip(statements, paths, strict=True):
            bounds.judge(statement, bound, own=own, path=path)
        quota.check(parts, tenant=credential.tenant, registration=bound.registration)
    return Checked(
        credential=credential, texts=texts, statements=statements, paths=paths, at=grammar.to_the_millisecond(at),
        version=version, own=own, parts=parts, bound=bound,
        names=None if bound else name_all(statements, credential),
    )  # fmt: skip


def write(requests: Sequence[Checked]) -> list[list[UUID]]:
    """Keep the statements of one request, or of several that differ in nothing but their statements, in one transaction."""
    first, at = requests[0], max(checked.at for checked in requests)
    credential = first.credential
    if kept_plainly(requests, at=at):
        return [checked.names or [] for checked in requests]
    with transaction.atomic():
        credentials.confirm(credential, rows_of(requests))
        named = [(checked, checked.names or name_all(checked.statements, credential)) for checked in requests]
        made = [one for checked, idents in named for one in drafts(checked, idents)]
        for one in made:
            signatures.check(one.statement, one.text, first.parts, one.path)
        seqs = keep(
            made, credential=credential, origin=first.origin, version=first.version, at=at, parts=first.parts,
            defines=first.own or credential.may(scopes.Scope.DEFINE),
        )  # fmt: skip
        if seqs and credential.is_trusted:
            events.publish(
                StatementsStored(
                    at=at,
                    credential_id=credential.pk,
                    tenant=credential.tenant,
                    registration=credential.registration,
                    seqs=tuple(seqs),
                )
            )
    return [idents for _checked, idents in named]


def kept_plainly(requests: Sequence[Checked], *, at: datetime) -> bool:
    """Whether they were kept the short way; a launch names its statements while it writes, and attachments take longer."""
    first = requests[0]
    if not plain.is_open() or any(checked.names is None or checked.parts or checked.own for checked in requests):
        return False
    made = [one for checked in requests for one in drafts(checked, checked.names or [])]
    for one in made:
        signatures.check(one.statement, one.text, first.parts, one.path)
    return plain.keep(
        made, credential=first.credential, origin=first.origin, version=first.version, at=at,
        defines=first.credential.may(scopes.Scope.DEFINE), remembered=rows_of(requests),
    )  # fmt: skip


def rows_of(requests: Sequence[Checked]) -> set[tuple[Any, ...]]:
    """What is remembered of their credential by those who did not ask."""
    return {row for checked in requests if (row := checked.credential.remembered_as)}


def drafts(checked: Checked, idents: Sequence[UUID]) -> Iterator[Draft]:
    for path, ident, text, statement in zip(checked.paths, idents, checked.texts, checked.statements, strict=True):
        yield draft(path=path, ident=ident, text=text, statement=statement, bound=checked.bound, at=checked.at)


def name_all(statements: Sequence[typed.Statement], credential: Credential) -> list[UUID]:
    """The identifiers that the sender gave, and ours where none was given."""
    missing = sum(1 for statement in statements if not statement.id)
    ours = new_names(credential, missing) if missing else iter(())
    return [UUID(statement.id) if statement.id else next(ours) for statement in statements]


def new_names(credential: Credential, count: int) -> Iterator[UUID]:
    """Version 4 for others: clients as old as tincan refuse version 7. For a launch, its running number says which."""
    if credential.binding is None:
        return iter([uuid4() for _ in range(count)])
    Credential.objects.filter(pk=credential.pk).update(next_no=F("next_no") + count)
    end = Credential.objects.values_list("next_no", flat=True).get(pk=credential.pk)
    return iter([uuid5(NAMESPACE, f"{credential.key}/{number}") for number in range(end - count, end)])


def draft(
    *, path: str, ident: UUID, text: bytes, statement: typed.Statement, bound: bounds.Binding | None, at: datetime
) -> Draft:
    given = grammar.moment(statement.timestamp) if statement.timestamp else None
    if bound is None:
        return Draft(path=path, ident=ident, text=text, statement=statement, timestamp=given or at)
    moment, skew = bounds.clamped(given, bound, at=at)
    return Draft(
        path=path,
        ident=ident,
        text=bounds.authored(text, bound, ident=ident, moment=moment),
        statement=statement,
        timestamp=moment,
        skew_ms=skew // timedelta(milliseconds=1),
    )
