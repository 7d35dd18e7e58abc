"""The rows of a batch, written with as many queries for a hundred statements as for one.

Identity comes first, in one fixed order, so that two batches that share identifiers wait for each other and never
deadlock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

from tracking.lrs import echoes, equality, grammar, known, order, rules
from tracking.lrs import statement as typed
from tracking.lrs.attachments import storing as attachments
from tracking.lrs.attachments.rules import NONE, Parts, all_of
from tracking.lrs.models import Credential, Mention, Statement, StatementKey
from tracking.lrs.refusals import Conflict, Forbidden

#: Identifiers in one INSERT: three parameters each, well below SQLite's limit of 32,766.
KEYS_AT_ONCE = 5_000
#: From so many rows on, COPY is quicker than INSERT.
WORTH_A_COPY = 4


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A statement that has passed every rule, with what the store decided for it."""

    path: str
    ident: UUID
    text: bytes
    statement: typed.Statement
    timestamp: datetime
    skew_ms: int = 0


def keep(
    drafts: Sequence[Draft],
    *,
    credential: Credential,
    origin: str,
    version: str,
    at: datetime,
    parts: Parts = NONE,
    defines: bool = False,
) -> list[int]:
    """Write what is new and return its places in the order of arrival; Conflict when an identifier is taken.

    `parts` are the attachments that came along; only who `defines` changes what is known of activities.
    """
    tenant = credential.tenant
    about = [target for draft in drafts if (target := rules.refers_to(draft.statement))]
    seqs = claim(tenant, [draft.ident for draft in drafts], about)
    compare([draft for draft in drafts if draft.ident not in seqs], credential=credential)
    fresh = [draft for draft in drafts if draft.ident in seqs]
    if not fresh:
        return []
    stored = grammar.to_the_millisecond(order.stored_at(at))
    rows = [
        as_row(draft, seq=seqs[draft.ident], credential=credential, origin=origin, version=version, at=stored)
        for draft in fresh
    ]
    earlier = echoes.referring_to(rows, tenant)
    mark_voided_before(rows, earlier, credential)
    insert(Statement, STATEMENT_COLUMNS, map(columns_of, rows))
    insert(
        Mention, MENTION_COLUMNS, (mention for draft in fresh for mention in mentions(draft, seqs[draft.ident], tenant))
    )
    echoes.keep(rows, earlier, tenant=tenant)
    void([draft for draft in fresh if rules.voids(draft.statement)], credential=credential)
    came_along = (
        (seqs[draft.ident], attachment.sha2.lower()) for draft in fresh for _, attachment in all_of(draft.statement, "")
    )
    attachments.keep(came_along if parts else (), parts, tenant=tenant)
    if defines:
        known.learn((draft.statement for draft in fresh), tenant=tenant)
    return [row.seq for row in rows]


def claim(tenant: UUID, idents: Sequence[UUID], about: Sequence[UUID] = ()) -> dict[UUID, int]:
    """Take the identifiers that nobody has, and return the place of each.

    The statements that a batch is `about` are claimed too, and let go in the same transaction. Where one of them is just
    being stored, this waits for it; where it is stored next, that waits for us: one of the two will see the other.
    """
    foreign = sorted(set(about) - set(idents))
    places = dict(zip([*idents, *foreign], next_places(len(idents) + len(foreign)), strict=True))
    taken: dict[UUID, int] = {}
    ordered = sorted(places)
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), KEYS_AT_ONCE):
            chunk = ordered[start : start + KEYS_AT_ONCE]
            source, values = listed(chunk, places, tenant)
            cursor.execute(
                f"INSERT INTO {StatementKey._meta.db_table} (seq, tenant, statement_id) {source} "
                "ON CONFLICT (tenant, statement_id) DO NOTHING RETURNING seq",
                values,
            )
            new = {seq for (seq,) in cursor.fetchall()}
            taken |= {ident: places[ident] for ident in chunk if places[ident] in new}
    if let_go := [taken.pop(ident) for ident in foreign if ident in taken]:
        StatementKey.objects.filter(seq__in=let_go).delete()
    return taken


def listed(idents: Sequence[UUID], places: dict[UUID, int], tenant: UUID) -> tuple[str, list[Any]]:
    """The rows of an INSERT and their values: three lists on PostgreSQL, where a long text costs its parsing."""
    if connection.vendor == "postgresql":
        source = "SELECT place, %s, ident FROM unnest(%s::bigint[], %s::uuid[]) AS given (place, ident)"
        return source, [tenant, [places[ident] for ident in idents], list(idents)]
    values = [part for ident in idents for part in (places[ident], tenant.hex, ident.hex)]
    return f"VALUES {', '.join(['(%s, %s, %s)'] * len(idents))}", values


def next_places(count: int) -> range | list[int]:
    """Numbers for rows that are about to come, in the order of the batch; gaps are allowed."""
    table = StatementKey._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'seq')) FROM generate_series(1, %s)", [table, count]
            )
            return sorted(seq for (seq,) in cursor.fetchall())
        # SQLite has one writer, and this transaction is it: it began IMMEDIATE.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def compare(repeated: Sequence[Draft], *, credential: Credential) -> None:
    """A statement that is sent again is fine if it is the same one; an untrusted copy never stands in for ours."""
    if not repeated:
        return
    keys = StatementKey.objects.filter(tenant=credential.tenant, statement_id__in=[draft.ident for draft in repeated])
    kept = {row.statement_id: row for row in Statement.objects.filter(seq__in=keys.values("seq"))}
    for draft in repeated:
        row = kept.get(draft.ident)
        if row is None:  # erased: it is not brought back, and whoever sends it again need not try once more
            continue
        foreign = credential.is_trusted and row.credential_id != credential.pk
        if foreign or not equality.same(row.text.encode(), draft.text) or not same_moment(row, draft, credential):
            raise Conflict(statement_id=draft.ident, path=draft.path)


def same_moment(row: Statement, draft: Draft, credential: Credential) -> bool:
    """Whether the times agree, where the sender gave one and we kept it as given."""
    given = equality.timestamp_of(draft.text)
    return given is None or credential.binding is not None or row.timestamp == given


def as_row(draft: Draft, *, seq: int, credential: Credential, origin: str, version: str, at: datetime) -> Statement:
    statement = draft.statement
    return Statement(
        seq=seq,
        tenant=credential.tenant,
        statement_id=draft.ident,
        stored=at,
        timestamp=draft.timestamp if statement.timestamp or credential.binding else at,
        skew_ms=draft.skew_ms,
        actor=rules.actor_key(statement.actor),
        verb=rules.key_of(statement.verb.id),
        about=rules.about_key(statement.object),
        registration=UUID(statement.registration) if statement.registration else None,
        refers_to=rules.refers_to(statement),
        is_voiding=rules.voids(statement) is not None,
        origin=origin,
        credential=credential,
        version=statement.version or version,
        text=draft.text.decode(),
    )


def mentions(draft: Draft, seq: int, tenant: UUID) -> Iterable[tuple[Any, ...]]:
    return ((tenant, key, seq) for key in rules.mentions(draft.statement))


def mark_voided_before(rows: Sequence[Statement], earlier: Sequence[Statement], credential: Credential) -> None:
    """A statement may arrive after the one that voids it. Nobody else voids ours, neither after nor before."""
    if credential.is_trusted:
        return
    voided = {row.refers_to for row in earlier if row.is_voiding}
    for row in rows:
        row.is_voided = row.statement_id in voided and not row.is_voiding


def void(voiding: Sequence[Draft], *, credential: Credential) -> None:
    """Mark what is taken back. A voiding statement cannot be voided, and another system cannot take back ours."""
    if not voiding:
        return
    targets = {rules.voids(draft.statement): draft for draft in voiding}
    keys = StatementKey.objects.filter(tenant=credential.tenant, statement_id__in=list(targets))
    rows = Statement.objects.filter(seq__in=keys.values("seq"), is_voiding=False)
    if not credential.is_trusted:
        for row in rows.exclude(origin=Statement.Origin.EXTERNAL):
            raise Forbidden("may_not_void", path=f"{targets[row.statement_id].path}.object")
    rows.update(is_voided=True)


STATEMENT_COLUMNS = tuple(str(field.column) for field in Statement._meta.local_concrete_fields)
MENTION_COLUMNS = ("tenant", "key", "seq")
#: A row's values in the order of STATEMENT_COLUMNS.
columns_of = attrgetter(*(field.attname for field in Statement._meta.local_concrete_fields))


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows in one round trip, without a parameter limit."""
    held = list(rows)
    table, names = model._meta.db_table, ", ".join(map(connection.ops.quote_name, columns))
    if connection.vendor == "postgresql" and len(held) >= WORTH_A_COPY:
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in held:
                copy.write_row(row)
    elif held:
        marks = ", ".join(["%s"] * len(columns))
        plain = held if connection.vendor == "postgresql" else [tuple(map(as_sqlite, row)) for row in held]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)  # noqa: S608  (our own names)


def as_sqlite(value: Any) -> Any:
    """A value as Django keeps it in SQLite: identifiers as 32 digits, moments without their zone, which is UTC."""
    if isinstance(value, UUID):
        return value.hex
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value
