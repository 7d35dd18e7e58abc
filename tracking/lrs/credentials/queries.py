"""Which secrets open a credential at a moment."""

from datetime import datetime

from tracking.lrs import keys
from tracking.lrs.models import Credential


def opens(credential: Credential, secret: str, *, at: datetime) -> bool:
    """The secret, or during a rotation the one before."""
    if keys.is_secret(secret, credential.secret_digest):
        return True
    previous = credential.previous_until is not None and at < credential.previous_until
    return previous and keys.is_secret(secret, credential.previous_digest)
