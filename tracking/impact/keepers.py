"""Who writes into an administration's book of impact, and how a change is told to the audit trail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from lms.people.models import Administration, OrgUnit, User
from tracking.impact import queries
from tracking.impact.models import Indicator


def refuse_strangers(administration: Administration, *, by: User | None, at: datetime) -> None:
    """Raises PermissionDenied unless `by` keeps the book of the administration; None is the system, as for a demo."""
    if by is not None and not queries.kept_by(by, on=at.date()).filter(pk=administration.pk).exists():
        raise PermissionDenied(f"{by} does not keep the book of {administration}")


def refuse_foreign(administration: Administration, things: Iterable[Indicator | OrgUnit | None]) -> None:
    """Raises PermissionDenied where an indicator or a unit is another administration's."""
    for thing in things:
        if thing is not None and thing.administration_id != administration.pk:
            raise PermissionDenied(f"{thing} is not of {administration}")


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is different, by name: what it was and what it is."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}
