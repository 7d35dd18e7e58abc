"""Celery's beat on several hosts, of which one schedules.

Every beat keeps the whole schedule going, and only the holder of a lock in Redis sends the tasks. When the holder dies, its
lock runs out, and another beat goes on from where the schedule stands: nothing is sent twice for having been watched twice.
"""

from collections.abc import Callable
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from redis import Redis
from redis.exceptions import LockError, RedisError
from redis.lock import Lock

log = structlog.get_logger(__name__)

#: How long the schedule may rest after its holder has died.
LOCK_SECONDS = 30.0
#: Every beat looks at the lock at least this often, so the holder renews it long before it runs out.
LOOK_SECONDS = 5.0


def shared_lock() -> Lock:
    """The lock of all beats of one site; a dead connection is noticed before the lock would run out."""
    redis = Redis.from_url(settings.REDIS_URL, socket_timeout=LOOK_SECONDS, socket_connect_timeout=LOOK_SECONDS)
    return redis.lock("clearway:beat", timeout=LOCK_SECONDS, blocking=False, thread_local=False)


class OneBeatScheduler(Scheduler):
    """Sends what is due while it holds the lock, and watches otherwise."""

    make_lock: Callable[[], Lock] = staticmethod(shared_lock)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.lock = self.make_lock()
        self.leads = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        self.hold()
        return min(super().tick(*args, **kwargs), LOOK_SECONDS)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        if self.leads:
            super().apply_entry(entry, producer)

    def close(self) -> None:
        if self.leads:
            try:
                self.lock.release()
            except (LockError, RedisError) as error:
                log.warning("beat_lock_not_released", error=str(error))
        super().close()

    def hold(self) -> None:
        """Take the lock or keep it; whoever cannot reach Redis does not lead."""
        led = self.leads
        try:
            self.leads = self.lock.reacquire() if led else self.lock.acquire()
        except (LockError, RedisError) as error:
            self.leads = False
            log.warning("beat_lock_lost" if led else "beat_lock_out_of_reach", error=str(error))
        if self.leads and not led:
            log.info("beat_leads")
