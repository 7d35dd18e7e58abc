"""The life of a gap: opened on an assessment, looked at, trained for, closed on evidence, set aside or opened again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, Membership, User
from lms.people.queries import current
from tracking.evidence.events import EvidenceRecorded
from tracking.evidence.models import Evidence
from tracking.needs import causes, queries, rules
from tracking.needs.causes import Step
from tracking.needs.events import GapClosed, GapOpened, GapSetAside
from tracking.needs.models import Assessment, Gap, Remedy
from tracking.progress.events import CourseCompleted


class NotNow(Exception):
    """The gap is in a state from which this step cannot be taken."""

    def __init__(self, gap: Gap, step: Step) -> None:
        super().__init__(f"{step} from {gap.state}")
        self.gap, self.step = gap, step


@dataclass(frozen=True)
class NewGap:
    """A competency below its target: what is asked, what was assessed, and why, as far as somebody has said."""

    competency_id: int
    target: int
    combined: rules.CombinedLevel
    causes: tuple[str, ...] = ()


def open_gaps(
    *, person: User, found: Sequence[NewGap], assessment: Assessment, by: User | None, at: datetime
) -> list[Gap]:
    """Open gaps where none is live (of those the person has been told), and say so; a few queries, and one for each."""
    if not found:
        return []
    live = queries.live_gaps(person).filter(kind=Gap.Kind.GAP).values_list("competency_id", flat=True)
    told = set(live)
    unit_id = unit_of(person=person, administration=assessment.administration, at=at)
    rows = [row_of(each, assessment, unit_id, by, at) for each in found if each.competency_id not in told]
    # A gap that another process opened this very moment stays the one.
    Gap.objects.bulk_create(rows, ignore_conflicts=True)
    opened = list(Gap.objects.filter(uid__in=[row.uid for row in rows]).select_related("competency"))
    for gap in opened:
        publish(GapOpened(at=at, gap_id=gap.pk, person_id=person.pk, competency_id=gap.competency_id))
    return opened


def row_of(new: NewGap, assessment: Assessment, unit_id: int | None, by: User | None, at: datetime) -> Gap:
    known = [cause for cause in new.causes if cause in causes.TRAINING | causes.MANAGEMENT]
    return Gap(
        person=assessment.person,
        administration=assessment.administration,
        unit_id=unit_id,
        competency_id=new.competency_id,
        target=new.target,
        level=round(new.combined.level, 3),
        standard_error=round(new.combined.standard_error, 3),
        assessment=assessment,
        cause=foremost(known),
        state=Gap.State.TRIAGED if known else Gap.State.OPEN,
        state_at=at,
        state_by=by,
        opened_at=at,
    )


def foremost(named: Iterable[str]) -> str:
    """Of the causes named, the one that the gap goes by: one that training mends, where there is one."""
    return min(named, key=lambda cause: (cause not in causes.TRAINING, cause), default="")


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
    gap.closed_by_id = evidence_id
    move(gap, Step.CLOSE, by=None, at=at, verb="gap closed", evidence=evidence_id)
    publish(
        GapClosed(
            at=at, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id, evidence_id=evidence_id
        )
    )


def move(gap: Gap, step: Step, *, by: User | None, at: datetime, verb: str, **details: object) -> None:
    """Take a step in the life of a gap and write it down. Raises NotNow when the state does not allow it."""
    state = causes.after(gap.state, step)
    if state is None:
        raise NotNow(gap, step)
    gap.state, gap.state_at, gap.state_by = state, at, by
    gap.save(
        update_fields=["state", "state_at", "state_by", "closed_by", "cause", "reason", "target", "level", "opened_at"]
    )
    audit.record(by=by, at=at, verb=verb, about=gap, administration=gap.administration, **details)


def refuse_strangers(gap: Gap, by: User | None, at: datetime, *, oneself: bool) -> None:
    """A gap is moved by the supervisor, and some steps by the person too; by the system where nobody is named."""
    if by is None or (oneself and by.pk == gap.person_id):
        return
    supervised = queries.visible_to(by, on=at.date()).exclude(person=by)
    if not supervised.filter(pk=gap.pk).exists():
        raise PermissionDenied(f"{by} does not decide on {gap.pk}")


@transaction.atomic
def triage(*, gap: Gap, named: Sequence[str], by: User | None, at: datetime) -> None:
    """Say what stands in the way. Raises NotNow once training has begun or the gap is over."""
    refuse_strangers(gap, by, at, oneself=True)
    gap.cause = foremost(named)
    move(gap, Step.TRIAGE, by=by, at=at, verb="gap looked at", causes=list(named))


@transaction.atomic
def set_aside(*, gap: Gap, reason: str, by: User | None, at: datetime) -> None:
    """Say that a gap is not a training need, and why; the supervisor's word, not the person's own."""
    refuse_strangers(gap, by, at, oneself=False)
    gap.reason = reason
    move(gap, Step.SET_ASIDE, by=by, at=at, verb="gap set aside", reason=reason)
    publish(GapSetAside(at=at, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id))


@transaction.atomic
def reopen(*, gap: Gap, reason: str, by: User | None, at: datetime) -> None:
    """Open a gap again, and say why; what was shown before this moment does not close it a second time."""
    refuse_strangers(gap, by, at, oneself=False)
    gap.reason, gap.closed_by, gap.opened_at = reason, None, at
    move(gap, Step.REOPEN, by=by, at=at, verb="gap opened again", reason=reason)
    publish(GapOpened(at=at, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id))


@transaction.atomic
def expect_evidence(event: CourseCompleted) -> list[Gap]:
    """When a course is complete and a gap that it serves is still there, evidence is due: an observation, most often.

    The enrolment may serve the gap itself or come with a seat that does; a cohort's last day may end before anything noted
    that its training had begun.
    """
    serves = Q(enrolment=event.enrolment_id) | Q(seat__enrolment=event.enrolment_id)
    waiting = Gap.objects.select_for_update(of=("self",)).filter(
        pk__in=Remedy.objects.filter(serves).values("gap"), state__in=[Gap.State.PLANNED, Gap.State.IN_TRAINING]
    )
    gaps = list(waiting.select_related("administration"))
    for gap in gaps:
        if gap.state == Gap.State.PLANNED:
            take_up(gap=gap, enrolment_id=event.enrolment_id, by=None, at=event.at)
        move(gap, Step.EXPECT_EVIDENCE, by=None, at=event.at, verb="evidence due")
    return gaps


@transaction.atomic
def take_up(*, gap: Gap, enrolment_id: int, by: User | None, at: datetime) -> Remedy:
    """Say that an enrolment is meant to close a gap; the gap is then in training."""
    remedy, made = Remedy.objects.get_or_create(gap=gap, enrolment_id=enrolment_id, defaults={"at": at})
    if made and gap.state not in Gap.OVER:
        move(gap, Step.TRAIN, by=by, at=at, verb="gap in training")
    return remedy


@transaction.atomic
def take_up_for(
    *, person: User, enrolment_id: int, competency_ids: Iterable[int], by: User | None, at: datetime
) -> list[Remedy]:
    """Take up every live gap of a person in these competencies with one enrolment."""
    gaps = queries.live_gaps(person).filter(competency__in=list(competency_ids))
    return [take_up(gap=gap, enrolment_id=enrolment_id, by=by, at=at) for gap in gaps]
