"""What training cannot mend goes to management: by unit and cause, never by person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.core import audit
from lms.people.models import Administration, OrgUnit, User
from tracking.needs import queries
from tracking.needs.causes import MANAGEMENT
from tracking.needs.models import ManagementAction

State = ManagementAction.State
#: How long management is given before an action is late.
DUE_IN = timedelta(days=60)


class ActionOver(Exception):
    """The action is done or was left as it is; a new one opens when a gap names the cause again."""


def ask_management(
    *, unit: OrgUnit | None, administration: Administration, named: Iterable[str], by: User | None, at: datetime
) -> list[ManagementAction]:
    """Make sure that an action stands open for each cause that training cannot mend; those newly opened."""
    asked = sorted(set(named) & MANAGEMENT)
    if not asked:
        return []
    told_of = queries.unit_to_tell_of(unit, administration, on=at.date())
    live = ManagementAction.objects.filter(administration=administration, unit=told_of).exclude(
        state__in=ManagementAction.OVER
    )
    standing = set(live.filter(cause__in=asked).values_list("cause", flat=True))
    rows = [
        ManagementAction(
            administration=administration, unit=told_of, cause=cause, state_at=at, opened_at=at,
            due_on=(at + DUE_IN).date(),
        )
        for cause in asked
        if cause not in standing
    ]  # fmt: skip
    # Another assessment may have opened it this very moment; then that one is the one.
    ManagementAction.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        # Nobody is named here: the trail would else say whose gap it was.
        audit.record(
            by=None, at=at, verb="management asked", about=rows[0], administration=administration,
            unit=told_of.pk if told_of else None, causes=[row.cause for row in rows],
        )  # fmt: skip
    return rows


@transaction.atomic
def take_action(*, action: ManagementAction, owner: User, due_on: date, by: User, at: datetime, note: str = "") -> None:
    """Take an action up: who sees to it, and until when."""
    change(action, State.TAKEN, by=by, at=at, owner=owner, due_on=due_on, note=note)


@transaction.atomic
def finish_action(*, action: ManagementAction, done: bool, note: str, by: User, at: datetime) -> None:
    """Say that it is done, or that it stays as it is; either way what was done, or why nothing was."""
    change(action, State.DONE if done else State.DROPPED, by=by, at=at, note=note)


def change(action: ManagementAction, state: str, *, by: User, at: datetime, **fields: object) -> None:
    if not queries.management_visible_to(by, on=at.date()).filter(pk=action.pk).exists():
        raise PermissionDenied(f"{by} does not manage {action.administration}")
    action = ManagementAction.objects.select_for_update().get(pk=action.pk)
    if action.state in ManagementAction.OVER:
        raise ActionOver(action.pk)
    for name, value in {"state": state, "state_at": at, "state_by": by, **fields}.items():
        setattr(action, name, value)
    action.save(update_fields=["state", "state_at", "state_by", *fields])
    audit.record(by=by, at=at, verb=f"management action {state}", about=action, administration=action.administration)
