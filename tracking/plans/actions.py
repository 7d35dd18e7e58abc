"""Making a plan, and taking or declining what it proposes."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.catalogue.queries import open_release
from courses.scheduling.models import Cohort
from lms.core import audit
from lms.people.models import Administration, User
from tracking.admission.actions import admit
from tracking.enrolment.actions import enrol
from tracking.enrolment.events import SeatGivenUp
from tracking.enrolment.models import Enrolment, Seat
from tracking.needs import actions as needs
from tracking.needs.events import GapClosed
from tracking.needs.models import Gap
from tracking.plans import queries, rules
from tracking.plans.models import LearningPlan, PlanCover, PlanItem
from tracking.plans.program import NoAnswerInTime
from tracking.plans.rules import Pick

__all__ = [
    "NoAnswerInTime", "NothingToTake", "Settled", "accept", "decline", "put_back", "recommend", "reconsider", "tick_off",
]  # fmt: skip

#: How far a plan looks ahead when nobody says.
MONTHS = 6

State = PlanItem.State


class Settled(Exception):
    """The item is no longer there to be taken or declined."""


class NothingToTake(Exception):
    """The course has meetings and no cohort was named, or is no longer on offer."""


def recommend(
    *,
    person: User,
    administration: Administration,
    hours: Decimal,
    budget: Decimal | None,
    by: User | None,
    at: datetime,
    months: int = MONTHS,
) -> LearningPlan:
    """Make or remake a person's plan for so many hours a month and so much money (None: no limit).

    What was accepted stays, with its hours and cost; what was declined is not proposed again. Raises PermissionDenied for
    anyone but the person, NoAnswerInTime.
    """
    if by is not None and by.pk != person.pk:
        raise PermissionDenied(f"{by} does not plan for {person}")
    ground = queries.ground_of(person, administration, on=at.date())
    # Before the transaction: nobody waits at a lock for a solver.
    best = rules.recommend(
        ground.needs,
        ground.courses,
        hours=max(0.0, float(hours) * months - float(ground.hours_taken)),
        budget=max(0.0, float(budget - ground.cost_taken)) if budget is not None else rules.inf,
    )
    left_open = [
        {"gap": ground.gaps[each.competency].pk, "levels": each.levels, "reason": each.reason, "course": each.nearest}
        for each in best.left_open
    ]
    with transaction.atomic():
        stated = {"hours": hours, "months": months, "budget": budget, "made_at": at, "made_by": by}
        plan, _made = LearningPlan.objects.update_or_create(
            person=person,
            administration=administration,
            defaults={**stated, "basis": ground.basis, "left_open": left_open},
        )
        replace(plan, best.picks, ground, by=by, at=at)
        audit.record(
            by=by, at=at, verb="plan made", about=plan, administration=administration, proposed=len(best.picks)
        )
    return plan


def replace(
    plan: LearningPlan, picks: tuple[Pick, ...], ground: queries.Ground, *, by: User | None, at: datetime
) -> None:
    """Put the new proposals in the place of the old ones; a course that is proposed again keeps its item."""
    proposed = {str(item.course_uid): item for item in plan.items.filter(state=State.PROPOSED)}
    for pick in picks:
        uid = str(pick.course.uid)
        item = proposed.pop(uid, None) or PlanItem(plan=plan, course_uid=uid, state_at=at, state_by=by)
        item.title = ground.pages[uid].title
        item.hours, item.cost = Decimal(str(pick.course.hours)), Decimal(str(pick.course.cost))
        item.save()
        item.covers.all().delete()
        PlanCover.objects.bulk_create(
            PlanCover(item=item, gap=ground.gaps[cover.competency], start=cover.start, end=cover.end)
            for cover in pick.covers
        )
    for item in proposed.values():
        settle(item, State.REPLACED, by=by, at=at)


def settle(item: PlanItem, state: str, *, by: User | None, at: datetime, **changes: object) -> PlanItem:
    for name, value in changes.items():
        setattr(item, name, value)
    item.state, item.state_at, item.state_by = state, at, by
    item.save()
    audit.record(by=by, at=at, verb=f"plan item {state}", about=item, administration=item.plan.administration)
    return item


def own_item(item: PlanItem, by: User | None) -> PlanItem:
    """The item, locked, for the person whose plan it is in."""
    locked = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__person", "plan__administration")
    found = locked.get(pk=item.pk)
    if by is not None and by.pk != found.plan.person_id:
        raise PermissionDenied(f"{by} does not decide on this plan")
    return found


@transaction.atomic
def accept(*, item: PlanItem, cohort: Cohort | None, by: User | None, at: datetime) -> Seat | Enrolment:
    """Take what is proposed: a seat in a cohort of the course, or, where nobody meets, an enrolment at once.

    Raises PermissionDenied, Settled, NothingToTake, and what `admission.admit` raises.
    """
    found = own_item(item, by)
    if found.state != State.PROPOSED:
        raise Settled(found.state)
    gap_ids = list(found.covers.values_list("gap", flat=True))
    person, administration = found.plan.person, found.plan.administration
    if cohort is not None:
        if cohort.release.course_uid != found.course_uid:
            raise NothingToTake(cohort.pk)
        seat = admit(person=person, cohort=cohort, by=by, at=at, gap_ids=gap_ids)
        settle(found, State.ACCEPTED, by=by, at=at, seat=seat)
        return seat
    release = open_release(found.course_uid)
    if release is None or queries.meets(release.rules):
        raise NothingToTake(found.pk)
    enrolment = enrol(person=person, administration=administration, release=release, by=by, at=at)
    for gap in Gap.objects.filter(pk__in=gap_ids).select_related("administration"):
        needs.take_up(gap=gap, enrolment_id=enrolment.pk, by=by, at=at)
    settle(found, State.ACCEPTED, by=by, at=at, enrolment=enrolment)
    return enrolment


@transaction.atomic
def decline(*, item: PlanItem, reason: str, by: User, at: datetime) -> PlanItem:
    """Say no to a proposal, and why; it is not made again until it is reconsidered. Raises PermissionDenied, Settled."""
    found = own_item(item, by)
    if found.state != State.PROPOSED:
        raise Settled(found.state)
    return settle(found, State.DECLINED, by=by, at=at, reason=reason[:300])


@transaction.atomic
def reconsider(*, item: PlanItem, by: User, at: datetime) -> PlanItem:
    """Take a no back: the course is proposed again. Raises PermissionDenied, Settled."""
    found = own_item(item, by)
    if found.state != State.DECLINED:
        raise Settled(found.state)
    return settle(found, State.PROPOSED, by=by, at=at, reason="")


@transaction.atomic
def put_back(event: SeatGivenUp) -> list[PlanItem]:
    """When the seat of an item is given up, the course is proposed again."""
    theirs = PlanItem.objects.select_for_update(of=("self",)).filter(seat=event.seat_id, state=State.ACCEPTED)
    return [
        settle(item, State.PROPOSED, by=None, at=event.at, seat=None)
        for item in theirs.select_related("plan__administration")
    ]


@transaction.atomic
def tick_off(event: GapClosed) -> list[PlanItem]:
    """An accepted item all of whose gaps are over is done, a proposed one needless. Run again, it changes nothing."""
    live = PlanItem.objects.select_for_update(of=("self",)).filter(state__in=[State.PROPOSED, State.ACCEPTED])
    about = live.filter(pk__in=PlanCover.objects.filter(gap=event.gap_id).values("item"))
    done = []
    for item in about.select_related("plan__administration"):
        if not item.covers.exclude(gap__state__in=Gap.OVER).exists():
            state = ENDS[item.state]
            done.append(settle(item, state, by=None, at=event.at))
    return done


#: What becomes of an item when nothing is left for it to do.
ENDS: Mapping[str, str] = {State.ACCEPTED: State.DONE, State.PROPOSED: State.REPLACED}
