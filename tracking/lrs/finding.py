"""A page of statements, found by walking one index at a time, however many there are.

A filter that may be met in several ways (as actor, as object, as a member) is asked once for each way, and the newest of
all of them are the page. Statements that speak of what fits (Communication 2.1.3) are looked for last, and only where
they could still come onto the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tracking.lrs import sql
from tracking.lrs.models import StatementKey
from tracking.lrs.queries import Times, Wanted
from tracking.lrs.speaking import FEW, should_fit_few, speaking, speaking_of_few
from tracking.lrs.walking import (
    PLACE,
    SHOWN,
    STATEMENT,
    STATEMENTS,
    Asked,
    Condition,
    Found,
    Window,
    either,
    equal,
    walk,
    walks,
)

KEY = StatementKey._meta.db_table
#: What a credential may read: columns and the values they must have.
Reach = Mapping[str, Any]


def one(reach: Reach, ident: UUID, *, is_voided: bool, ahead: Sequence[sql.Ahead] = ()) -> Found | None:
    """The statement of this identifier, by way of the narrow table that has the index."""
    named = f"SELECT seq FROM {KEY} WHERE tenant = %s AND statement_id = %s"
    asked = equal(reach) & Condition(f"s.seq = ({named})", (reach["tenant"].hex, ident.hex)) & voided(is_voided)
    rows = given_out(f"SELECT {SHOWN} FROM {STATEMENT} s WHERE {asked.sql}", asked.values, ahead=ahead)
    return rows[0] if rows else None


def page(
    reach: Reach, *, window: Window, times: Times, wanted: Wanted, ahead: Sequence[sql.Ahead] = ()
) -> list[Found]:  # fmt: skip
    """Those within `reach` that fit and those that speak of one that fits, in order; voided ones are left out.

    What goes `ahead` is asked before any statement is read.
    """
    within = stored_within(equal(reach) & voided(False), times)
    # Of a time the database should see how much lies behind it before it chooses an index.
    prepare = times["since"] is None and times["until"] is None
    if prepare and sql.is_postgres() and should_fit_few(wanted):
        rows, told = at_once(within, window, wanted, reach["tenant"], ahead=ahead)
        if told is not None:
            return window.first([*rows, *told])
    else:
        rows = given_out(*page_of(within, window, wanted, reach["tenant"]), prepare=prepare, ahead=ahead)
    about = speaking(window, wanted, rows, reach["tenant"]) if wanted else None
    if about is None:
        return rows
    return window.first([*rows, *given_out(*walk(STATEMENTS, within & about, window, columns=SHOWN), prepare=prepare)])


def at_once(
    within: Condition, window: Window, wanted: Wanted, tenant: UUID, *, ahead: Sequence[sql.Ahead]
) -> tuple[list[Found], list[Found] | None]:
    """What fits, and what speaks of that, in one exchange; None for the latter where more fits than was thought."""
    fits: list[Found] = []
    places: list[sql.Row] = []
    few, about = speaking_of_few(window, wanted, tenant)
    asked = [
        sql.Ahead(sql.Question(*page_of(within, window, wanted, tenant)), lambda rows: fits.extend(map(found, rows))),
        sql.Ahead(sql.Question(*few), places.extend),
    ]
    told = given_out(*walk(STATEMENTS, within & about, window, columns=SHOWN), ahead=[*ahead, *asked])
    return fits, told if len(places) <= FEW else None


def voided(is_voided: bool) -> Condition:
    return Condition("s.is_voided" if is_voided else "NOT s.is_voided")


def stored_within(within: Condition, times: Times) -> Condition:
    if since := times["since"]:
        within &= Condition("s.stored > %s", (sql.moment(since),))
    if until := times["until"]:
        within &= Condition("s.stored <= %s", (sql.moment(until),))
    return within


def given_out(
    asked: str, values: Sequence[Any], *, prepare: bool = True, ahead: Sequence[sql.Ahead] = ()
) -> list[Found]:  # fmt: skip
    return [found(row) for row in sql.rows_after(ahead, sql.Question(asked, values), prepare=prepare)]


def found(row: sql.Row) -> Found:
    if sql.is_postgres():
        return Found(*row)
    seq, ident, stored, timestamp, *rest = row
    return Found(seq, ident, sql.as_moment(stored), sql.as_moment(timestamp), *rest)


def page_of(within: Condition, window: Window, wanted: Wanted, tenant: UUID) -> Asked:
    """The first of what the walks find, in one question: a single walk itself, several by the places that they come to."""
    ways = walks(within, window, wanted, tenant)
    if len(ways) == 1:
        return ways[0]._replace(sql=ways[0].sql.replace(PLACE, SHOWN, 1))
    places, values = either(ways)
    return walk(STATEMENTS, Condition(f"s.seq IN ({places})", values), window, columns=SHOWN)
