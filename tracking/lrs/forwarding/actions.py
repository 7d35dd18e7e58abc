"""Setting up targets, and sending what they have not received."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from uuid import UUID, uuid4

import structlog
import tincan
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from lms.core import audit
from tracking.lrs.attachments import storing as attachments
from tracking.lrs.forwarding import queries, rules
from tracking.lrs.forwarding.models import DeadLetter, Target
from tracking.lrs.forwarding.reaching import Contents, GuardedLRS, OutOfReach, check_endpoint
from tracking.lrs.forwarding.rules import Verdict
from tracking.lrs.models import Statement
from tracking.lrs.order import settled_through
from tracking.lrs.privacy import vault
from tracking.lrs.privacy.pseudonyms import Pseudonyms
from tracking.lrs.privacy.queries import pseudonyms_of

log = structlog.get_logger(__name__)

#: How long a worker has a target to itself, rows that it looks at in one go, and goes in one task.
CLAIM = timedelta(minutes=5)
LOOKED_AT = 1_000
MOST_GOES = 20
#: Bytes of attachments in one request.
MOST_BYTES = 8 * 1024 * 1024
#: The name of our verb for a trial of the connection.
TRIED = "tried-the-connection"


class NotNow(Exception):
    """The other store cannot be reached or takes nothing now; `asked` is for how many seconds it wants to be left alone."""

    def __init__(self, reason: str, asked: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.asked = reason[:500], asked


@transaction.atomic
def add_target(*, tenant: UUID, secret: str, by: Any, at: datetime, **fields: Any) -> Target:
    """Another store, which receives what is stored from now on; `replay` goes back further. Raises OutOfReach."""
    check_endpoint(fields["endpoint"])
    now_at = Statement.objects.filter(tenant=tenant).order_by("-seq").values_list("seq", flat=True).first()
    target = Target(tenant=tenant, encrypted_secret=vault.closed(secret), cursor=now_at or 0, **fields)
    target.save()
    audit.record(by=by, at=at, verb="forwarding set up", about=target, tenant=str(tenant), endpoint=target.endpoint)
    return target


@transaction.atomic
def change_target(*, target: Target, secret: str, by: Any, at: datetime, **fields: Any) -> None:
    """Change what is sent or where to; an empty secret leaves the one that is kept. Another try follows at once."""
    check_endpoint(fields.get("endpoint", target.endpoint))
    if secret:
        fields["encrypted_secret"] = vault.closed(secret)
    Target.objects.filter(pk=target.pk).update(**fields, attempts=0, next_at=None)
    audit.record(by=by, at=at, verb="forwarding changed", about=target, tenant=str(target.tenant), what=sorted(fields))
    target.refresh_from_db()


@transaction.atomic
def replay(*, target: Target, since: datetime, by: Any, at: datetime) -> None:
    """Send again what was stored since a moment: the other store knows what it has already, by the identifiers."""
    first = Statement.objects.filter(tenant=target.tenant, stored__gte=since).order_by("seq")
    seq = first.values_list("seq", flat=True).first()
    if seq is not None:
        Target.objects.filter(pk=target.pk, cursor__gte=seq).update(cursor=seq - 1)
    Target.objects.filter(pk=target.pk).update(attempts=0, next_at=None)
    audit.record(by=by, at=at, verb="forwarding replayed", about=target, tenant=str(target.tenant), since=str(since))
    target.refresh_from_db()


@transaction.atomic
def remove_target(*, target: Target, by: Any, at: datetime) -> None:
    audit.record(by=by, at=at, verb="forwarding ended", about=target, tenant=str(target.tenant))
    target.delete()


def forward_due(*, at: datetime) -> int:
    """See to every target whose time has come; how many statements arrived."""
    through = settled_through()
    if through is None:
        return 0
    return sum(forward(target=target, through=through, at=at) for target in queries.due(at=at))


def forward(*, target: Target, through: int, at: datetime) -> int:
    """Send what lies between the target's cursor and the place `through`; how many statements arrived."""
    if not claim(target, at=at):
        return 0
    arrived = 0
    try:
        store, pseudonyms = store_of(target), pseudonyms_of(target.tenant) if target.is_pseudonymous else None
        for _ in range(MOST_GOES):
            rows = list(queries.ahead(target).filter(seq__lte=through)[:LOOKED_AT])
            if not rows:
                break
            arrived += send_rows(rows, target, store, pseudonyms, at=at)
    except NotNow as failure:
        note_failure(target, failure, at=at)
    finally:
        Target.objects.filter(pk=target.pk).update(claimed_until=None)
    target.refresh_from_db()
    return arrived


def claim(target: Target, *, at: datetime) -> bool:
    """Whether this worker has the target to itself now."""
    free = Target.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=at), pk=target.pk, is_active=True)
    if not free.update(claimed_until=at + CLAIM):
        return False
    target.refresh_from_db()
    return True


def send_rows(
    rows: Sequence[Statement], target: Target, store: GuardedLRS, pseudonyms: Pseudonyms | None, *, at: datetime
) -> int:
    """Send the wanted ones batch by batch; the cursor follows each batch, so that a lost worker repeats one at most."""
    wanted = [row for row in rows if queries.is_wanted(target, row)]
    arrived = 0
    for start in range(0, len(wanted), target.batch):
        batch = wanted[start : start + target.batch]
        number = send_batch(batch, target, store, pseudonyms, at=at)
        move_on(target, batch[-1].seq, number, at=at)
        arrived += number
    move_on(target, rows[-1].seq, 0, at=at)
    return arrived


def send_batch(
    batch: Sequence[Statement], target: Target, store: GuardedLRS, pseudonyms: Pseudonyms | None, *, at: datetime
) -> int:
    """Send a batch; where the other store refuses it, or it is too large, halve it until one statement stands alone.

    Under pseudonyms no bytes go along: a signature holds the statement as it was, and a scan a name.
    """
    size = 0 if pseudonyms else attachments.bytes_that_come_with(batch)
    reason: str | None = "too large for one request"
    if size <= MOST_BYTES or len(batch) == 1:
        contents = list(attachments.come_with(batch)) if size else []
        along = {sha2 for sha2, _type, _content in contents}
        reason = refusal(store, [queries.text_for(row, pseudonyms, along=along) for row in batch], contents)
    if reason is None:
        DeadLetter.objects.filter(target=target, seq__in=[row.seq for row in batch]).delete()
        return len(batch)
    if len(batch) == 1:
        DeadLetter.objects.update_or_create(
            target=target, seq=batch[0].seq,
            defaults={"statement_id": batch[0].statement_id, "reason": reason, "at": at},
        )  # fmt: skip
        return 0
    middle = len(batch) // 2
    return sum(send_batch(half, target, store, pseudonyms, at=at) for half in (batch[:middle], batch[middle:]))


def refusal(store: GuardedLRS, texts: Sequence[bytes], contents: Contents) -> str | None:
    """Why the other store refuses these statements; None when they have arrived. Raises NotNow."""
    try:
        answer = store.send(texts, contents)
    except OutOfReach as error:
        raise NotNow(error.code) from None
    except (OSError, HTTPException) as error:
        raise NotNow(f"{type(error).__name__}: {error}") from None
    match rules.verdict(answer.response.status):
        case Verdict.ARRIVED:
            return None
        case Verdict.REFUSED:
            return told(answer)
    asked = answer.response.getheader("Retry-After", "")
    raise NotNow(told(answer), int(asked) if asked.isdecimal() else None)


def told(answer: Any) -> str:
    """The answer in few words, as far as it can be shown."""
    words = answer.data[:400].replace("\x00", "")
    return f"{answer.response.status} {answer.response.reason}: {words}"[:500]


def move_on(target: Target, seq: int, arrived: int, *, at: datetime) -> None:
    """What lies up to `seq` is dealt with. Somebody may have asked for a replay in between, which then holds."""
    moved = {"cursor": seq, "forwarded": F("forwarded") + arrived}
    if arrived:
        moved |= {"last_success_at": at, "last_error": "", "attempts": 0, "next_at": None}
    if not Target.objects.filter(pk=target.pk, cursor=target.cursor).update(**moved):
        raise NotNow("replayed", 0)
    target.cursor = seq


def note_failure(target: Target, failure: NotNow, *, at: datetime) -> None:
    if failure.reason == "replayed":
        return
    attempts = target.attempts + 1
    log.warning("forwarding_failed", target=target.pk, reason=failure.reason, attempts=attempts)
    Target.objects.filter(pk=target.pk).update(
        attempts=attempts, next_at=at + rules.wait(attempts, asked=failure.asked), last_error=failure.reason,
        last_error_at=at,
    )  # fmt: skip


def retry_dead(*, target: Target, by: Any, at: datetime) -> int:
    """Send every dead letter once more, one by one; how many arrived. Raises NotNow."""
    store, pseudonyms = store_of(target), pseudonyms_of(target.tenant) if target.is_pseudonymous else None
    seqs = target.dead_letters.values_list("seq", flat=True)
    rows = Statement.objects.filter(seq__in=list(seqs)).select_related("credential").order_by("seq")
    arrived = sum(send_batch([row], target, store, pseudonyms, at=at) for row in rows)
    audit.record(
        by=by, at=at, verb="dead letters sent again", about=target, tenant=str(target.tenant), arrived=arrived
    )  # fmt: skip
    return arrived


def send_test(*, target: Target, by: Any, at: datetime) -> str:
    """Send a statement that says so, and nothing of anybody; what went wrong, or an empty text."""
    audit.record(by=by, at=at, verb="forwarding tried", about=target, tenant=str(target.tenant))
    try:
        answer = store_of(target).save_statement(trial(target, at=at))
    except OutOfReach as error:
        return error.code
    except (OSError, HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    return "" if answer.success else told(answer)


def trial(target: Target, *, at: datetime) -> tincan.Statement:
    home = settings.PUBLIC_URL
    return tincan.Statement(
        id=uuid4(),
        actor=tincan.Agent(account=tincan.AgentAccount(home_page=home, name="forwarding")),
        verb=tincan.Verb(id=f"{home}/xapi/verbs/{TRIED}", display=tincan.LanguageMap({"en": "tried"})),
        object=tincan.Activity(id=f"{home}/xapi/activities/forwarding/{target.pk}"),
        timestamp=at,
    )


def store_of(target: Target) -> GuardedLRS:
    store = GuardedLRS(
        endpoint=target.endpoint, username=target.key, password=vault.opened(target.encrypted_secret)
    )  # fmt: skip
    store.spoken = target.xapi_version
    return store
