"""The rows of a batch, written with as many queries for a hundred statements as for one.

Identity comes first, in one fixed order, so that two batches that share identifiers wait for each other and never
deadlock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from tracking.lrs import echoes, equality, grammar, known, order, rules, serving, sql
from tracking.lrs import statement as typed
from tracking.lrs.attachments import storing as attachments
from tracking.lrs.attachments.rules import NONE, Parts, all_of
from tracking.lrs.echoes import Link
from tracking.lrs.models import Credential, Mention, Statement, StatementKey
from tracking.lrs.refusals import Conflict, Forbidden

KEY = StatementKey._meta.db_table
STATEMENT = sql.Table(Statement._meta.db_table, (
    "seq", "tenant", "statement_id", "stored", "timestamp", "skew_ms", "actor", "verb", "about", "registration",
    "refers_to", "is_voiding", "is_voided", "origin", "credential_id", "version", "lacks", "text",
))  # fmt: skip
MENTION = sql.Table(Mention._meta.db_table, ("tenant", "key", "seq"))
#: Identifiers in one INSERT on SQLite: three parameters each, well below its limit of 32,766.
KEYS_AT_ONCE = 5_000


class Draft(NamedTuple):
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
    if not drafts:
        return []
    tenant = credential.tenant
    about = [target for draft in drafts if (target := rules.refers_to(draft.statement))]
    seqs = claim(tenant, [draft.ident for draft in drafts], about)
    if len(seqs) < len(drafts):
        compare([draft for draft in drafts if draft.ident not in seqs], credential=credential)
    fresh = [draft for draft in drafts if draft.ident in seqs]
    if not fresh:
        return []
    links = [link(draft, seqs[draft.ident]) for draft in fresh]
    earlier = echoes.referring_to([draft.ident for draft in fresh], tenant)
    made, mentioned = rows_of(
        fresh, links, credential=credential, origin=origin, version=version, at=at, voided=voided_by(earlier, credential)
    )  # fmt: skip
    insert(made, mentioned)
    if earlier or about:
        echoes.keep(links, earlier, tenant=tenant)
        void([draft for draft in fresh if rules.voids(draft.statement)], credential=credential)
    if parts:
        came_along = (
            (seqs[draft.ident], attachment.sha2.lower())
            for draft in fresh for _, attachment in all_of(draft.statement, "")
        )  # fmt: skip
        attachments.keep(came_along, parts, tenant=tenant)
    if defines:
        known.learn((draft.statement for draft in fresh), tenant=tenant)
    return [one.seq for one in links]


def link(draft: Draft, seq: int) -> Link:
    statement = draft.statement
    return Link(seq, draft.ident, rules.refers_to(statement), rules.voids(statement) is not None)


def claim(tenant: UUID, idents: Sequence[UUID], about: Sequence[UUID] = ()) -> dict[UUID, int]:
    """Take the identifiers that nobody has, and return the place of each, in the order of the batch; gaps are allowed.

    The statements that a batch is `about` are claimed too, and let go in the same transaction. Where one of them is just
    being stored, this waits for it; where it is stored next, that waits for us: one of the two will see the other.
    """
    foreign = sorted(set(about) - set(idents)) if about else []
    wanted = [*idents, *foreign]
    claim_all = claimed_in_postgres if sql.is_postgres() else claimed_in_sqlite
    taken = claim_all(sql.key(tenant), list(map(sql.key, wanted)))
    if let_go := [taken.pop(ident.hex) for ident in foreign if ident.hex in taken]:
        StatementKey.objects.filter(seq__in=let_go).delete()
    return {ident: taken[key] for ident in idents if (key := sql.key(ident)) in taken}


INTO_KEYS = f"INSERT INTO {KEY} (seq, tenant, statement_id)"
FREE = "ON CONFLICT (tenant, statement_id) DO NOTHING RETURNING statement_id, seq"


def claimed_in_postgres(tenant: str, keys: Sequence[str]) -> dict[str, int]:
    return claimed(sql.rows(*claiming(tenant, keys)))


def claiming(tenant: str, keys: Sequence[str]) -> sql.Question:
    """Places are drawn in the order of the batch, and taken in the order of the identifiers."""
    drawn = "SELECT nextval(%s::regclass) AS place, ident FROM unnest(%s::uuid[]) AS given (ident)"
    source = "SELECT place, %s::uuid, ident FROM drawn ORDER BY ident"
    return sql.Question(
        f"WITH drawn AS MATERIALIZED ({drawn}) {INTO_KEYS} {source} {FREE}", (sequence(), list(keys), tenant)
    )


def claimed(taken: Iterable[sql.Row]) -> dict[str, int]:
    return {sql.key(sql.as_uuid(ident)): place for ident, place in taken}


def claimed_in_sqlite(tenant: str, keys: Sequence[str]) -> dict[str, int]:
    """SQLite has one writer, and this transaction is it: it began IMMEDIATE."""
    found = sql.rows("SELECT seq FROM sqlite_sequence WHERE name = %s", [KEY])
    last = found[0][0] if found else 0
    rows = [(last + number, tenant, ident) for number, ident in enumerate(keys, start=1)]
    taken: dict[str, int] = {}
    for start in range(0, len(rows), KEYS_AT_ONCE):
        chunk = rows[start : start + KEYS_AT_ONCE]
        marks = ", ".join(["(%s, %s, %s)"] * len(chunk))
        values = [value for row in chunk for value in row]
        taken.update(sql.rows(f"{INTO_KEYS} VALUES {marks} {FREE}", values))
    return taken


@cache
def sequence() -> str:
    """The name of the sequence that gives out places on PostgreSQL."""
    return str(sql.rows("SELECT pg_get_serial_sequence(%s, 'seq')", [KEY])[0][0])


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


def insert(made: Sequence[sql.Row], mentioned: Sequence[sql.Row], *, then: Sequence[sql.Question] = ()) -> None:
    sql.insert_all([(STATEMENT, made), (MENTION, mentioned)], then)


def rows_of(
    drafts: Sequence[Draft],
    links: Sequence[Link],
    *,
    credential: Credential,
    origin: str,
    version: str,
    at: datetime,
    voided: set[UUID | None],
) -> tuple[list[sql.Row], list[sql.Row]]:
    """The rows of the statements and of their mentions; what was taken back before it came is marked so.

    Made once others can see that this transaction writes.
    """
    tenant, at = sql.key(credential.tenant), grammar.to_the_millisecond(order.stored_at(at))
    stored = sql.moment(at)
    made: list[sql.Row] = []
    mentioned: list[sql.Row] = []
    for draft, (seq, ident, refers_to, is_voiding) in zip(drafts, links, strict=True):
        statement = draft.statement
        mentioned += [(tenant, rules.digits_of(each), seq) for each in rules.spoken_of(statement)]
        given = statement.timestamp or credential.registration
        made.append((
            seq, tenant, sql.key(ident), stored, sql.moment(draft.timestamp) if given else stored, draft.skew_ms,
            digits_or_none(statement.actor.ident), rules.digits_of(statement.verb.id),
            digits_or_none(rules.about_text(statement.object)), registration(statement), key_or_none(refers_to),
            is_voiding, ident in voided and not is_voiding, origin, credential.pk, statement.version or version,
            serving.lacks(statement), draft.text.decode(),
        ))  # fmt: skip
    return made, mentioned


def key_or_none(key: UUID | None) -> str | None:
    return sql.key(key) if key else None


def digits_or_none(text: str) -> str | None:
    return rules.digits_of(text) if text else None


def registration(statement: typed.Statement) -> str | None:
    given = statement.registration
    return given.replace("-", "").lower() if given else None


def voided_by(earlier: Iterable[Link], credential: Credential) -> set[UUID | None]:
    """A statement may arrive after the one that voids it. Nobody else voids ours, neither after nor before."""
    return set() if credential.is_trusted else {one.refers_to for one in earlier if one.is_voiding}


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
