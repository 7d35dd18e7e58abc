"""Taking rows away, with everything that hangs on them, and leaving a tombstone for each."""

import secrets
from collections.abc import Sequence
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from tracking.lrs import rules
from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.erasing.models import Erasure, Tombstone
from tracking.lrs.forwarding.models import DeadLetter
from tracking.lrs.models import Echo, Mention, Statement
from tracking.lrs.sealing import actions as sealing
from tracking.lrs.sealing.queries import said_of
from tracking.lrs.sealing.rules import tombstone_seal

#: Statements in one transaction.
AT_ONCE = 500


def take_away(rows: QuerySet[Statement], *, erasure: Erasure) -> int:
    """Erase these statements of the erasure's tenant for good; how many. Begun again, it goes on where it stopped.

    The identifiers stay taken: a device that sends such a statement again does not bring it back.
    """
    taken = 0
    while chunk := take_some(rows.order_by("seq"), erasure=erasure):
        taken += chunk
    return taken


def take_some(rows: QuerySet[Statement], *, erasure: Erasure) -> int:
    with sealing.alone_with(erasure.tenant) as key:
        chunk = list(rows[:AT_ONCE])
        if chunk:
            set_tombstones(chunk, erasure=erasure, key=key)
            forget(chunk)
    return len(chunk)


def set_tombstones(rows: Sequence[Statement], *, erasure: Erasure, key: bytes) -> None:
    sealed = sealing.destroy_salts(erasure.tenant, {row.seq for row in rows})
    sealing.count_down(erasure.tenant, (row for row in rows if row.seq in sealed))
    digests = {row.seq: sealed.get(row.seq) or said_of(row).digest(secrets.token_bytes(16)) for row in rows}
    Tombstone.objects.bulk_create(
        Tombstone(
            tenant=erasure.tenant, seq=seq, digest=digest, erasure=erasure,
            seal=tombstone_seal(
                key=key, tenant=erasure.tenant, seq=seq, digest=digest, reason=erasure.reason, at=erasure.at
            ),
        )
        for seq, digest in digests.items()
    )  # fmt: skip


def forget(rows: Sequence[Statement]) -> None:
    """Delete the statements and what was written beside them; never a row of another statement."""
    tenant, seqs = rows[0].tenant, [row.seq for row in rows]
    mentioned = set().union(*(rules.mentions(row.typed) for row in rows))
    Mention.objects.filter(tenant=tenant, key__in=mentioned, seq__in=seqs).delete()
    Echo.objects.filter(Q(seq__in=seqs) | Q(target__in=seqs), tenant=tenant).delete()
    DeadLetter.objects.filter(seq__in=seqs).delete()
    forget_attachments(seqs)
    Statement.objects.filter(seq__in=seqs).delete()


def forget_attachments(seqs: Sequence[int]) -> None:
    """Bytes go with the last statement that came with them."""
    uses = Attached.objects.filter(seq__in=seqs)
    contents = set(uses.values_list("content", flat=True))
    uses.delete()
    orphans = Content.objects.filter(pk__in=contents, uses=None)
    for file in orphans.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, file))
    orphans.delete()
