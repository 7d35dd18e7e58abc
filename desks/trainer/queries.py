"""What the trainer's pages show, each in a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from courses.catalogue.models import CoursePage
from courses.ownership import administrations_written_by
from courses.scheduling.models import Cohort, Session, TrainerAssignment
from courses.scheduling.queries import visible_to
from lms.people.models import User
from tracking.attendance.models import Mark
from tracking.attendance.queries import marks_in
from tracking.enrolment.models import Seat
from tracking.progress import prework

#: For so long the desk begins with a session whose sheet was left open.
SHEET_ASKED_FOR = timedelta(days=7)


def in_full(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With sessions in order, trainers by name and how many sit in them: three queries."""
    sessions = Session.objects.select_related("room__venue").order_by("starts_at", "pk")
    trainers = TrainerAssignment.objects.select_related("person").order_by("-role", "pk")
    return cohorts.select_related("administration", "release").prefetch_related(
        Prefetch("sessions", queryset=sessions), Prefetch("trainers", queryset=trainers)
    )


def courses_written(person: User) -> QuerySet[CoursePage]:
    """The published courses whose lessons someone edits, where Wagtail lets them in."""
    courses = CoursePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).order_by("title", "pk")
    if not person.has_perm("wagtailadmin.access_admin"):
        return courses.none()
    return courses.filter(administration__in=administrations_written_by(person).values("pk"))


@dataclass(frozen=True)
class CohortLine:
    """A cohort in a list: its sessions as a timeline, and how many sit in it."""

    cohort: Cohort
    seated: int
    waiting: int
    at: datetime
    #: How many of those who sit in it still have lessons to read before people meet again.
    behind: int = 0

    @property
    def steps(self) -> list[Session]:
        return [each for each in self.cohort.sessions.all() if each.state != Session.State.CANCELLED]

    @property
    def next(self) -> Session | None:
        return next((each for each in self.steps if each.state in Session.ON and each.ends_at > self.at), None)


def lines(cohorts: QuerySet[Cohort], *, at: datetime, taught: QuerySet[Cohort]) -> list[CohortLine]:
    found = list(in_full(cohorts))
    seats = seats_in(found)
    behind = behind_in(found, at=at, taught=taught)
    return [
        CohortLine(cohort, *seats.get(cohort.pk, (0, 0)), at=at, behind=behind.get(cohort.pk, 0)) for cohort in found
    ]


def behind_in(cohorts: Collection[Cohort], *, at: datetime, taught: QuerySet[Cohort]) -> dict[int, int]:
    """Of the cohorts that one teaches, have begun and meet again: how many still have lessons to read."""
    own = set(taught.values_list("pk", flat=True))
    running = [each for each in cohorts if each.pk in own and each.state == Cohort.State.RELEASED]
    meeting = [each for each in running if each.starts_on <= at.date() and CohortLine(each, 0, 0, at=at).next]
    return {pk: len(late) for pk, late in prework.behind(meeting).items()} if meeting else {}


def seats_in(cohorts: Collection[Cohort]) -> dict[int, tuple[int, int]]:
    """How many sit and how many wait, by cohort."""
    rows = Seat.objects.filter(cohort__in=cohorts).values_list("cohort")
    counted = rows.annotate(
        seated=Count("pk", filter=Q(state=Seat.State.SEATED)), waiting=Count("pk", filter=Q(state=Seat.State.WAITING))
    )
    return {cohort: (seated, waiting) for cohort, seated, waiting in counted}


def current_cohorts(person: User, *, on: date) -> QuerySet[Cohort]:
    """The cohorts that a person sees and that are not over, the next first."""
    seen = visible_to(person, on=on).exclude(state=Cohort.State.CANCELLED)
    return seen.filter(ends_on__gte=on).order_by("starts_on", "pk")


def past_cohorts(person: User, *, on: date, most: int = 10) -> QuerySet[Cohort]:
    seen = visible_to(person, on=on)
    return seen.filter(Q(ends_on__lt=on) | Q(state=Cohort.State.CANCELLED)).order_by("-starts_on", "pk")[:most]


def next_session(person: User, *, at: datetime) -> Session | None:
    """The next session that a person teaches; before it, one that is over and whose sheet is still open."""
    taught = TrainerAssignment.objects.filter(person=person).values("cohort")
    ahead = Session.objects.filter(cohort__in=taught, state__in=Session.ON, ends_at__gt=at - SHEET_ASKED_FOR)
    return ahead.select_related("cohort", "room__venue").order_by("starts_at", "pk").first()


def participants(cohort: Cohort) -> list[User]:
    """Who sits in a cohort, by name."""
    seated = Seat.objects.filter(cohort=cohort, state=Seat.State.SEATED).values("person")
    return list(User.objects.filter(pk__in=seated).order_by("last_name", "first_name", "pk"))


@dataclass(frozen=True)
class BoardLine:
    """Someone who sits in a cohort, and the mark in each session that is not cancelled; None where nothing is said."""

    person: User
    marks: list[tuple[Session, Mark | None]]


def board_of(line: CohortLine, *, asked_by: User) -> list[BoardLine]:
    """People down, sessions across, with the marks that the person asking may see; in two queries."""
    marks = marks_in(line.cohort, asked_by=asked_by)
    return [
        BoardLine(person, [(session, marks.get((session.pk, person.pk))) for session in line.steps])
        for person in participants(line.cohort)
    ]
