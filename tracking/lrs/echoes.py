"""Statements about statements: what finds one also finds those that refer to it, at any remove (Communication 2.1.3).

A statement refers to at most one other, so what it refers to is a chain. The chain is walked when a statement arrives,
whichever end comes first, and never when one is looked for.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from tracking.lrs import sql
from tracking.lrs.models import Echo, Statement, StatementKey

#: A chain longer than this is nobody's confirmation of a confirmation.
MOST_REMOVES = 20
STATEMENT = Statement._meta.db_table


class Link(NamedTuple):
    """A statement's place and identifier, and the statement that it refers to."""

    seq: int
    ident: UUID
    refers_to: UUID | None
    is_voiding: bool


def referring_to(idents: Sequence[UUID], tenant: UUID) -> list[Link]:
    """Statements that arrived before those that they are about."""
    return links(sql.rows(*asking(idents, tenant)))


def asking(idents: Sequence[UUID], tenant: UUID) -> sql.Question:
    condition, values = sql.is_one_of("refers_to", "uuid", list(map(sql.key, idents)))
    columns = "seq, statement_id, refers_to, is_voiding"
    asked = f"SELECT {columns} FROM {STATEMENT} WHERE tenant = %s AND {condition}"  # noqa: S608 - names of our own
    return sql.Question(asked, (sql.key(tenant), *values))


def links(rows: Iterable[sql.Row]) -> list[Link]:
    return [
        Link(seq, sql.as_uuid(ident), sql.as_uuid(target), bool(is_voiding)) for seq, ident, target, is_voiding in rows
    ]


def keep(rows: Sequence[Link], earlier: Sequence[Link], *, tenant: UUID) -> None:
    """Note what the new `rows` refer to, and what refers to them: `earlier`, and whatever speaks of that."""
    starts = {row.seq: row.refers_to for row in (*rows, *earlier) if row.refers_to}
    if not starts:
        return
    if earlier:
        further = Echo.objects.filter(tenant=tenant, target__in=[row.seq for row in earlier]).values("seq")
        speaking = Statement.objects.filter(seq__in=further, refers_to__isnull=False)
        starts |= {row.seq: row.refers_to for row in speaking.only("seq", "refers_to") if row.refers_to}
    at_hand: dict[UUID, Link | None] = {row.ident: row for row in rows}
    Echo.objects.bulk_create(
        [Echo(tenant=tenant, seq=seq, target=target) for seq, target in sorted(chains(starts, at_hand, tenant))],
        ignore_conflicts=True,
    )


def chains(starts: dict[int, UUID], at_hand: dict[UUID, Link | None], tenant: UUID) -> set[tuple[int, int]]:
    """Each statement of `starts` with every statement on its chain; one query for a whole step."""
    found: set[tuple[int, int]] = set()
    for _remove in range(MOST_REMOVES):
        look_up(set(starts.values()) - at_hand.keys(), at_hand, tenant)
        following: dict[int, UUID] = {}
        for seq, ident in starts.items():
            link = at_hand[ident]
            if link is None or link.seq == seq or (seq, link.seq) in found:
                continue  # not here yet, or round in a circle
            found.add((seq, link.seq))
            if link.refers_to:
                following[seq] = link.refers_to
        if not following:
            break
        starts = following
    return found


def look_up(idents: Iterable[UUID], at_hand: dict[UUID, Link | None], tenant: UUID) -> None:
    wanted = sorted(idents)
    if not wanted:
        return
    at_hand |= dict.fromkeys(wanted)
    keys = StatementKey.objects.filter(tenant=tenant, statement_id__in=wanted).values("seq")
    for row in Statement.objects.filter(seq__in=keys).only("seq", "statement_id", "refers_to", "is_voiding"):
        at_hand[row.statement_id] = Link(row.seq, row.statement_id, row.refers_to, row.is_voiding)
