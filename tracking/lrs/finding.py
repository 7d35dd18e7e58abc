"""A page of statements, found by walking one index at a time, however many there are.

A filter that may be met in several ways (as actor, as object, as a member) is asked once for each way, and the newest of
all of them are the page. Statements that speak of what fits (Communication 2.1.3) are looked for last, and only where
they could still come onto the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from tracking.lrs.models import Credential, Echo, Mention, Statement
from tracking.lrs.queries import Times, Wanted, stored_within
from tracking.lrs.rules import key_of, member_key_of

#: A filter that fits no more than this is followed from what it fits to what speaks of that, not the other way round.
FEW = 1_000
#: Of so many statements one, and less, is a filter that fits few.
SPARSE = 500
MENTION, STATEMENT = Mention._meta.db_table, Statement._meta.db_table


class Found(NamedTuple):
    """What is given out of a statement."""

    seq: int
    statement_id: UUID
    stored: datetime
    timestamp: datetime
    version: str
    credential_id: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to meet a filter: by a column, or by being mentioned under a key."""

    fits: Q = field(default_factory=Q)
    mentioned: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which places a page may show: those beyond the last one shown, in its direction, no more than `most` of them."""

    tenant: UUID
    ascending: bool
    cursor: int | None
    most: int

    def onwards(self, name: str = "seq") -> Q:
        """What lies beyond the cursor."""
        if self.cursor is None:
            return Q()
        return Q(**{f"{name}__{'gt' if self.ascending else 'lt'}": self.cursor})

    def until(self, rows: Sequence[Found]) -> Q:
        """What lies before the last of a full page; anything where the page has room."""
        if len(rows) < self.most:
            return Q()
        return Q(seq__lte=rows[-1].seq) if self.ascending else Q(seq__gte=rows[-1].seq)

    def is_wide(self, rows: Sequence[Found]) -> bool:
        """Whether a page has room, or its statements lie so far apart that much else may lie between them."""
        return len(rows) < self.most or abs(rows[0].seq - rows[-1].seq) > SPARSE * self.most

    def first(self, rows: Iterable[Found]) -> list[Found]:
        by_place = {row.seq: row for row in rows}
        return [by_place[seq] for seq in sorted(by_place, reverse=not self.ascending)][: self.most]


def page(visible: QuerySet[Statement], *, window: Window, times: Times, wanted: Wanted) -> list[Found]:
    """Those of `visible` that fit and those that speak of one that fits, in order; voided ones are left out."""
    shown = stored_within(visible.filter(window.onwards()), times["since"], times["until"])
    walks = walked(shown, window, wanted)
    rows = window.first(row for walk in walks for row in given_out(walk[: window.most]))
    if not wanted:
        return rows
    echoes = shown.filter(seq__in=speaking(window, wanted, rows)).order_by("seq" if window.ascending else "-seq")
    return window.first([*rows, *given_out(echoes[: window.most])])


def given_out(rows: QuerySet[Statement]) -> list[Found]:
    return [Found(*row) for row in rows.values_list(*Found._fields)]


def walked(found: QuerySet[Statement], window: Window, wanted: Wanted) -> list[QuerySet[Statement]]:
    """The statements that fit, once for each way, each in order of an index that has them so."""
    found = narrowed(found, wanted)
    leading, others = sorted((agent_ways(window.tenant, wanted), activity_ways(wanted)), key=len, reverse=True)
    if others:
        found = found.filter(any_of(others, window.tenant))
    return [along(found, way, window) for way in leading] if leading else [ordered(found, window)]


def narrowed(found: QuerySet[Statement], wanted: Wanted) -> QuerySet[Statement]:
    """By the filters that a column answers."""
    if verb := wanted.get("verb"):
        found = found.filter(verb=key_of(verb))
    if registration := wanted.get("registration"):
        found = found.filter(registration=registration)
    return found


def agent_ways(tenant: UUID, wanted: Wanted) -> list[Way]:
    """An agent or group as actor or object, or as a member of either; when related, wherever it stands."""
    actor = wanted.get("actor")
    if actor is None:
        return []
    ways = [Way(fits=Q(actor=actor)), Way(fits=Q(about=actor)), Way(mentioned=member_key_of(actor))]
    if wanted.get("related_agents"):
        vouching = list(Credential.objects.filter(tenant=tenant, authority_key=actor).values_list("pk", flat=True))
        ways += [Way(mentioned=actor), *(Way(fits=Q(credential=pk)) for pk in vouching)]
    return ways


def activity_ways(wanted: Wanted) -> list[Way]:
    activity = wanted.get("activity")
    if activity is None:
        return []
    key = key_of(activity)
    return [Way(fits=Q(about=key)), *([Way(mentioned=key)] if wanted.get("related_activities") else [])]


def along(found: QuerySet[Statement], way: Way, window: Window) -> QuerySet[Statement]:
    """By one way, in order. Mentions are joined, not looked up in a list, so that the walk ends with the page."""
    if way.mentioned is None:
        return ordered(found.filter(way.fits), window)
    kept = Mention._meta.get_field("key")
    where, values = f"{MENTION}.tenant = %s AND {MENTION}.key = %s", [window.tenant, way.mentioned]
    if window.cursor is not None:
        where += f" AND {MENTION}.seq {'>' if window.ascending else '<'} {window.cursor:d}"
    return found.extra(  # noqa: S610  (names of our own tables, and a number)
        tables=[MENTION],
        where=[f"{MENTION}.seq = {STATEMENT}.seq", where],
        params=[kept.get_db_prep_value(value, connection) for value in values],
        order_by=[f"{'' if window.ascending else '-'}{MENTION}.seq"],
    )


def ordered(found: QuerySet[Statement], window: Window) -> QuerySet[Statement]:
    return found.order_by("seq" if window.ascending else "-seq")


def any_of(ways: Iterable[Way], tenant: UUID) -> Q:
    """The same ways as a condition on a statement that has been found otherwise."""
    condition = Q(pk__in=[])
    for way in ways:
        condition |= Q(Exists(mentions_of(tenant, way.mentioned))) if way.mentioned else way.fits
    return condition


def mentions_of(tenant: UUID, key: UUID) -> QuerySet[Mention]:
    return Mention.objects.filter(tenant=tenant, key=key, seq=OuterRef("seq"))


def speaking(window: Window, wanted: Wanted, rows: Sequence[Found]) -> QuerySet[Any] | list[int]:
    """The places of statements that speak of one that fits, voided or not, at whatever time that one was stored."""
    echoes = Echo.objects.filter(window.onwards(), window.until(rows), tenant=window.tenant)
    if window.is_wide(rows):
        few = few_that_fit(window, wanted)
        if few is not None:
            return echoes.filter(target__in=few).values("seq")
    target = narrowed(Statement.objects.filter(tenant=window.tenant, seq=OuterRef("target")), wanted)
    for ways in (agent_ways(window.tenant, wanted), activity_ways(wanted)):
        if ways:
            target = target.filter(any_of(ways, window.tenant))
    return echoes.filter(Exists(target)).values("seq")


def few_that_fit(window: Window, wanted: Wanted) -> list[int] | None:
    """All places that fit, where they are few."""
    everywhere = Window(tenant=window.tenant, ascending=False, cursor=None, most=FEW)
    seqs: set[int] = set()
    for walk in walked(Statement.objects.filter(tenant=window.tenant), everywhere, wanted):
        seqs.update(walk.values_list("seq", flat=True)[: FEW + 1])
        if len(seqs) > FEW:
            return None
    return sorted(seqs)
