"""Bringing facts to their reactions, whatever dies on the way.

A delivery is one transaction: claim the row, run the reaction, mark it done. What the reaction wrote and the mark are
committed together or not at all, so a process killed anywhere leaves either everything or nothing, and the sweep finds the
row again. Claiming skips rows that another process holds (SKIP LOCKED on PostgreSQL; on SQLite the transaction itself is
the lock, because it begins IMMEDIATE).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import sleep
from traceback import format_exception_only

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet

from lms.core import audit, events
from lms.core.models import Delivery

log = structlog.get_logger(__name__)

#: Pauses before the second, third, fourth and fifth try; after the fifth failure a delivery is a dead letter.
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
MOST_ATTEMPTS = len(PAUSES) + 1
#: One sweep takes at most this many; the next one comes within seconds.
SWEEP_AT_ONCE = 500
#: A sweep that dies at a delivery, because its reaction kills or outlives the process, lets the others pass for this long.
STEP_BACK = timedelta(minutes=1)
#: Finding out that the broker is away may take seconds; a process that has found out asks again only after this.
AWAY_FOR = timedelta(seconds=15)
BROKER_AWAY = "broker-away"
#: Seconds that a worker with much to do leaves to others after each delivery, where only one may write at a time.
BREATH = 0.02


@dataclass(frozen=True)
class Outbox:
    """What is on its way: how many wait, for how long the first of them has been due, and how many were given up."""

    waiting: int
    overdue: timedelta
    dead: int


def state() -> Outbox:
    pending, dead = Q(state=Delivery.State.PENDING), Q(state=Delivery.State.DEAD)
    found = Delivery.objects.filter(pending | dead).aggregate(
        waiting=Count("pk", filter=pending), first=Min("next_at", filter=pending), dead=Count("pk", filter=dead)
    )
    overdue = wall_clock() - found["first"] if found["first"] else timedelta()
    return Outbox(waiting=found["waiting"], overdue=max(overdue, timedelta()), dead=found["dead"])


def wall_clock() -> datetime:
    """Real time, whatever day the demo believes it is: deliveries are the machine's business."""
    return datetime.now(UTC)


def see_to(delivery_ids: list[int]) -> None:
    """Right after the commit: run the cheap reactions here, hand the others to Celery."""
    broker_answers = True
    # Whoever published many facts in one transaction may have seen to them already.
    waiting = Delivery.objects.filter(pk__in=delivery_ids, state=Delivery.State.PENDING)
    for delivery in waiting.select_related("event").order_by("pk"):
        if not events.is_later(delivery.event.type, delivery.reaction):
            deliver(delivery.pk)
        elif broker_answers:
            # Whoever waits for this page waits for a lost broker once, not once for each reaction.
            broker_answers = hand_over(delivery.pk)


def hand_over(delivery_id: int) -> bool:
    """Ask Celery to deliver. False when the broker is away, which costs nothing but the wait for the next sweep."""
    from lms.core.tasks import deliver_one

    if cache.get(BROKER_AWAY):
        return False
    try:
        deliver_one.apply_async([delivery_id, structlog.contextvars.get_contextvars().get("request_id")], retry=False)
    except Exception as error:
        cache.set(BROKER_AWAY, True, AWAY_FOR.total_seconds())
        log.warning("broker_away", delivery=delivery_id, error=str(error))
        return False
    return True


def deliver(delivery_id: int, *, counted: bool = False) -> bool:
    """Run one delivery; True when it was run here, False when it was done, dead, or held by another process.

    A failure is written down with its next attempt and never raised: who published must not suffer for a reaction. An
    attempt that was `counted` when it began is not counted again.
    """
    try:
        with transaction.atomic():
            delivery = claim(delivery_id)
            if delivery is None:
                return False
            events.resolve(delivery.reaction)(events.as_fact(delivery.event))
    except Exception as error:
        log.exception("reaction_failed", delivery=delivery_id)
        record_failure(delivery_id, error, counted=counted)
        return False
    return True


def claim(delivery_id: int) -> Delivery | None:
    """Take a waiting delivery within the running transaction and mark it done, to be committed with its effects."""
    delivery = unlocked(Delivery.objects.filter(pk=delivery_id).select_related("event")).first()
    if delivery is None or delivery.state != Delivery.State.PENDING:
        return None
    # By the key alone: an index of all that waits looks small to a planner that has not counted it yet, and is not.
    delivery.state, delivery.done_at = Delivery.State.DONE, wall_clock()
    delivery.save(update_fields=["state", "done_at"])
    return delivery


def record_failure(delivery_id: int, error: Exception, *, counted: bool) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != Delivery.State.PENDING:
            return
        delivery.attempts += 0 if counted else 1
        delivery.error = "".join(format_exception_only(error)).strip()[:2000]
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.state = Delivery.State.DEAD
        else:
            delivery.next_at = wall_clock() + PAUSES[delivery.attempts - 1]
        delivery.save(update_fields=["attempts", "error", "state", "next_at"])


def sweep(*, at: datetime) -> int:
    """Deliver what is due and was left behind by a lost process or an earlier failure; the number run here."""
    due = Delivery.objects.filter(state=Delivery.State.PENDING, next_at__lte=at).order_by("next_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:SWEEP_AT_ONCE])
    done = 0
    for pk in waiting:
        done += begin_attempt(pk, at=at) and deliver(pk, counted=True)
        let_others_write()
    return done


def let_others_write() -> None:
    """SQLite keeps no queue for its lock: a worker that asked for it again at once would leave a page without it."""
    if not connection.features.has_select_for_update_skip_locked:
        sleep(BREATH)


def begin_attempt(delivery_id: int, *, at: datetime) -> bool:
    """Count an attempt before it is made and put the next one off, so that a reaction that kills its process is given up
    like one that fails, and keeps nothing behind it waiting. False when it was given up, or is another process's."""
    with transaction.atomic():
        delivery = unlocked(Delivery.objects.filter(pk=delivery_id)).first()
        if delivery is None or delivery.state != Delivery.State.PENDING or delivery.next_at > at:
            return False
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.state, delivery.error = Delivery.State.DEAD, "every process that tried it was lost"
            delivery.save(update_fields=["state", "error"])
            return False
        delivery.next_at, delivery.attempts = at + STEP_BACK, delivery.attempts + 1
        delivery.save(update_fields=["next_at", "attempts"])
    return True


def unlocked(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that no other process holds, held now; on SQLite the transaction itself holds everything."""
    can_skip = connection.features.has_select_for_update_skip_locked
    return deliveries.select_for_update(skip_locked=True, of=("self",)) if can_skip else deliveries


def retry(*, delivery: Delivery, by: AbstractBaseUser, at: datetime) -> bool:
    """Give a dead letter five more tries, the first one now; True when that one succeeded."""
    with transaction.atomic():
        revived = revive(delivery, by=by, at=at)
    return revived and deliver(delivery.pk)


def retry_all(*, by: AbstractBaseUser, at: datetime) -> int:
    """Give every dead letter five more tries, the worker's; how many there were."""
    with transaction.atomic():
        dead = Delivery.objects.filter(state=Delivery.State.DEAD).order_by("pk")
        revived = [delivery.pk for delivery in dead if revive(delivery, by=by, at=at)]
        # In order, until the broker does not answer; the sweep takes the rest.
        transaction.on_commit(lambda: all(hand_over(pk) for pk in revived))
    return len(revived)


def revive(delivery: Delivery, *, by: AbstractBaseUser, at: datetime) -> bool:
    """Make a dead letter wait again; False when somebody else already has."""
    dead = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DEAD)
    if not dead.update(state=Delivery.State.PENDING, attempts=0, next_at=wall_clock()):
        return False
    audit.record(by=by, at=at, verb="delivery retried", about=delivery)
    return True
