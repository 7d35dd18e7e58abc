"""How often a credential may come: counted in Redis, which all web processes share, never in the database.

While Redis is away each process counts for itself, and asks again after half a minute.
"""

import math
from functools import lru_cache

import structlog
from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.exceptions import RedisError

from lms.core import pace

log = structlog.get_logger(__name__)

MINUTE = 60
#: Seconds that a request waits for the count at most, and for which a broken one is left alone.
PATIENCE, REST = 0.2, 30
AWAY = "lrs-pace-away"


@lru_cache(maxsize=1)
def shared(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def seconds_to_wait(key: str, *, most: int, now: float) -> int:
    """Zero for the first `most` requests of a minute, else the seconds until the next begins. `now` is UNIX time."""
    if cache.get(AWAY):
        return pace.seconds_to_wait(f"lrs-{key}", most=most, now=now)
    minute, passed = divmod(now, MINUTE)
    try:
        come = counted(f"clearway:lrs:pace:{key}:{int(minute)}")
    except RedisError as error:
        log.warning("lrs_pace_away", error=str(error))
        cache.set(AWAY, True, REST)
        return pace.seconds_to_wait(f"lrs-{key}", most=most, now=now)
    return max(1, math.ceil(MINUTE - passed)) if come > most else 0


def counted(name: str) -> int:
    """One more, and how many that makes; forgotten after two minutes."""
    with shared(settings.REDIS_URL).pipeline(transaction=False) as pipe:
        pipe.incr(name)
        pipe.expire(name, 2 * MINUTE)
        return int(pipe.execute()[0])
