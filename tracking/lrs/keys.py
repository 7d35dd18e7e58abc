"""Keys and secrets: made at random, shown once, and kept as a keyed digest.

A secret of ours has 256 random bits, so a slow password hash would protect nothing and cost every request its time.
"""

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import constant_time_compare


def new_pair() -> tuple[str, str]:
    """Hexadecimal, so that no shell or command line takes a leading sign for an option."""
    return secrets.token_hex(16), secrets.token_hex(32)


def digest(secret: str) -> str:
    """HMAC-SHA256 under a key derived from SECRET_KEY: what Django's `salted_hmac` makes, which derives it every time."""
    return hmac.digest(derived(settings.SECRET_KEY), secret.encode(), "sha256").hex()


@lru_cache(maxsize=4)
def derived(key: str) -> bytes:
    return sha256(b"tracking.lrs.keys" + key.encode()).digest()


def is_secret(secret: str, kept: str) -> bool:
    return constant_time_compare(digest(secret), kept)
