"""Who did what, and who looked at whom. Both logs are written in the transaction of what they tell of."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model

from lms.core.models import AccessEntry, AuditEntry


def record(
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    verb: str,
    about: Model,
    administration: Model | None = None,
    **details: Any,
) -> AuditEntry:
    """Write down that `by` (None: the system, following an event) did `verb` to `about`; `details` must be JSON."""
    return AuditEntry.objects.create(
        at=at,
        by_id=by.pk if by else None,
        verb=verb,
        about_type=about._meta.label_lower,
        about_id=str(about.pk),
        administration_id=administration.pk if administration else None,
        details=details,
    )


def looked(*, by: AbstractBaseUser, person: AbstractBaseUser, at: datetime, what: str) -> None:
    """Write down that `by` looked at `what` of `person`'s record; looking at one's own is nobody's business."""
    if by.pk != person.pk:
        AccessEntry.objects.create(at=at, by_id=by.pk, person_id=person.pk, what=what)
