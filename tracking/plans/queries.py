"""What a plan is made from, and what stands in it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import courses_developing
from lms.people.models import Administration, User
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.admission.queries import levels_of
from tracking.needs.models import Gap
from tracking.needs.queries import gaps_to_train
from tracking.plans import rules
from tracking.plans.models import LearningPlan, PlanCover, PlanItem
from tracking.plans.rules import Course, Need


def visible_to(person: Asker) -> QuerySet[LearningPlan]:
    """One's own plan, and those of the people one supervises: a plan tells of gaps."""
    return LearningPlan.objects.filter(sees_rows(person, Record.ABILITY))


def plan_of(person: Asker, administration: Administration | None) -> LearningPlan | None:
    """A person's own plan."""
    if not person.is_authenticated or administration is None:
        return None
    found = LearningPlan.objects.filter(person_id=person.pk, administration=administration).first()
    if found is not None:
        found.administration = administration
    return found


def items_of(person: Asker) -> QuerySet[PlanItem]:
    """The items of a person's own plans that stand, the earliest proposed first, with the gaps they cover."""
    if not person.is_authenticated:
        return PlanItem.objects.none()
    covers = PlanCover.objects.select_related("gap__competency").order_by("gap__competency__code")
    return (
        PlanItem.objects.filter(plan__person_id=person.pk, state__in=[*PlanItem.LIVE, PlanItem.State.DONE])
        .select_related("plan", "seat__cohort", "enrolment")
        .prefetch_related(Prefetch("covers", queryset=covers))
        .order_by("pk")
    )


@dataclass(frozen=True)
class Ground:
    """What a recommendation stands on: gaps by competency, courses by uid, and what accepted items take already."""

    needs: list[Need]
    courses: list[Course]
    gaps: dict[Hashable, Gap]
    pages: dict[str, CoursePage]
    hours_taken: Decimal
    cost_taken: Decimal
    basis: str


def ground_of(person: User, administration: Administration, *, on: date) -> Ground:
    """The gaps that a course may mend and nothing is done about, and the courses on offer, in a fixed number of queries.

    A level is worth as much in each competency; one that nobody has assessed has no gap, and asks for nothing.
    """
    gaps = list(gaps_to_train(person).filter(administration=administration))
    levels = levels_of(person, on=on)
    standing = list(
        PlanItem.objects.filter(
            plan__person=person, plan__administration=administration,
            state__in=[PlanItem.State.ACCEPTED, PlanItem.State.DECLINED],
        )
    )  # fmt: skip
    accepted = [item for item in standing if item.state == PlanItem.State.ACCEPTED]
    begun = {Gap.State.PLANNED, Gap.State.IN_TRAINING, Gap.State.EVIDENCE_DUE}
    unserved = [gap for gap in gaps if gap.state not in begun]
    pages = {
        str(page.translation_key): page
        for page in courses_developing([gap.competency_id for gap in unserved], for_person=person, on=on)
    }
    known = {str(item.course_uid) for item in standing}
    return Ground(
        needs=[
            Need(gap.competency_id, min(levels.get(gap.competency_id, 0), gap.target), gap.target) for gap in unserved
        ],
        courses=[as_course(page) for uid, page in pages.items() if uid not in known],
        gaps={gap.competency_id: gap for gap in unserved},
        pages=pages,
        hours_taken=sum((item.hours for item in accepted), Decimal(0)),
        cost_taken=sum((item.cost for item in accepted), Decimal(0)),
        basis=basis_of(gaps, levels),
    )


def as_course(page: CoursePage) -> Course:
    """A course on offer as the solver sees it; without a classroom it leads no higher than a test can show."""
    in_a_room = page.hours_classroom > 0
    return Course(
        uid=str(page.translation_key),
        hours=float(sum(page.hours.values())),
        cost=float(page.cost),
        outcomes={
            outcome.competency_id: (outcome.entry, rules.reach(outcome.exit, meets_in_a_room=in_a_room))
            for outcome in page.outcomes.all()
        },
    )


def meets(completion_rules: Mapping[str, Any]) -> bool:
    """Whether a release asks for sessions that people meet in."""
    return any(completion_rules.get("sessions", {}).values())


def basis_of(gaps: list[Gap], levels: Mapping[int, int]) -> str:
    """A digest of what is asked and where the person stands: when it changes, a plan is out of date."""
    told = sorted((gap.pk, gap.target, levels.get(gap.competency_id, 0), gap.cause) for gap in gaps)
    return sha256(repr(told).encode()).hexdigest()


def is_stale(plan: LearningPlan, *, on: date, levels: Mapping[int, int] | None = None) -> bool:
    """Whether the gaps, or the levels where they are known already, have changed since the plan was made."""
    gaps = list(gaps_to_train(plan.person).filter(administration=plan.administration_id))
    known = levels_of(plan.person, on=on) if levels is None else levels
    return basis_of(gaps, known) != plan.basis
