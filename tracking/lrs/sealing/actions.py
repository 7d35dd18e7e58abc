"""Sealing what has settled, and keeping the running counts."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tracking.lrs.erasing.models import Tombstone
from tracking.lrs.models import Statement
from tracking.lrs.order import settled_through
from tracking.lrs.privacy.keys import SEALS, key_for
from tracking.lrs.privacy.models import TenantSecret
from tracking.lrs.sealing import queries, rules
from tracking.lrs.sealing.models import Segment, Tally
from tracking.lrs.sealing.rules import Leaf

#: A segment is sealed when it is full, or when its first statement has waited so long.
LONGEST_WAIT = timedelta(minutes=10)


@contextmanager
def alone_with(tenant: UUID) -> Iterator[bytes]:
    """A transaction in which nobody else seals, erases or verifies statements of the tenant; gives the key of its seals."""
    with transaction.atomic():
        key = key_for(SEALS, tenant=tenant)
        TenantSecret.objects.select_for_update().get(tenant=tenant)
        yield key


def seal_all(*, at: datetime) -> int:
    """Seal what has settled of every tenant; how many segments that made. None is made while a writer takes too long."""
    through = settled_through()
    if through is None:
        return 0
    return sum(seal(tenant=tenant, through=through, at=at) for tenant in queries.tenants())


def seal(*, tenant: UUID, through: int, at: datetime, wait: timedelta | None = LONGEST_WAIT) -> int:
    """Seal the tenant's statements up to the place `through`, segment by segment; without a `wait` a short last one too."""
    made = 0
    while seal_one(tenant=tenant, through=through, at=at, wait=wait):
        made += 1
    return made


def seal_one(*, tenant: UUID, through: int, at: datetime, wait: timedelta | None) -> Segment | None:
    with alone_with(tenant) as key:
        before = queries.latest(tenant)
        first = before.last_seq + 1 if before else 1
        rows = list(queries.tail(tenant).filter(seq__lte=through)[: rules.SIZE])
        is_full = len(rows) == rules.SIZE
        if not rows or not (is_full or wait is None or rows[0].stored + wait <= at):
            return None
        last = rows[-1].seq if is_full else through
        leaves = [*map(leaf_of, rows), *erased_before(tenant, first, last)]
        leaves.sort(key=lambda leaf: leaf.seq)
        number = before.number + 1 if before else 1
        digest = rules.segment_digest(
            leaves, key=key, tenant=tenant, number=number, first=first, last=last,
            before=bytes(before.digest) if before else rules.BEGINNING,
        )  # fmt: skip
        count_up(tenant, rows)
        return Segment.objects.create(
            tenant=tenant, number=number, first_seq=first, last_seq=last, count=len(leaves),
            leaves=rules.packed(leaves), digest=digest, sealed_at=at,
        )  # fmt: skip


def leaf_of(row: Statement) -> Leaf:
    salt = secrets.token_bytes(16)
    return Leaf(row.seq, salt, queries.said_of(row).digest(salt))


def erased_before(tenant: UUID, first: int, last: int) -> list[Leaf]:
    """What was erased before anybody sealed it."""
    stones = Tombstone.objects.filter(tenant=tenant, seq__gte=first, seq__lte=last)
    return [Leaf(stone.seq, rules.DESTROYED, bytes(stone.digest)) for stone in stones]


def count_up(tenant: UUID, rows: Iterable[Statement]) -> None:
    for (day, verb), number in by_day_and_verb(rows).items():
        found = Tally.objects.filter(tenant=tenant, day=day, verb=verb)
        if not found.update(count=F("count") + number):
            Tally.objects.create(tenant=tenant, day=day, verb=verb, count=number)


def count_down(tenant: UUID, rows: Iterable[Statement]) -> None:
    for (day, verb), number in by_day_and_verb(rows).items():
        Tally.objects.filter(tenant=tenant, day=day, verb=verb).update(count=F("count") - number)


def by_day_and_verb(rows: Iterable[Statement]) -> Counter[tuple[date, UUID]]:
    return Counter((row.stored.astimezone(UTC).date(), row.verb) for row in rows)


def destroy_salts(tenant: UUID, seqs: set[int]) -> dict[int, bytes]:
    """Make the digests of sealed statements untestable; the digests that remain, by place. For use `alone_with` it."""
    digests: dict[int, bytes] = {}
    covering = Segment.objects.filter(tenant=tenant, last_seq__gte=min(seqs), first_seq__lte=max(seqs))
    for segment in covering.order_by("number").iterator(chunk_size=20):
        leaves = list(rules.unpacked(bytes(segment.leaves)))
        found = {leaf.seq: leaf.digest for leaf in leaves if leaf.seq in seqs}
        if found:
            segment.leaves = rules.packed(
                Leaf(leaf.seq, rules.DESTROYED, leaf.digest) if leaf.seq in found else leaf for leaf in leaves
            )
            segment.save(update_fields=["leaves"])
            digests |= found
    return digests
