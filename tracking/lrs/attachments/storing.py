"""Bytes in and out. They are written under their hash, so writing them again changes nothing."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Sum

from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.attachments.rules import Parts, all_of
from tracking.lrs.models import Statement
from tracking.lrs.statement import Attachment

#: Up to here bytes lie in the database, where a signature or a small picture costs no second round trip.
LARGEST_INLINE = 64 * 1024
#: Where the others lie in the storage, by tenant and hash.
FOLDER = "lrs"


def keep(used: Iterable[tuple[int, str]], parts: Parts, *, tenant: UUID) -> None:
    """Keep the bytes that statements came with, given as (place of the statement, hash).

    A statement that only names a hash is not given the bytes that another one brought.
    """
    pairs = sorted({(seq, sha2) for seq, sha2 in used if sha2 in parts})
    hashes = sorted({sha2 for _, sha2 in pairs})
    if not hashes:
        return
    there = Content.objects.filter(tenant=tenant, sha2__in=hashes)
    known = set(there.values_list("sha2", flat=True))
    fresh = [content(tenant, sha2, parts[sha2].content) for sha2 in hashes if sha2 not in known]
    Content.objects.bulk_create(fresh, ignore_conflicts=True)
    ids = dict(there.all().values_list("sha2", "pk"))
    Attached.objects.bulk_create(
        [Attached(seq=seq, content_id=ids[sha2]) for seq, sha2 in pairs], ignore_conflicts=True
    )


def content(tenant: UUID, sha2: str, given: bytes) -> Content:
    if len(given) <= LARGEST_INLINE:
        return Content(tenant=tenant, sha2=sha2, length=len(given), inline=given)
    name = default_storage.save(f"{FOLDER}/{tenant}/{sha2[:2]}/{sha2}", ContentFile(given))
    return Content(tenant=tenant, sha2=sha2, length=len(given), file=name)


def bytes_that_come_with(rows: Sequence[Statement]) -> int:
    """How many they are together; nothing is asked where no statement describes an attachment."""
    seqs = [row.seq for row in rows if '"attachments"' in row.text]
    uses = Content.objects.filter(pk__in=Attached.objects.filter(seq__in=seqs).values("content")) if seqs else None
    return (uses.aggregate(all=Sum("length"))["all"] or 0) if uses is not None else 0


def come_with(rows: Sequence[Statement]) -> Iterable[tuple[str, str, bytes]]:
    """Hash, media type and bytes of what came with these statements, each content once."""
    types = {one.sha2.lower(): one.content_type for row in rows for _, one in described(row)}
    contents = Content.objects.filter(uses__seq__in=[row.seq for row in rows]).distinct().order_by("pk")
    for kept in contents if types else ():
        yield kept.sha2, types.get(kept.sha2, "application/octet-stream"), bytes_of(kept)


def described(row: Statement) -> Iterable[tuple[str, Attachment]]:
    return all_of(row.typed, "") if '"attachments"' in row.text else ()


def bytes_of(kept: Content) -> bytes:
    if kept.inline is not None:
        return bytes(kept.inline)
    with default_storage.open(kept.file) as file:
        return file.read()
