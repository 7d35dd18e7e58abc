"""Keys and secrets: made at random, shown once, and kept as a keyed digest.

A secret of ours has 256 random bits, so a slow password hash would protect nothing and cost every request its time.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


def new_pair() -> tuple[str, str]:
    """Hexadecimal, so that no shell or command line takes a leading sign for an option."""
    return secrets.token_hex(16), secrets.token_hex(32)


def digest(secret: str) -> str:
    """HMAC-SHA256 under a key derived from SECRET_KEY."""
    return salted_hmac("tracking.lrs.keys", secret, algorithm="sha256").hexdigest()


def is_secret(secret: str, kept: str) -> bool:
    return constant_time_compare(digest(secret), kept)
