"""How often one sender may come: counted per process and minute, so that no sender can keep a server busy."""

import math

from django.core.cache import cache

MINUTE = 60


def seconds_to_wait(sender: str, *, most: int, now: float) -> int:
    """Zero as long as `sender` has come at most `most` times in this minute; else the seconds until the next begins."""
    minute, passed = divmod(now, MINUTE)
    key = f"pace-{sender}-{int(minute)}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        come = cache.incr(key)
    except ValueError:
        # It was thrown out of the cache in between.
        return 0
    return max(1, math.ceil(MINUTE - passed)) if come > most else 0
