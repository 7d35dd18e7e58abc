"""The filters of an address, the page they give, and how many there are, without reading them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from tracking.lrs import grammar
from tracking.lrs.models import Credential, Mention, Statement
from tracking.lrs.queries import find
from tracking.lrs.rules import key_of
from tracking.lrs.sealing.queries import about_how_many

#: Statements on a page, rows that a stream reads at once, and how far statements are counted one by one.
PAGE, CHUNK, MOST_COUNTED = 50, 500, 1_000


class NotAFilter(ValueError):
    """A value that cannot be what its filter asks for; the text is the filter's name."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is looked for; an empty one fits everything. `like` is a statement, whose actor all the found ones have.

    No address holds the identifier of a person: who was opened a statement of goes on from there.
    """

    verb: str = ""
    activity: str = ""
    registration: UUID | None = None
    like: UUID | None = None
    statement: UUID | None = None
    origin: str = ""
    since: date | None = None
    until: date | None = None
    related: bool = False
    voided: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Raises NotAFilter."""
        origin = given.get("origin", "")
        if origin and origin not in Statement.Origin.values:
            raise NotAFilter("origin")
        return cls(
            verb=iri(given, "verb"), activity=iri(given, "activity"), registration=uuid(given, "registration"),
            like=uuid(given, "like"), statement=uuid(given, "statement"), origin=origin, since=day(given, "since"),
            until=day(given, "until"), related=bool(given.get("related")), voided=bool(given.get("voided")),
        )  # fmt: skip

    def query(self, **more: object) -> str:
        """The same filters as the query of an address."""
        given = {name: "1" if value is True else value for name, value in vars(self).items() if value}
        return urlencode({**given, **more})

    @property
    def is_by_verb_and_day(self) -> bool:
        """Whether the running counts know how many that are."""
        return self == Filters(verb=self.verb, since=self.since, until=self.until)


def iri(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "").strip()
    if value and not grammar.is_iri(value):
        raise NotAFilter(name)
    return value


def uuid(given: Mapping[str, str], name: str) -> UUID | None:
    try:
        return UUID(given[name].strip()) if given.get(name, "").strip() else None
    except ValueError:
        raise NotAFilter(name) from None


def day(given: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(given[name].strip()) if given.get(name, "").strip() else None
    except ValueError:
        raise NotAFilter(name) from None


def found(filters: Filters, *, tenant: UUID) -> QuerySet[Statement]:
    """The tenant's statements that the filters fit, without an order."""
    rows = Statement.objects.filter(tenant=tenant)
    if not filters.voided:
        rows = rows.filter(is_voided=False)
    if filters.statement:
        rows = find(rows, tenant=tenant, statement_id=filters.statement)
    if filters.like:
        actor = find(Statement.objects.filter(tenant=tenant), tenant=tenant, statement_id=filters.like)
        rows = rows.filter(actor=actor.values_list("actor", flat=True).first())
    if filters.verb:
        rows = rows.filter(verb=key_of(filters.verb))
    if filters.activity:
        rows = rows.filter(about(filters, tenant))
    if filters.registration:
        rows = rows.filter(registration=filters.registration)
    if filters.origin:
        rows = rows.filter(origin=filters.origin)
    if filters.since:
        rows = rows.filter(stored__gte=midnight(filters.since))
    if filters.until:
        rows = rows.filter(stored__lt=midnight(filters.until + timedelta(days=1)))
    return rows


def about(filters: Filters, tenant: UUID) -> Q:
    key = key_of(filters.activity)
    itself = Q(about=key)
    mentioned = Mention.objects.filter(tenant=tenant, key=key).values("seq")
    return itself | Q(seq__in=mentioned) if filters.related else itself


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)


def page(filters: Filters, *, tenant: UUID, before: int | None = None) -> tuple[list[Statement], int | None]:
    """The latest that fit, from below a place, and from where the next page goes on (None: no further)."""
    rows = found(filters, tenant=tenant).select_related("credential").order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    several = list(rows[: PAGE + 1])
    return several[:PAGE], several[PAGE - 1].seq if len(several) > PAGE else None


def stream(filters: Filters, *, tenant: UUID) -> Iterator[Statement]:
    """All that fit, oldest first, some at a time: each look goes on behind the last one, so nothing is held open."""
    rows = found(filters, tenant=tenant).order_by("seq")
    vouching: dict[int, Credential] = {}
    last = 0
    while chunk := list(rows.filter(seq__gt=last)[:CHUNK]):
        strange = {row.credential_id for row in chunk} - vouching.keys()
        vouching = (vouching if len(vouching) < CHUNK else {}) | Credential.objects.in_bulk(strange)
        for row in chunk:
            row.credential = vouching.get(row.credential_id) or row.credential
            yield row
        last = chunk[-1].seq


@dataclass(frozen=True)
class Number:
    """How many there are: exactly, about, or more than."""

    number: int
    kind: str


def how_many(filters: Filters, *, tenant: UUID) -> Number:
    """From the running counts where they know, else counted up to a limit."""
    if replace(filters, voided=False).is_by_verb_and_day:
        return Number(
            about_how_many(tenant, verb=filters.verb, since=filters.since, until=filters.until), "about"
        )  # fmt: skip
    counted = found(filters, tenant=tenant)[: MOST_COUNTED + 1].count()
    return Number(MOST_COUNTED, "more") if counted > MOST_COUNTED else Number(counted, "exactly")
