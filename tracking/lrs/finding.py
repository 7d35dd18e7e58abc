"""A page of statements, found by walking one index at a time, however many there are.

A filter that may be met in several ways (as actor, as object, as a member) is asked once for each way, and the newest of
all of them are the page. Statements that speak of what fits (Communication 2.1.3) are looked for last, and only where
they could still come onto the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db import connection

from tracking.lrs import sql
from tracking.lrs.models import Credential, Echo, Mention, Statement, StatementKey
from tracking.lrs.queries import Times, Wanted
from tracking.lrs.rules import key_of, member_key_of

#: A filter that fits no more than this is followed from what it fits to what speaks of that, not the other way round.
FEW = 1_000
#: Of so many statements one, and less, is a filter that fits few.
SPARSE = 500
STATEMENT, KEY, MENTION, ECHO = (model._meta.db_table for model in (Statement, StatementKey, Mention, Echo))
#: What a credential may read: columns and the values they must have.
Reach = Mapping[str, Any]


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


def one(reach: Reach, ident: UUID, *, is_voided: bool, ahead: Sequence[sql.Ahead] = ()) -> Found | None:
    """The statement of this identifier, by way of the narrow table that has the index."""
    named = f"SELECT seq FROM {KEY} WHERE tenant = %s AND statement_id = %s"
    asked = equal(reach) & Condition(f"s.seq = ({named})", (reach["tenant"].hex, ident.hex)) & voided(is_voided)
    found = given_out(f"SELECT {SHOWN} FROM {STATEMENT} s WHERE {asked.sql}", asked.values, ahead=ahead)
    return found[0] if found else None


def page(
    reach: Reach, *, window: Window, times: Times, wanted: Wanted, ahead: Sequence[sql.Ahead] = ()
) -> list[Found]:  # fmt: skip
    """Those within `reach` that fit and those that speak of one that fits, in order; voided ones are left out.

    What goes `ahead` is asked before any statement is read.
    """
    within = stored_within(equal(reach) & voided(False), times)
    # Of a time the database should see how much lies behind it before it chooses an index.
    prepare = times["since"] is None and times["until"] is None
    rows = given_out(*page_of(within, window, wanted, reach["tenant"]), prepare=prepare, ahead=ahead)
    if not wanted:
        return rows
    told = speaking(window, wanted, rows, reach["tenant"])
    if told is None:
        return rows
    echoes = walk(STATEMENTS, within & told, window, columns=SHOWN)
    return window.first([*rows, *given_out(*echoes, prepare=prepare)])


def equal(columns: Mapping[str, Any]) -> Condition:
    """The columns of `s` have these values; identifiers are given as both databases take them."""
    values = tuple(value.hex if isinstance(value, UUID) else value for value in columns.values())
    return Condition(" AND ".join(f"s.{name} = %s" for name in columns), values)


def voided(is_voided: bool) -> Condition:
    return Condition("s.is_voided" if is_voided else "NOT s.is_voided")


def stored_within(found: Condition, times: Times) -> Condition:
    if since := times["since"]:
        found &= Condition("s.stored > %s", (sql.moment(since),))
    if until := times["until"]:
        found &= Condition("s.stored <= %s", (sql.moment(until),))
    return found


def given_out(
    asked: str, values: Sequence[Any], *, prepare: bool = True, ahead: Sequence[sql.Ahead] = ()
) -> list[Found]:  # fmt: skip
    rows = sql.rows_after(ahead, sql.Question(asked, values), prepare=prepare)
    if connection.vendor == "postgresql":
        return [Found(*row) for row in rows]
    return [
        Found(seq, ident, sql.as_moment(stored), sql.as_moment(timestamp), *rest)
        for seq, ident, stored, timestamp, *rest in rows
    ]


def page_of(within: Condition, window: Window, wanted: Wanted, tenant: UUID) -> Asked:
    """The first of what the walks find, in one question: a single walk itself, several by the places that they come to."""
    ways = walks(within, window, wanted, tenant)
    if len(ways) == 1:
        return ways[0]._replace(sql=ways[0].sql.replace(PLACE, SHOWN, 1))
    places, values = either(ways)
    return walk(STATEMENTS, Condition(f"s.seq IN ({places})", values), window, columns=SHOWN)


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


def speaking(window: Window, wanted: Wanted, rows: Sequence[Found], tenant: UUID) -> Condition | None:
    """Statements that speak of one that fits, voided or not, at whatever time that one was stored; None if none can."""
    few = few_that_fit(wanted, tenant) if window.is_wide(rows) else None
    if few == []:
        return None
    spoken_of = target_fits(wanted, tenant) if few is None else Condition(*sql.is_one_of("e.target", "bigint", few))
    told = all_of(
        [Condition("e.tenant = %s", (tenant.hex,)), *window.onwards("e.seq"), *window.until(rows, "e.seq"), spoken_of]
    )
    return Condition(f"s.seq IN (SELECT e.seq FROM {ECHO} e WHERE {told.sql})", told.values)


def target_fits(wanted: Wanted, tenant: UUID) -> Condition:
    """What an echo `e` speaks of fits."""
    target = narrowed(equal({"tenant": tenant}), wanted)
    for ways in (agent_ways(tenant, wanted), activity_ways(wanted)):
        if ways:
            target &= any_of(ways, tenant)
    return Condition(f"EXISTS (SELECT 1 FROM {STATEMENT} s WHERE s.seq = e.target AND {target.sql})", target.values)


def few_that_fit(wanted: Wanted, tenant: UUID) -> list[int] | None:
    """All places that fit, where they are few."""
    everywhere = Window(ascending=False, cursor=None, most=FEW + 1)
    places, values = either(walks(equal({"tenant": tenant}), everywhere, wanted, tenant))
    found = sql.rows(f"{places} LIMIT {FEW + 1:d}", values)
    return None if len(found) > FEW else [seq for (seq,) in found]
