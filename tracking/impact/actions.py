"""Opening programmes, telling, testing and promising, each in a module of its own; and asking supervisors months later."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.core import audit
from lms.core.events import publish
from lms.people.models import User
from tracking.impact import queries
from tracking.impact.events import FollowUpRecorded
from tracking.impact.groups import record_scores, remove_group
from tracking.impact.models import FollowUp
from tracking.impact.programmes import change_programme, open_programme
from tracking.impact.promises import change_commitment, commit, offer, report_progress, say_missing
from tracking.impact.stories import change_consent, tell_story, withdraw_story
from tracking.needs.events import GapClosed
from tracking.needs.models import Gap

__all__ = [
    "AnsweredAlready",
    "change_commitment",
    "change_consent",
    "change_programme",
    "commit",
    "offer",
    "open_programme",
    "record_follow_up",
    "record_scores",
    "remove_group",
    "report_progress",
    "say_missing",
    "schedule_follow_up",
    "tell_story",
    "withdraw_story",
]

FOLLOW_UP_AFTER = timedelta(days=90)
OFTEN = range(5)
CONDITIONS = ("time", "tool", "coaching")


class AnsweredAlready(Exception):
    """The follow-up was recorded before; what was said stays."""


@transaction.atomic
def schedule_follow_up(event: GapClosed) -> FollowUp:
    """Ask the supervisor ninety days after a gap has closed; told twice, it asks once."""
    gap = Gap.objects.select_related("administration").get(pk=event.gap_id)
    follow_up, made = FollowUp.objects.get_or_create(
        gap=gap,
        defaults={
            "person_id": gap.person_id,
            "administration": gap.administration,
            "unit_id": gap.unit_id,
            "due_on": (event.at + FOLLOW_UP_AFTER).date(),
            "state_at": event.at,
        },
    )
    if made:
        audit.record(by=None, at=event.at, verb="follow-up due", about=follow_up, administration=gap.administration)
    return follow_up


@transaction.atomic
def record_follow_up(
    *,
    follow_up: FollowUp,
    seen: Mapping[str, int],
    given: Iterable[str],
    note: str,
    by: User,
    at: datetime,
    asked: Mapping[str, str] | None = None,
) -> FollowUp:
    """Keep how often each behaviour is seen at work (0 never … 4 always), and what the person was given to do it.

    `asked` are the words of the course's own behaviours by key, where it has any: they are kept as they were read. Only who
    supervises the person may. It moves no level: it says what changed, not what was shown.
    """
    mine = queries.follow_ups_visible_to(by).exclude(person=by).select_for_update(of=("self",))
    locked = mine.filter(pk=follow_up.pk).first()
    if locked is None:
        raise PermissionDenied(f"{by} does not supervise {follow_up.person_id}")
    if locked.state == FollowUp.State.ANSWERED:
        raise AnsweredAlready(locked.pk)
    locked.asked = dict(asked or {})
    locked.seen = {key: often for key, often in seen.items() if often in OFTEN}
    locked.given = [condition for condition in CONDITIONS if condition in set(given)]
    locked.note, locked.state, locked.state_at, locked.state_by = note, FollowUp.State.ANSWERED, at, by
    locked.save(update_fields=["asked", "seen", "given", "note", "state", "state_at", "state_by"])
    audit.record(by=by, at=at, verb="follow-up recorded", about=locked, administration=locked.administration)
    publish(FollowUpRecorded(at=at, follow_up_id=locked.pk, gap_id=locked.gap_id, person_id=locked.person_id))
    return locked
