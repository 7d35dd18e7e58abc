"""Setting programmes up, asking months later, and saying how far a promise is. Indicators and readings are `keeping`'s."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, OrgUnit, User
from tracking.impact import queries
from tracking.impact.events import FollowUpRecorded
from tracking.impact.models import (
    Commitment,
    FollowUp,
    Indicator,
    LearnerGroup,
    Offer,
    PairedScore,
    Programme,
    ProgrammeIndicator,
    ProgrammeUnit,
    Story,
)
from tracking.impact.rules.parties import SPEAKS_FOR, state_of
from tracking.needs.events import GapClosed
from tracking.needs.models import Gap

FOLLOW_UP_AFTER = timedelta(days=90)
OFTEN = range(5)
CONDITIONS = ("time", "tool", "coaching")


class AnsweredAlready(Exception):
    """The follow-up was recorded before; what was said stays."""


@transaction.atomic
def open_programme(
    *,
    administration: Administration,
    code: str,
    title: str,
    question: str,
    begins_on: date,
    primary: Indicator,
    units: Sequence[OrgUnit],
    compared: Sequence[OrgUnit],
    by: User | None,
    at: datetime,
    ramp_months: int = 0,
    others: Sequence[Indicator] = (),
    shared: Sequence[Indicator] = (),
) -> Programme:
    """Name the question and the primary indicator; the database refuses one that is named after the beginning."""
    programme = Programme.objects.create(
        administration=administration,
        code=code,
        title=title,
        question=question,
        begins_on=begins_on,
        ramp_months=ramp_months,
        primary=primary,
        declared_on=at.date(),
    )
    for unit in (*units, *compared):
        ProgrammeUnit.objects.create(programme=programme, unit=unit, is_comparison=unit in compared)
    for indicator in (primary, *others):
        ProgrammeIndicator.objects.create(programme=programme, indicator=indicator, is_shared=indicator in shared)
    audit.record(
        by=by, at=at, verb="programme opened", about=programme, administration=administration, primary=primary.code
    )
    return programme


@transaction.atomic
def record_scores(
    *,
    programme: Programme,
    code: str,
    title: str,
    period: str,
    scores: Iterable[tuple[float, float | None]],
    by: User | None,
    at: datetime,
    compared_with: LearnerGroup | None = None,
) -> LearnerGroup:
    """Keep what a group scored before and after, under names made up for this table."""
    group = LearnerGroup.objects.create(
        programme=programme, code=code, title=title, period=period, compared_with=compared_with
    )
    PairedScore.objects.bulk_create(PairedScore(group=group, before=b, after=a) for b, a in scores)
    audit.record(by=by, at=at, verb="tests recorded", about=group, administration=programme.administration)
    return group


@transaction.atomic
def tell_story(*, programme: Programme, by: User | None, at: datetime, **words: Any) -> Story:
    story = Story.objects.create(programme=programme, told_at=at, **words)
    audit.record(by=by, at=at, verb="story told", about=story, administration=programme.administration)
    return story


@transaction.atomic
def commit(*, programme: Programme, by: User | None, at: datetime, **promise: Any) -> Commitment:
    """Write down what a party has promised."""
    done, of = promise.get("done", 0), promise.get("of", 1)
    promise.setdefault("state", state_of(done, of))
    commitment = Commitment.objects.create(programme=programme, state_at=at, state_by=by, **promise)
    audit.record(by=by, at=at, verb="promised", about=commitment, administration=programme.administration)
    return commitment


@transaction.atomic
def report_progress(*, commitment: Commitment, done: int, by: User, at: datetime) -> Commitment:
    """Say how far a promise is. Raises PermissionDenied unless `by` speaks for the party; all of it done is done."""
    if not queries.ticked_by(by).filter(pk=commitment.pk).exists():
        raise PermissionDenied(f"{by} does not speak for the {commitment.party}")
    commitment.done = max(0, min(done, commitment.of))
    commitment.state, commitment.state_at, commitment.state_by = state_of(commitment.done, commitment.of), at, by
    commitment.save(update_fields=["done", "state", "state_at", "state_by"])
    audit.record(
        by=by,
        at=at,
        verb="promise reported",
        about=commitment,
        administration=commitment.programme.administration,
        done=commitment.done,
    )
    return commitment


@transaction.atomic
def offer(*, commitment: Commitment, party: str, words: str, by: User, at: datetime) -> Offer:
    """Offer help with a gap that a party has shared. Raises PermissionDenied unless `by` speaks for the offering party."""
    spoken = queries.commitments_visible_to(by).filter(queries.spoken_for_by(by), party=party)
    if party not in SPEAKS_FOR or not spoken.filter(programme=commitment.programme).exists():
        raise PermissionDenied(f"{by} does not speak for the {party}")
    made = Offer.objects.create(commitment=commitment, party=party, words=words, by=by, at=at)
    audit.record(by=by, at=at, verb="help offered", about=made, administration=commitment.programme.administration)
    return made


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
