"""Reading enrolments and seats."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.scheduling.models import Cohort, Session
from lms.people.models import User
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.enrolment.models import Enrolment, Seat


def visible_to(person: Asker) -> QuerySet[Enrolment]:
    """One's own enrolments, and those of the people whose participation one may see."""
    return Enrolment.objects.filter(sees_rows(person, Record.PARTICIPATION))


def seats_visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Seat]:
    """One's own seats, and those of the people whose participation one may see."""
    return Seat.objects.filter(sees_rows(person, Record.PARTICIPATION, on=on))


def of_person(person: Asker) -> QuerySet[Enrolment]:
    """A person's own enrolments, to study in: nobody else studies in them."""
    if not person.is_authenticated:
        return Enrolment.objects.none()
    return Enrolment.objects.filter(person_id=person.pk).select_related("release")


def live(person: Asker, course_uid: UUID) -> Enrolment | None:
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


def own_seats(person: Asker) -> QuerySet[Seat]:
    """A person's own seats that are not over, with their cohorts."""
    if not person.is_authenticated:
        return Seat.objects.none()
    return Seat.objects.filter(person_id=person.pk).exclude(state__in=Seat.OVER).select_related("cohort__release")


def live_seat(person: User, cohort: Cohort) -> Seat | None:
    """What a person has in a cohort, or asks for, until it is over."""
    theirs = Seat.objects.filter(person=person, cohort=cohort).exclude(state__in=Seat.OVER)
    return theirs.select_related("person", "administration").first()


def participants(cohort: Cohort) -> QuerySet[User]:
    """Who sits in a cohort, by name."""
    seated = Seat.objects.filter(cohort=cohort, state=Seat.State.SEATED).values("person")
    return User.objects.filter(pk__in=seated).order_by("last_name", "first_name", "pk")


def place_in_line(seat: Seat) -> int:
    """The how-manieth someone is among those who wait for a cohort, from 1; 0 for whoever does not wait."""
    return places_in_line([seat.pk]).get(seat.pk, 0)


def places_in_line(seats: Iterable[int]) -> dict[int, int]:
    """The places of several seats in the lines of their cohorts, of those that wait. One query."""
    before = Q(asked_at__lt=OuterRef("asked_at")) | Q(asked_at=OuterRef("asked_at"), pk__lte=OuterRef("pk"))
    line = Seat.objects.filter(before, cohort=OuterRef("cohort"), state=Seat.State.WAITING).order_by().values("cohort")
    waiting = Seat.objects.filter(pk__in=list(seats), state=Seat.State.WAITING)
    return dict(waiting.values_list("pk", Subquery(line.annotate(n=Count("pk")).values("n"))))


@dataclass(frozen=True)
class Vacancy:
    """What a cohort has for those who come now: free places, none where people wait; and how many wait."""

    free: int
    waiting: int


def vacancies(cohorts: Iterable[int]) -> dict[int, Vacancy]:
    """By cohort. One query."""
    counts = Cohort.objects.filter(pk__in=list(cohorts)).values_list(
        "pk", "seats", seats_in(Seat.TAKEN), seats_in([Seat.State.WAITING])
    )
    return {pk: Vacancy(0 if waiting else max(0, seats - taken), waiting) for pk, seats, taken, waiting in counts}


def free_places(cohorts: Iterable[int]) -> dict[int, int]:
    """How many places are still free, by cohort. One query."""
    return {pk: each.free for pk, each in vacancies(cohorts).items()}


def seats_in(states: Collection[str]) -> Coalesce:
    """The number of a cohort's seats that are in some states."""
    found = Seat.objects.filter(cohort=OuterRef("pk"), state__in=states).order_by().values("cohort")
    return Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0)
