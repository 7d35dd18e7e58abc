"""What happens to a credential after it was made; making and revoking one is in `lrs.actions`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lms.core import audit
from tracking.lrs import keys
from tracking.lrs.models import Credential


class NotInForce(Exception):
    """The credential is revoked: it gets no new secret."""


@transaction.atomic
def rotate(*, credential: Credential, until: datetime | None, by: Any, at: datetime) -> str:
    """A new secret, which nobody can read again; the old one opens until then, or without a moment no longer."""
    secret = keys.new_pair()[1]
    changed = Credential.objects.filter(pk=credential.pk, revoked_at=None, kind=Credential.Kind.EXTERNAL)
    kept = credential.secret_digest if until else ""
    if not changed.update(secret_digest=keys.digest(secret), previous_digest=kept, previous_until=until):
        raise NotInForce(credential.pk)
    audit.record(
        by=by, at=at, verb="credential rotated", about=credential, until=until.isoformat() if until else None
    )  # fmt: skip
    credential.refresh_from_db()
    return secret


@transaction.atomic
def set_policy(*, credential: Credential, by: Any, at: datetime, **policy: Any) -> None:
    """Change scopes, version, names or rate, at once; `policy` names fields of the credential."""
    Credential.objects.filter(pk=credential.pk).update(**policy)
    audit.record(by=by, at=at, verb="credential changed", about=credential, **policy)
    credential.refresh_from_db()
