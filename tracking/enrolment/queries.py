"""Reading enrolments and seats."""

from uuid import UUID

from django.db.models import QuerySet

from courses.scheduling.models import Session
from lms.people.models import User
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.enrolment.models import Enrolment, Seat


def visible_to(person: Asker) -> QuerySet[Enrolment]:
    """One's own enrolments, and those of the people whose participation one may see."""
    return Enrolment.objects.filter(sees_rows(person, Record.PARTICIPATION))


def seats_visible_to(person: Asker) -> QuerySet[Seat]:
    """One's own seats, and those of the people whose participation one may see."""
    return Seat.objects.filter(sees_rows(person, Record.PARTICIPATION))


def of_person(person: Asker) -> QuerySet[Enrolment]:
    """A person's own enrolments, to study in: nobody else studies in them."""
    if not person.is_authenticated:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person_id=person.pk).select_related("release")


def live(person: User, course_uid: UUID) -> Enrolment | None:
    """The period in which a person is taking a course now."""
    return of_person(person).filter(course_uid=course_uid, state=Enrolment.State.ENROLLED).first()


def sessions_of(person: User) -> QuerySet[Session]:
    """The sessions that a person has a seat in, of timetables that have been released."""
    cohorts = Seat.objects.filter(person=person, state=Seat.State.SEATED).values("cohort_id")
    return (
        Session.objects.filter(cohort__in=cohorts)
        .exclude(state=Session.State.DRAFT)
        .select_related("room__venue")
        .order_by("starts_at")
    )
