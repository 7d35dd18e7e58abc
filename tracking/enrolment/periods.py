"""Enrolling and what becomes of an enrolment."""

from collections.abc import Container
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from courses.catalogue.models import CourseRelease
from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, User
from tracking.enrolment.events import Enrolled
from tracking.enrolment.models import Enrolment

State = CourseRelease.State


class NotOnOffer(Exception):
    """The release takes no more enrolments: it was superseded or retired."""


def enrol(
    *, person: User, administration: Administration, release: CourseRelease, by: User | None, at: datetime
) -> Enrolment:
    """Begin a period of a person in a release; while one of the course is live, that one is handed back.

    Raises NotOnOffer for a release that is no longer open.
    """
    return begin(person=person, administration=administration, release=release, by=by, at=at, while_it_is=(State.OPEN,))


def enrol_in_cohort(
    *, person: User, administration: Administration, release: CourseRelease, by: User | None, at: datetime
) -> Enrolment:
    """The same for the release that a cohort is pinned to, which a newer one may have superseded since."""
    taken = (State.OPEN, State.SUPERSEDED)
    return begin(person=person, administration=administration, release=release, by=by, at=at, while_it_is=taken)


@transaction.atomic
def begin(
    *,
    person: User,
    administration: Administration,
    release: CourseRelease,
    by: User | None,
    at: datetime,
    while_it_is: Container[str],
) -> Enrolment:
    # The person's row is the lock: two requests of one person cannot begin two periods.
    User.objects.select_for_update().get(pk=person.pk)
    theirs = Enrolment.objects.filter(person=person, course_uid=release.course_uid)
    running = theirs.filter(state=Enrolment.State.ENROLLED).first()
    if running:
        return running
    if release.state not in while_it_is:
        raise NotOnOffer(release.pk)
    last = theirs.aggregate(last=Max("period_no"))["last"] or 0
    enrolment = Enrolment.objects.create(
        person=person,
        administration=administration,
        release=release,
        course_uid=release.course_uid,
        period_no=last + 1,
        state_at=at,
        state_by=by,
        started_at=at,
    )
    audit.record(by=by, at=at, verb="enrolled", about=enrolment, administration=administration)
    publish(Enrolled(at=at, enrolment_id=enrolment.pk, person_id=person.pk))
    return enrolment


def complete(*, enrolment: Enrolment, at: datetime) -> None:
    """Mark a period completed; `progress` decides when, inside its own transaction."""
    enrolment.state, enrolment.state_at, enrolment.state_by = Enrolment.State.COMPLETED, at, None
    enrolment.save(update_fields=["state", "state_at", "state_by"])
