"""Statements that speak of what fits a filter, at any remove, come with it (Communication 2.1.3).

They are looked for after the page, and only where they could still come onto it. Where few should fit, all is asked at once.
"""

from collections.abc import Sequence
from uuid import UUID

from tracking.lrs import sql
from tracking.lrs.models import Echo, Statement
from tracking.lrs.queries import Wanted
from tracking.lrs.walking import (
    Asked,
    Condition,
    Found,
    Window,
    activity_ways,
    agent_ways,
    all_of,
    any_of,
    either,
    equal,
    narrowed,
    walks,
)

#: A filter that fits no more than this is followed from what it fits to what speaks of that, not the other way round.
FEW = 1_000
STATEMENT, ECHO = Statement._meta.db_table, Echo._meta.db_table


def speaking(window: Window, wanted: Wanted, rows: Sequence[Found], tenant: UUID) -> Condition | None:
    """Statements that speak of one that fits, voided or not, at whatever time that one was stored; None if none can."""
    few = few_that_fit(wanted, tenant) if window.is_wide(rows) else None
    if few == []:
        return None
    spoken_of = target_fits(wanted, tenant) if few is None else Condition(*sql.is_one_of("e.target", "bigint", few))
    return speaking_of(spoken_of, window, rows, tenant)


def speaking_of(spoken_of: Condition, window: Window, rows: Sequence[Found], tenant: UUID) -> Condition:
    told = all_of(
        [Condition("e.tenant = %s", (tenant.hex,)), *window.onwards("e.seq"), *window.until(rows, "e.seq"), spoken_of]
    )
    return Condition(f"s.seq IN (SELECT e.seq FROM {ECHO} e WHERE {told.sql})", told.values)


def speaking_of_few(window: Window, wanted: Wanted, tenant: UUID) -> tuple[Asked, Condition]:
    """The places of all that fits, as far as they are few, and statements that speak of these, for PostgreSQL."""
    places = all_that_fits(wanted, tenant)
    spoken_of = Condition(f"e.target = ANY(ARRAY({places.sql}))", places.values)
    return places, speaking_of(spoken_of, window, [], tenant)


def should_fit_few(wanted: Wanted) -> bool:
    """Whether a filter is likely to fit few, so that asking everything at once is worth it: it walks twice over what fits,
    which for several ways (an agent as actor, object and member) costs more than another exchange.
    """
    return bool(wanted.get("registration")) and not wanted.get("actor")


def target_fits(wanted: Wanted, tenant: UUID) -> Condition:
    """What an echo `e` speaks of fits."""
    target = narrowed(equal({"tenant": tenant}), wanted)
    for ways in (agent_ways(tenant, wanted), activity_ways(wanted)):
        if ways:
            target &= any_of(ways, tenant)
    return Condition(f"EXISTS (SELECT 1 FROM {STATEMENT} s WHERE s.seq = e.target AND {target.sql})", target.values)


def few_that_fit(wanted: Wanted, tenant: UUID) -> list[int] | None:
    """All places that fit, where they are few."""
    return as_few(sql.rows(*all_that_fits(wanted, tenant)))


def as_few(found: Sequence[sql.Row]) -> list[int] | None:
    return None if len(found) > FEW else [seq for (seq,) in found]


def all_that_fits(wanted: Wanted, tenant: UUID) -> Asked:
    """The places of all that fits, or one more than are few."""
    everywhere = Window(ascending=False, cursor=None, most=FEW + 1)
    places, values = either(walks(equal({"tenant": tenant}), everywhere, wanted, tenant))
    return Asked(f"{places} LIMIT {FEW + 1:d}", values)
