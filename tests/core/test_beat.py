"""Two beats, one lock: one of them schedules, and the other goes on where it stood."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from lms.core.beat import LOCK_SECONDS, OneBeatScheduler


class Recording(OneBeatScheduler):
    """Writes down what it would have sent."""

    def __init__(self, redis: Redis) -> None:
        self.sent: list[str] = []
        self.make_lock = lambda: redis.lock("beat", timeout=LOCK_SECONDS, blocking=False, thread_local=False)
        app = Celery("test", broker="memory://", set_as_current=False)
        app.conf.beat_schedule = {"sweep": {"task": "sweep", "schedule": timedelta(hours=1)}}
        super().__init__(app)

    def send_task(self, name: str, *args: object, **kwargs: object) -> None:
        self.sent.append(name)

    def come_due(self) -> None:
        """An hour passes."""
        entry = self.schedule["sweep"]
        entry.last_run_at -= timedelta(hours=2)
        self._heap = None
        self.tick()


@pytest.fixture
def redis(broker: str) -> Iterator[Redis]:
    with Redis.from_url(broker) as client:
        client.flushall()
        yield client


def test_of_two_beats_only_the_first_sends(redis: Redis) -> None:
    first, second = Recording(redis), Recording(redis)
    first.come_due()
    second.come_due()
    assert (first.sent, second.sent) == (["sweep"], [])


def test_when_the_leader_stops_the_other_sends_from_the_next_time_on(redis: Redis) -> None:
    first, second = Recording(redis), Recording(redis)
    first.come_due()
    second.come_due()
    first.close()
    second.tick()
    assert second.sent == []
    second.come_due()
    assert (first.sent, second.sent) == (["sweep"], ["sweep"])


def test_the_lock_of_a_killed_leader_runs_out(redis: Redis) -> None:
    first, second = Recording(redis), Recording(redis)
    first.come_due()
    assert 0 < redis.pttl("beat") <= LOCK_SECONDS * 1000
    redis.delete("beat")
    second.come_due()
    first.come_due()
    assert (first.sent, second.sent) == (["sweep"], ["sweep"])


def test_a_leader_that_looks_again_keeps_its_lock(redis: Redis) -> None:
    first = Recording(redis)
    first.come_due()
    redis.pexpire("beat", 1000)
    first.tick()
    assert redis.pttl("beat") > 1000


def test_a_beat_without_redis_waits_and_lives(redis: Redis) -> None:
    beat = Recording(redis)

    def out_of_reach() -> bool:
        raise NoConnection("nobody there")

    beat.lock.acquire = out_of_reach
    beat.come_due()
    assert (beat.leads, beat.sent) == (False, [])
