"""Walking an index: the places of statements that fit, in order, asked for once for each way to fit.

The pieces are put together from SQL of our own; what the asker gives stands among the values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from tracking.lrs import sql
from tracking.lrs.models import Credential, Mention, Statement
from tracking.lrs.queries import Wanted
from tracking.lrs.rules import key_of, member_key_of

#: Of so many statements one, and less, is a filter that fits few.
SPARSE = 500
STATEMENT, MENTION = Statement._meta.db_table, Mention._meta.db_table


class Found(NamedTuple):
    """What is given out of a statement, its identifier as the database told it: few are asked for it."""

    seq: int
    statement_id: UUID | str
    stored: datetime
    timestamp: datetime
    version: str
    credential_id: int
    lacks: int
    text: str

    @property
    def ident(self) -> UUID:
        return sql.as_uuid(self.statement_id)


SHOWN = ", ".join(f"s.{name}" for name in Found._fields)


@dataclass(frozen=True)
class Condition:
    """A piece of SQL about the statement `s`, and the values for its marks. The pieces are ours, the values the asker's."""

    sql: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: Self) -> "Condition":
        return Condition(f"{self.sql} AND {other.sql}", self.values + other.values)


class Asked(NamedTuple):
    """A whole question, and the values for its marks."""

    sql: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Way:
    """One way to meet a filter: by a column, or by being mentioned under a key."""

    column: str
    value: Any

    @property
    def is_mention(self) -> bool:
        return self.column == "mentioned"

    def fits(self, tenant: UUID) -> Condition:
        """The way as a condition on a statement that has been found otherwise."""
        if not self.is_mention:
            return equal({self.column: self.value})
        there = f"SELECT 1 FROM {MENTION} m WHERE m.tenant = %s AND m.key = %s AND m.seq = s.seq"
        return Condition(f"EXISTS ({there})", (tenant.hex, self.value))


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which places a page may show: those beyond the last one shown, in its direction, no more than `most` of them."""

    ascending: bool
    cursor: int | None
    most: int

    @property
    def order(self) -> str:
        return "ASC" if self.ascending else "DESC"

    def onwards(self, place: str) -> list[Condition]:
        """What lies beyond the cursor."""
        if self.cursor is None:
            return []
        return [Condition(f"{place} {'>' if self.ascending else '<'} %s", (self.cursor,))]

    def until(self, rows: Sequence[Found], place: str) -> list[Condition]:
        """What lies before the last of a full page; anything where the page has room."""
        if len(rows) < self.most:
            return []
        return [Condition(f"{place} {'<=' if self.ascending else '>='} %s", (rows[-1].seq,))]

    def is_wide(self, rows: Sequence[Found]) -> bool:
        """Whether a page has room, or its statements lie so far apart that much else may lie between them."""
        return len(rows) < self.most or abs(rows[0].seq - rows[-1].seq) > SPARSE * self.most

    def first(self, rows: Iterable[Found]) -> list[Found]:
        by_place = {row.seq: row for row in rows}
        return [by_place[seq] for seq in sorted(by_place, reverse=not self.ascending)][: self.most]


def equal(columns: Mapping[str, Any]) -> Condition:
    """The columns of `s` have these values; identifiers are given as both databases take them."""
    values = tuple(value.hex if isinstance(value, UUID) else value for value in columns.values())
    return Condition(" AND ".join(f"s.{name} = %s" for name in columns), values)


def either(ways: Sequence[Asked]) -> Asked:
    """The places of any of several walks."""
    each = [f"SELECT seq FROM ({way.sql}) w{number}" for number, way in enumerate(ways)]
    return Asked(" UNION ".join(each), tuple(value for way in ways for value in way.values))


def walks(within: Condition, window: Window, wanted: Wanted, tenant: UUID) -> list[Asked]:
    """The places that fit, asked for once for each way, each in order of an index that has them so."""
    within = narrowed(within, wanted)
    leading, others = sorted((agent_ways(tenant, wanted), activity_ways(wanted)), key=len, reverse=True)
    if others:
        within &= any_of(others, tenant)
    return [along(within, way, window, tenant) for way in leading] or [straight(within, window)]


def narrowed(within: Condition, wanted: Wanted) -> Condition:
    """By the filters that a column answers."""
    if verb := wanted.get("verb"):
        within &= equal({"verb": key_of(verb)})
    if registration := wanted.get("registration"):
        within &= equal({"registration": registration})
    return within


def agent_ways(tenant: UUID, wanted: Wanted) -> list[Way]:
    """An agent or group as actor or object, or as a member of either; when related, wherever it stands."""
    actor = wanted.get("actor")
    if actor is None:
        return []
    ways = [Way("actor", actor.hex), Way("about", actor.hex), Way("mentioned", member_key_of(actor).hex)]
    if wanted.get("related_agents"):
        vouching = sql.rows(VOUCHING, [tenant.hex, actor.hex])
        ways += [Way("mentioned", actor.hex), *(Way("credential_id", pk) for (pk,) in vouching)]
    return ways


VOUCHING = f"SELECT id FROM {Credential._meta.db_table} WHERE tenant = %s AND authority_key = %s"


def activity_ways(wanted: Wanted) -> list[Way]:
    activity = wanted.get("activity")
    if activity is None:
        return []
    key = key_of(activity).hex
    return [Way("about", key), *([Way("mentioned", key)] if wanted.get("related_activities") else [])]


def along(within: Condition, way: Way, window: Window, tenant: UUID) -> Asked:
    """By one way, in order. Mentions are joined, not looked up in a list, so that the walk ends with the page."""
    if not way.is_mention:
        return straight(way.fits(tenant) & within, window)
    mentioned = Condition("m.tenant = %s AND m.key = %s", (tenant.hex, way.value))
    asked = all_of([mentioned, *window.onwards("m.seq"), within])
    return walk(f"{MENTION} m JOIN {STATEMENT} s ON s.seq = m.seq", asked, window, by="m.seq")


def straight(within: Condition, window: Window) -> Asked:
    return walk(STATEMENTS, all_of([within, *window.onwards("s.seq")]), window)


PLACE, STATEMENTS = "s.seq", f"{STATEMENT} s"


def walk(source: str, asked: Condition, window: Window, *, by: str = PLACE, columns: str = PLACE) -> Asked:
    """The limit is written out: of a number that is not known yet a prepared plan fears the worst."""
    order = f"ORDER BY {by} {window.order} LIMIT {window.most:d}"
    return Asked(f"SELECT {columns} FROM {source} WHERE {asked.sql} {order}", asked.values)


def all_of(conditions: Sequence[Condition]) -> Condition:
    values = tuple(value for condition in conditions for value in condition.values)
    return Condition(" AND ".join(condition.sql for condition in conditions), values)


def any_of(ways: Sequence[Way], tenant: UUID) -> Condition:
    """Some of the ways, as a condition on a statement that has been found otherwise."""
    each = [way.fits(tenant) for way in ways]
    whole = " OR ".join(condition.sql for condition in each)
    return Condition(f"({whole})", tuple(value for condition in each for value in condition.values))
