"""Looking whether everything that was sealed is still there, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tracking.lrs.erasing.models import Tombstone
from tracking.lrs.models import Statement
from tracking.lrs.sealing import queries, rules
from tracking.lrs.sealing.actions import alone_with
from tracking.lrs.sealing.models import Segment


class Wrong(StrEnum):
    """What can be wrong with a statement, or with a whole segment."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    ERASED_BUT_THERE = "erased but there"
    CHAIN_BROKEN = "chain broken"
    SEGMENT_MISSING = "segment missing"


@dataclass(frozen=True)
class Finding:
    """What is wrong, and at which place in the order; of a segment its number."""

    wrong: Wrong
    where: int


@dataclass
class Report:
    """What was looked at. `head` is the digest of the last segment: keep it elsewhere, and a cut-off end shows too."""

    segments: int = 0
    statements: int = 0
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)
    head: str = ""
    unsealed: int = 0
    unsealed_since: datetime | None = None


def verify(tenant: UUID) -> Report:
    """Look at every segment of a tenant in order, a segment at a time."""
    report, before, number, first = Report(), rules.BEGINNING, 1, 1
    while segment_no := following(tenant, number):
        if segment_no > number:
            report.findings.append(Finding(Wrong.SEGMENT_MISSING, number))
        before, first = look(tenant, segment_no, report, before=before, first=first)
        number = segment_no + 1
    report.head = before.hex() if report.segments else ""
    oldest = queries.tail(tenant).values_list("stored", flat=True).first()
    report.unsealed, report.unsealed_since = queries.tail(tenant).count(), oldest
    return report


def following(tenant: UUID, number: int) -> int | None:
    later = Segment.objects.filter(tenant=tenant, number__gte=number).order_by("number")
    return later.values_list("number", flat=True).first()


def look(tenant: UUID, number: int, report: Report, *, before: bytes, first: int) -> tuple[bytes, int]:
    """Look at one segment, while nobody erases; the digest and the place from which the next one goes on."""
    with alone_with(tenant) as key:
        segment = Segment.objects.get(tenant=tenant, number=number)
        leaves = list(rules.unpacked(bytes(segment.leaves)))
        told = rules.segment_digest(
            leaves, key=key, tenant=tenant, number=number, first=first, last=segment.last_seq, before=before
        )
        if told != bytes(segment.digest):
            report.findings.append(Finding(Wrong.CHAIN_BROKEN, number))
        within = {"tenant": tenant, "seq__gte": segment.first_seq, "seq__lte": segment.last_seq}
        rows = {row.seq: row for row in Statement.objects.filter(**within).only(*queries.FIELDS)}
        stones = {stone.seq: stone for stone in Tombstone.objects.filter(**within).select_related("erasure")}
        report.findings += compared(leaves, rows, stones, key=key)
        report.segments += 1
        report.statements += len(rows)
        report.erased += len(stones)
        return bytes(segment.digest), segment.last_seq + 1


def compared(
    leaves: list[rules.Leaf], rows: dict[int, Statement], stones: dict[int, Tombstone], *, key: bytes
) -> Iterator[Finding]:
    """What the seals say against what is there. Only a tombstone of ours stands in for a statement."""
    for leaf in leaves:
        row, stone = rows.get(leaf.seq), stones.get(leaf.seq)
        if row is None:
            if stone is None or not is_ours(stone, leaf, key):
                yield Finding(Wrong.MISSING, leaf.seq)
        elif stone is not None or leaf.salt == rules.DESTROYED:
            yield Finding(Wrong.ERASED_BUT_THERE, leaf.seq)
        elif queries.said_of(row).digest(leaf.salt) != leaf.digest:
            yield Finding(Wrong.CHANGED, leaf.seq)
    for seq in sorted(rows.keys() - {leaf.seq for leaf in leaves}):
        yield Finding(Wrong.INSERTED, seq)


def is_ours(stone: Tombstone, leaf: rules.Leaf, key: bytes) -> bool:
    sealed = rules.tombstone_seal(
        key=key, tenant=stone.tenant, seq=stone.seq, digest=leaf.digest, reason=stone.erasure.reason,
        at=stone.erasure.at,
    )  # fmt: skip
    return sealed == bytes(stone.seal) and bytes(stone.digest) == leaf.digest
