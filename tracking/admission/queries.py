"""What admission decides on, and what waits for someone's yes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from courses.catalogue.models import CourseOutcome, CoursePage
from courses.catalogue.queries import visible_to as courses_visible_to
from courses.scheduling.models import Cohort
from courses.scheduling.queries import open_cohorts
from lms.people.models import Administration, Membership, User
from lms.people.queries import memberships_of, sees_rows, within_scope_of
from lms.people.rules import Record
from tracking.admission.rules import Asked
from tracking.enrolment.models import Seat
from tracking.evidence.queries import current_levels
from tracking.needs.models import Gap
from tracking.needs.queries import assessed_levels
from tracking.needs.rules import whole_level

#: Who says yes or no to a request, within the scope of their role, and who nominates.
DECIDES = (Membership.Role.SUPERVISOR, Membership.Role.HR)


def serves_as_officer(person: User, *, on: date) -> list[Administration]:
    """The administrations that someone serves as an officer on a day."""
    held = memberships_of(person, on=on, roles=[Membership.Role.OFFICER]).select_related("administration")
    return list(dict.fromkeys(membership.administration for membership in held.order_by("pk")))


def administration_for(person: User, cohort: Cohort, *, on: date) -> Administration | None:
    """Where someone takes a seat from: the cohort's own administration if they serve it, else the first they serve."""
    served = serves_as_officer(person, on=on)
    return next((each for each in served if each.pk == cohort.administration_id), served[0] if served else None)


def asked(
    person: User, cohort: Cohort, *, administration: Administration | None, gap_ids: Iterable[int], on: date
) -> Asked:
    """Everything that speaks for or against a seat, in a fixed number of queries."""
    course_uid = cohort.release.course_uid
    outcomes = CourseOutcome.objects.filter(
        course__in=CoursePage.objects.filter(translation_key=course_uid).values("pk")
    )
    # A seat stays what it was when its cohort is over; whoever renews what was learnt there takes another.
    others = (
        Seat.objects.filter(person=person, cohort__release__course_uid=course_uid, cohort__ends_on__gte=on)
        .exclude(state__in=Seat.OVER)
        .exclude(cohort__state=Cohort.State.HELD)
    )
    wanted = Gap.objects.filter(person=person, pk__in=list(gap_ids)).values_list("competency_id", flat=True)
    return Asked(
        is_officer=administration is not None,
        is_for_them=courses_visible_to(person, on=on).filter(translation_key=course_uid).exists(),
        is_open=administration is not None
        and open_cohorts([course_uid], administration=administration, on=on).filter(pk=cohort.pk).exists(),
        is_in_another=others.exclude(cohort=cohort).exists(),
        entries=dict(outcomes.values_list("competency_id", "entry")),
        levels=levels_of(person, on=on),
        wanted=frozenset(wanted),
    )


def levels_of(person: User, *, on: date) -> dict[int, int]:
    """The level at which someone stands in a competency: shown by evidence, or assessed last, whichever is higher; unknown
    ones are missing."""
    levels = assessed_levels(person)
    for pk, level in Gap.objects.filter(person=person).order_by("opened_at").values_list("competency_id", "level"):
        # Of what was never rated, a gap that was opened otherwise still says a level.
        levels.setdefault(pk, whole_level(float(level)))
    for pk, shown in current_levels(person, on=on).items():
        levels[pk] = max(levels.get(pk, 0), shown.level)
    return levels


def seats_decided_by(person: User, *, on: date | None = None) -> QuerySet[Seat]:
    """The seats of others that a person decides on: as a supervisor of officers, or as HR."""
    if not memberships_of(person, on=on, roles=DECIDES).exists():
        return Seat.objects.none()
    within = sees_rows(person, Record.PARTICIPATION, on=on)
    return Seat.objects.filter(within).exclude(person=person)


def waiting_for(person: User, *, on: date | None = None) -> QuerySet[Seat]:
    """The requests that wait for someone's yes or no, the oldest first."""
    requested = seats_decided_by(person, on=on).filter(state=Seat.State.REQUESTED)
    return requested.select_related("person", "cohort__release", "administration").order_by("asked_at", "pk")


def may_nominate(person: User, officer: User, administration: Administration, *, on: date) -> bool:
    """Whether someone puts this officer forward: as their supervisor, or as HR of the administration."""
    if person.pk == officer.pk or not memberships_of(person, on=on, roles=DECIDES).exists():
        return False
    reached = within_scope_of(person, Record.PARTICIPATION, on=on)
    return reached.filter(person=officer, administration=administration).exists()
