"""The keys of a tenant: one for each purpose, all derived from the tenant's own random bytes."""

import hmac
import secrets
from uuid import UUID

from tracking.lrs.privacy import vault
from tracking.lrs.privacy.models import TenantSecret

PSEUDONYMS = b"pseudonyms"
SEALS = b"seals"


def key_for(purpose: bytes, *, tenant: UUID) -> bytes:
    """Thirty-two bytes; whoever has the key of one purpose knows nothing of the others."""
    secret = TenantSecret.objects.filter(tenant=tenant).first() or new_secret(tenant)
    return hmac.digest(bytes.fromhex(vault.opened(secret.encrypted)), purpose, "sha256")


def new_secret(tenant: UUID) -> TenantSecret:
    """Two who come at once get the same one."""
    made = vault.closed(secrets.token_hex(32))
    return TenantSecret.objects.get_or_create(tenant=tenant, defaults={"encrypted": made})[0]
