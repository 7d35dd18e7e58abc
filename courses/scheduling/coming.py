"""The cohorts of a course that can still be joined, as its page names them: when, how and where; and, to those who may take a
seat in one, by whom they are taught."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q

from courses.catalogue.models import CoursePage
from courses.scheduling.models import Cohort, Session, TrainerAssignment
from lms.people.queries import Asker

#: A page that names more than the next few is a calendar.
FEW = 4


@dataclass
class Coming:
    """A cohort that can be joined: its days, its ways of meeting in their order, its venues, and who teaches it."""

    pk: int
    uid: Any
    title: str
    starts_on: date
    ends_on: date
    joinable_until: date
    modes: list[str] = field(default_factory=list)
    venues: list[str] = field(default_factory=list)
    trainers: list[str] = field(default_factory=list)


def coming(course: CoursePage, *, asked_by: Asker, on: date) -> list[Coming]:
    """The next cohorts of a course that the asker sees, the soonest first. One query; one more for whoever is signed in.

    Strangers read no names: who teaches is told to people of the administrations that can send somebody.
    """
    joinable = Q(joinable_until__gte=on) | Q(joinable_until=None, starts_on__gte=on)
    cohorts = Cohort.objects.filter(joinable, state=Cohort.State.RELEASED, release__course_uid=course.translation_key)
    if course.audience == CoursePage.Audience.OWN:
        cohorts = cohorts.filter(administration=course.administration_id)
    held = FilteredRelation("sessions", condition=Q(sessions__state__in=Session.ON))
    rows = (
        cohorts.annotate(held=held)
        .order_by("starts_on", "pk", "held__starts_at")
        .values_list(
            "pk", "uid", "title", "starts_on", "ends_on", "joinable_until", "held__mode", "held__room__venue__name"
        )
    )
    found: dict[int, Coming] = {}
    for pk, uid, title, starts_on, ends_on, until, mode, venue in rows:
        if pk not in found and len(found) == FEW:
            break
        line = found.setdefault(pk, Coming(pk, uid, title, starts_on, ends_on, until or starts_on))
        add(line.modes, mode)
        add(line.venues, venue)
    if asked_by.is_authenticated and found:
        name_trainers(found)
    return list(found.values())


def add(names: list[str], name: str | None) -> None:
    if name and name not in names:
        names.append(name)


def name_trainers(cohorts: dict[int, Coming]) -> None:
    """Whoever leads stands first."""
    teach = TrainerAssignment.objects.filter(cohort__in=cohorts).select_related("person")
    for assignment in sorted(teach, key=lambda each: (each.role != TrainerAssignment.Role.LEAD, each.pk)):
        add(cohorts[assignment.cohort_id].trainers, str(assignment.person))
