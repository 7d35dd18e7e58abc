"""What a target has still to receive."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db.models import QuerySet

from tracking.lrs import queries
from tracking.lrs.forwarding import rules
from tracking.lrs.forwarding.models import Target
from tracking.lrs.models import Statement
from tracking.lrs.privacy.pseudonyms import Pseudonyms, pseudonymous
from tracking.lrs.sending import without_bytes

#: Up to here a backlog is counted; more than that is "more than".
MOST_COUNTED = 1_000


def due(*, at: datetime) -> QuerySet[Target]:
    """Active targets whose time has come and that no other worker is seeing to."""
    waiting = Target.objects.filter(is_active=True).exclude(next_at__gt=at).exclude(claimed_until__gt=at)
    return waiting.order_by("pk")


def ahead(target: Target) -> QuerySet[Statement]:
    """The tenant's statements behind the cursor, in order, wanted or not."""
    found = Statement.objects.filter(tenant=target.tenant, seq__gt=target.cursor)
    return found.select_related("credential").order_by("seq")


def backlog(target: Target) -> int:
    """How many statements are still to be looked at, up to one more than `MOST_COUNTED`."""
    return ahead(target)[: MOST_COUNTED + 1].count()


def is_wanted(target: Target, row: Statement) -> bool:
    said = row.typed
    return rules.is_wanted(
        verb=said.verb.id,
        activity=str(said.object.id) if said.object.object_type == "Activity" else "",
        origin=row.origin,
        verbs=target.verbs,
        prefixes=target.activity_prefixes,
        origins=target.origins,
    )


def text_for(row: Statement, pseudonyms: Pseudonyms | None, *, along: AbstractSet[str] = frozenset()) -> bytes:
    """The statement as the other store gets it: without attachments whose bytes neither lie elsewhere nor come along."""
    text = without_bytes(queries.exact(row), along=along)
    return pseudonymous(text, pseudonyms) if pseudonyms else text
