"""Rating, assessing, opening and closing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lms.competencies.models import Competency, Framework
from lms.competencies.queries import targets_of
from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, Membership, User
from lms.people.queries import current
from tracking.evidence.events import EvidenceRecorded
from tracking.evidence.models import Evidence
from tracking.needs import queries, rules
from tracking.needs.events import GapClosed, GapOpened
from tracking.needs.models import Assessment, Gap, Instrument, Rating, Remedy


class AssessmentClosed(Exception):
    """The assessment takes no more ratings; a new one must be opened."""


@transaction.atomic
def publish_instrument(
    *,
    framework: Framework,
    title: str,
    version: int,
    weights: Mapping[str, float],
    errors: Mapping[str, float],
    by: User | None,
    at: datetime,
) -> Instrument:
    """Publish a version of the needs assessment with its stated weights and errors; an existing one is handed back."""
    instrument, made = Instrument.objects.get_or_create(
        framework=framework,
        version=version,
        defaults={"title": title, "weights": dict(weights), "errors": dict(errors)},
    )
    if made:
        audit.record(
            by=by, at=at, verb="instrument published", about=instrument, administration=framework.administration
        )
    return instrument


@transaction.atomic
def open_assessment(
    *, person: User, administration: Administration, instrument: Instrument, by: User | None, at: datetime
) -> Assessment:
    """Begin a person's assessment; while one is open, that one is handed back."""
    assessment, made = Assessment.objects.get_or_create(
        person=person,
        instrument=instrument,
        state=Assessment.State.OPEN,
        defaults={"administration": administration, "state_at": at, "state_by": by},
    )
    if made:
        audit.record(by=by, at=at, verb="assessment opened", about=assessment, administration=administration)
    return assessment


@transaction.atomic
def rate(
    *,
    assessment: Assessment,
    competency: Competency,
    source: str,
    level: float | None,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Rating:
    """Add what one source says of a level (None: not observed). Earlier ratings stay; the newest of a source counts.

    A self-rating is the person's own, a supervisor's is by someone who supervises them, a test's has no author. Raises
    PermissionDenied otherwise, and AssessmentClosed when it is over.
    """
    if assessment.state == Assessment.State.CLOSED:
        raise AssessmentClosed(assessment.pk)
    if not may_rate(assessment=assessment, source=source, by=by, at=at):
        raise PermissionDenied(f"{by} may not rate as {source}")
    rating = Rating.objects.create(
        assessment=assessment, competency=competency, source=source, level=level, note=note, by=by, at=at
    )
    audit.record(by=by, at=at, verb="rated", about=rating, administration=assessment.administration, source=source)
    return rating


def may_rate(*, assessment: Assessment, source: str, by: User | None, at: datetime) -> bool:
    if source == Rating.Source.TEST:
        return by is None
    if by is None:
        return False
    is_oneself = by.pk == assessment.person_id
    if source == Rating.Source.SELF:
        return is_oneself
    supervised = queries.assessments_visible_to(by, on=at.date())
    return not is_oneself and supervised.filter(pk=assessment.pk).exists()


@transaction.atomic
def assess(*, assessment: Assessment, by: User | None, at: datetime) -> list[Gap]:
    """Combine the ratings against the person's targets and open the gaps that follow; the gaps newly opened.

    A competency that nobody rated opens nothing: unknown is not zero.
    """
    person = assessment.person
    ratings = queries.latest_ratings_of(assessment)
    unit = unit_of(person=person, administration=assessment.administration, at=at)
    opened = []
    for target in targets_of(person, on=at.date(), administration=assessment.administration).values():
        combined = rules.combine(
            ratings.get(target.competency_id, {}),
            weights=assessment.instrument.weights,
            errors=assessment.instrument.errors,
        )
        if combined is None or rules.opens(level=combined.level, target=target.level) != rules.Opening.OPENS:
            continue
        gap = open_gap(
            person=person,
            competency_id=target.competency_id,
            target=target.level,
            combined=combined,
            assessment=assessment,
            unit_id=unit,
            by=by,
            at=at,
        )
        if gap:
            opened.append(gap)
    audit.record(
        by=by, at=at, verb="assessed", about=assessment, administration=assessment.administration, opened=len(opened)
    )
    return opened


def open_gap(
    *,
    person: User,
    competency_id: int,
    target: int,
    combined: rules.CombinedLevel,
    assessment: Assessment,
    unit_id: int | None,
    by: User | None,
    at: datetime,
) -> Gap | None:
    """Open a gap unless one is live already (None then: the person has been told)."""
    try:
        with transaction.atomic():
            gap = Gap.objects.create(
                person=person,
                administration=assessment.administration,
                unit_id=unit_id,
                competency_id=competency_id,
                target=target,
                level=round(combined.level, 3),
                standard_error=round(combined.standard_error, 3),
                assessment=assessment,
                state_at=at,
                state_by=by,
                opened_at=at,
            )
    except IntegrityError:
        return None
    audit.record(by=by, at=at, verb="gap opened", about=gap, administration=assessment.administration)
    publish(GapOpened(at=at, gap_id=gap.pk, person_id=person.pk, competency_id=competency_id))
    return gap


def unit_of(*, person: User, administration: Administration, at: datetime) -> int | None:
    """The unit of an administration in which a person serves as an officer at that moment."""
    held = Membership.objects.filter(
        current(at.date()), person=person, administration=administration, role=Membership.Role.OFFICER
    )
    return held.order_by("pk").values_list("unit_id", flat=True).first()


@transaction.atomic
def close_met_gaps(event: EvidenceRecorded) -> list[Gap]:
    """Close the person's gaps in this competency that the ledger now meets; run again, it finds nothing to close."""
    live = Gap.objects.select_for_update().exclude(state__in=Gap.OVER)
    closed = []
    for gap in live.filter(person_id=event.person_id, competency_id=event.competency_id):
        ledger = Evidence.objects.filter(person_id=gap.person_id, competency_id=gap.competency_id)
        verdict = rules.closes(
            target=gap.target,
            opened_at=gap.opened_at,
            evidence=[rules.Shown(e.level, e.evidence_class, e.at, e.pk) for e in ledger],
        )
        if verdict.reason == rules.Closing.CLOSES:
            close(gap=gap, evidence_id=verdict.evidence_id or 0, at=event.at)
            closed.append(gap)
    return closed


def close(*, gap: Gap, evidence_id: int, at: datetime) -> None:
    gap.state = Gap.State.CLOSED
    gap.state_at = at
    gap.state_by = None
    gap.closed_by_id = evidence_id
    gap.save(update_fields=["state", "state_at", "state_by", "closed_by"])
    audit.record(by=None, at=at, verb="gap closed", about=gap, administration=gap.administration, evidence=evidence_id)
    publish(
        GapClosed(
            at=at, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id, evidence_id=evidence_id
        )
    )


@transaction.atomic
def take_up(*, gap: Gap, enrolment_id: int, by: User | None, at: datetime) -> Remedy:
    """Say that an enrolment is meant to close a gap; the gap is then in training."""
    remedy, made = Remedy.objects.get_or_create(gap=gap, enrolment_id=enrolment_id, defaults={"at": at})
    if made and gap.state not in Gap.OVER:
        gap.state, gap.state_at, gap.state_by = Gap.State.IN_TRAINING, at, by
        gap.save(update_fields=["state", "state_at", "state_by"])
        audit.record(by=by, at=at, verb="gap in training", about=gap, administration=gap.administration)
    return remedy


@transaction.atomic
def take_up_for(
    *, person: User, enrolment_id: int, competency_ids: Iterable[int], by: User | None, at: datetime
) -> list[Remedy]:
    """Take up every live gap of a person in these competencies with one enrolment."""
    gaps = queries.live_gaps(person).filter(competency__in=list(competency_ids))
    return [take_up(gap=gap, enrolment_id=enrolment_id, by=by, at=at) for gap in gaps]
