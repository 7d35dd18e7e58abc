"""How much a launch may bring along: its credential lies in a browser, and a statement costs its holder nothing."""

from uuid import UUID

from django.db.models import Sum

from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.attachments.rules import Parts
from tracking.lrs.models import Statement
from tracking.lrs.refusals import Forbidden

#: Bytes of all attachments within one registration: some hundred pictures, or as many minutes of speech.
MOST_OF_A_REGISTRATION = 64 * 1024 * 1024


def check(parts: Parts, *, tenant: UUID, registration: UUID) -> None:
    """Refuse what would go beyond it, counting everything that statements of the registration came with."""
    if not parts:
        return
    said = Statement.objects.filter(tenant=tenant, registration=registration).values("seq")
    there = Content.objects.filter(pk__in=Attached.objects.filter(seq__in=said).values("content"))
    kept = there.exclude(sha2__in=parts).aggregate(length=Sum("length"))["length"] or 0
    if kept + sum(len(part.content) for part in parts.values()) > MOST_OF_A_REGISTRATION:
        raise Forbidden("attachments_used_up", path="multipart")
