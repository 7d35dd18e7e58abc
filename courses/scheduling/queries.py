"""Reading timetables."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.catalogue.models import CoursePage
from courses.ownership import WRITES_COURSES
from courses.scheduling.models import Blueprint, Cohort, Session, TrainerAssignment
from lms.core import clock
from lms.people.models import Administration, Membership, User
from lms.people.queries import Asker, administrations_of, current

#: Who sees every cohort of an administration, and opens and changes them there.
SCHEDULES = WRITES_COURSES
#: Who can be asked to teach.
TEACHES = (Membership.Role.TRAINER, Membership.Role.EXPERT)


def visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Cohort]:
    """The cohorts that a person teaches, and those of the administrations that the person schedules for."""
    if person.is_superuser:
        return Cohort.objects.all()
    if not person.is_authenticated:
        return Cohort.objects.none()
    own = administrations_of(person, on=on, roles=SCHEDULES)
    teaches = TrainerAssignment.objects.filter(cohort=OuterRef("pk"), person_id=person.pk)
    return Cohort.objects.filter(Q(administration__in=own.values("pk")) | Exists(teaches))


def sessions_visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Session]:
    """The sessions of those cohorts."""
    return Session.objects.filter(cohort__in=visible_to(person, on=on).values("pk"))


def taught_by(person: Asker) -> QuerySet[Cohort]:
    """The cohorts that a person teaches, the next first."""
    teaches = TrainerAssignment.objects.filter(cohort=OuterRef("pk"), person_id=person.pk)
    return Cohort.objects.filter(Exists(teaches)).order_by("starts_on", "pk")


def may_open(person: User, administration: Administration, *, on: date) -> bool:
    """Whether someone opens cohorts for an administration."""
    return (
        person.is_superuser or administrations_of(person, on=on, roles=SCHEDULES).filter(pk=administration.pk).exists()
    )


def may_change(person: User, cohort: Cohort, *, on: date) -> bool:
    """Whether someone moves and cancels: who teaches the cohort, and who schedules for its administration."""
    return visible_to(person, on=on).filter(pk=cohort.pk).exists()


def trainers_for(administration: Administration, *, on: date) -> QuerySet[User]:
    """Who can be asked to teach: trainers and experts of an administration, and those of the region and the WCO above it."""
    parents = Administration.objects.filter(Q(children=administration.pk) | Q(children__children=administration.pk))
    held = Membership.objects.filter(
        current(on), Q(administration=administration) | Q(administration__in=parents.values("pk")), role__in=TEACHES
    )
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by("last_name", "first_name", "pk")


def blueprints_for(person: Asker, *, on: date | None = None) -> QuerySet[Blueprint]:
    """The blueprints that a person opens cohorts of."""
    unretired = Blueprint.objects.filter(retired_at=None).order_by("title", "pk")
    if person.is_superuser:
        return unretired
    return unretired.filter(administration__in=administrations_of(person, on=on, roles=SCHEDULES).values("pk"))


def open_cohorts(
    course_uids: Iterable[UUID | str], *, administration: Administration, on: date | None = None
) -> QuerySet[Cohort]:
    """Released cohorts of these courses that one can still join, the next first: an administration's own, and others' whose
    course is for everyone or for every member."""
    day = on or clock.today()
    shared = CoursePage.objects.filter(
        translation_key=OuterRef("release__course_uid"),
        live=True,
        audience__in=[CoursePage.Audience.EVERYONE, CoursePage.Audience.MEMBERS],
    )
    joinable = Q(joinable_until__gte=day) | Q(joinable_until=None, starts_on__gte=day)
    return (
        Cohort.objects.filter(joinable, state=Cohort.State.RELEASED, release__course_uid__in=list(course_uids))
        .filter(Q(administration=administration) | Exists(shared))
        .order_by("starts_on", "pk")
    )
