"""Secrets that must be read again, unlike those of our own credentials: encrypted under keys made from SECRET_KEY.

With SECRET_KEY_FALLBACKS a new SECRET_KEY still opens what the old one has closed.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def fernet() -> MultiFernet:
    return MultiFernet([Fernet(derived(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def derived(secret: str | bytes) -> bytes:
    """Thirty-two bytes as Fernet wants them spelled."""
    return base64.urlsafe_b64encode(salted_hmac("tracking.lrs.vault", "", secret=secret, algorithm="sha256").digest())


def closed(text: str) -> str:
    return fernet().encrypt(text.encode()).decode()


def opened(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken where SECRET_KEY is another than it was."""
    return fernet().decrypt(token.encode()).decode()
