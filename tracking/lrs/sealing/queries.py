"""Reads: what is sealed, and how many statements there are without counting them."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from tracking.lrs.models import Credential, Statement
from tracking.lrs.rules import key_of
from tracking.lrs.sealing.models import Segment, Tally
from tracking.lrs.sealing.rules import Said

#: Rows that are counted one by one at most.
MOST_COUNTED = 10_000
FIELDS = ("seq", "statement_id", "stored", "timestamp", "origin", "credential_id", "version", "text")


def tenants() -> Iterator[UUID]:
    """Everyone who ever had a credential, one index look-up each: the launches of a tenant are many."""
    found = Credential.objects.order_by("tenant").values_list("tenant", flat=True)
    tenant = found.first()
    while tenant is not None:
        yield tenant
        tenant = found.filter(tenant__gt=tenant).first()


def latest(tenant: UUID) -> Segment | None:
    return Segment.objects.filter(tenant=tenant).defer("leaves").order_by("-number").first()


def sealed_through(tenant: UUID) -> int:
    """The last place of the last segment."""
    segment = latest(tenant)
    return segment.last_seq if segment else 0


def tail(tenant: UUID) -> QuerySet[Statement]:
    """What has arrived since, in order."""
    return Statement.objects.filter(tenant=tenant, seq__gt=sealed_through(tenant)).order_by("seq")


def said_of(row: Statement) -> Said:
    return Said(**{name: getattr(row, name) for name in FIELDS})


def about_how_many(
    tenant: UUID, *, verb: str | None = None, since: date | None = None, until: date | None = None
) -> int:
    """Statements of a tenant, of a verb, stored on days from `since` to `until`: from the running counts.

    What is not sealed yet is counted up to a limit, so the number is right to within minutes of arrivals.
    """
    counted, unsealed = Tally.objects.filter(tenant=tenant), tail(tenant)
    if verb:
        counted, unsealed = counted.filter(verb=key_of(verb)), unsealed.filter(verb=key_of(verb))
    if since:
        counted, unsealed = counted.filter(day__gte=since), unsealed.filter(stored__date__gte=since)
    if until:
        counted, unsealed = counted.filter(day__lte=until), unsealed.filter(stored__date__lte=until)
    sealed: int = counted.aggregate(sum=Sum("count"))["sum"] or 0
    return sealed + unsealed[:MOST_COUNTED].count()
