"""A seat in a cohort is meant to close gaps: planned while it is asked for or waited for, in training from its first day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lms.people.models import User
from tracking.enrolment.events import SeatGivenUp
from tracking.enrolment.models import Seat
from tracking.needs import causes, gaps, queries
from tracking.needs.causes import Step
from tracking.needs.models import Gap, Remedy


@transaction.atomic
def plan_with_seat(*, seat: Seat, gap_ids: Iterable[int], by: User | None, at: datetime) -> list[Remedy]:
    """Say that a seat is meant to close these gaps of its person; those that nothing was done about are then planned."""
    theirs = queries.live_gaps(seat.person).filter(pk__in=list(gap_ids)).select_related("administration")
    return [plan_one(gap, seat, by, at) for gap in theirs]


def plan_one(gap: Gap, seat: Seat, by: User | None, at: datetime) -> Remedy:
    remedy, made = Remedy.objects.get_or_create(gap=gap, seat=seat, defaults={"at": at})
    if made and causes.after(gap.state, Step.PLAN):
        gaps.move(gap, Step.PLAN, by=by, at=at, verb="gap planned")
    return remedy


@transaction.atomic
def put_back(event: SeatGivenUp) -> list[Gap]:
    """When a seat is given up, gaps that nothing else is planned for are open again."""
    served = Remedy.objects.filter(seat=event.seat_id).values("gap")
    planned = Gap.objects.select_for_update(of=("self",)).filter(pk__in=served, state=Gap.State.PLANNED)
    found = list(planned.select_related("administration"))
    still = set(
        Remedy.objects.filter(gap__in=found, seat__isnull=False)
        .exclude(seat__state__in=Seat.OVER)
        .values_list("gap_id", flat=True)
    )
    alone = [gap for gap in found if gap.pk not in still]
    for gap in alone:
        gaps.move(gap, Step.PUT_BACK, by=None, at=event.at, verb="gap put back")
    return alone


def begin_training(*, at: datetime) -> int:
    """From the first day of a cohort on, the gaps that its seats are meant to close are in training; how many began."""
    begun = Remedy.objects.filter(
        seat__state=Seat.State.SEATED, seat__cohort__starts_on__lte=at.date(), gap__state=Gap.State.PLANNED
    ).select_related("gap__administration", "seat")
    return sum(begin_one(remedy, at=at) for remedy in begun)


@transaction.atomic
def begin_one(remedy: Remedy, *, at: datetime) -> bool:
    gap = Gap.objects.select_for_update(of=("self",)).select_related("administration").get(pk=remedy.gap_id)
    if gap.state != Gap.State.PLANNED or remedy.seat is None or remedy.seat.enrolment_id is None:
        return False
    gaps.take_up(gap=gap, enrolment_id=remedy.seat.enrolment_id, by=None, at=at)
    return True
