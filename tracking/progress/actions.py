"""Taking note of what is done, and completing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import edition_for
from courses.scheduling.models import Session
from lms.competencies.models import Competency
from lms.core import audit
from lms.core.events import publish
from tracking.attendance.events import SessionMarked
from tracking.enrolment.actions import complete
from tracking.enrolment.models import Enrolment
from tracking.evidence import actions as evidence
from tracking.evidence.models import Evidence
from tracking.progress import queries
from tracking.progress.events import CourseCompleted
from tracking.progress.models import Completion, PartDone


@transaction.atomic
def mark_done(*, enrolment: Enrolment, kind: str, uid: UUID, edition: ReleaseEdition, at: datetime) -> bool:
    """Note that a lesson is read, a quiz passed or a package finished; True when it was news."""
    _, made = PartDone.objects.get_or_create(
        enrolment=enrolment, kind=kind, uid=uid, defaults={"edition": edition, "at": at}
    )
    return made


@transaction.atomic
def update(*, enrolment: Enrolment, edition: ReleaseEdition, at: datetime) -> Completion | None:
    """Complete the enrolment when its release's rules are met; the completion, once, and None otherwise.

    Completing proves exposure: it enters level 1 for each competency that the course develops (design §5.6).
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("release", "person").get(pk=enrolment.pk)
    )
    if enrolment.state != Enrolment.State.ENROLLED or not queries.standing(enrolment).complete:
        return None
    completion = Completion.objects.create(enrolment=enrolment, edition=edition, at=at)
    complete(enrolment=enrolment, at=at)
    audit.record(by=None, at=at, verb="course completed", about=enrolment, administration=enrolment.administration)
    record_exposure(enrolment=enrolment, edition=edition, at=at)
    publish(
        CourseCompleted(
            at=at, enrolment_id=enrolment.pk, person_id=enrolment.person_id, release_id=enrolment.release_id
        )
    )
    return completion


def update_from_marks(event: SessionMarked) -> None:
    """Complete the enrolments of those marked for whom nothing is missing any more, once the session's sheet is closed."""
    session = Session.objects.select_related("cohort__release").get(pk=event.session_id)
    if session.state != Session.State.HELD:
        return
    running = list(
        Enrolment.objects.filter(
            person__in=event.person_ids, course_uid=session.cohort.release.course_uid, state=Enrolment.State.ENROLLED
        )
        .select_related("release", "person")
        .prefetch_related("parts_done__edition")
    )
    stand = queries.standings(running)
    for enrolment in running:
        if stand[enrolment.pk].complete and (edition := edition_studied(enrolment)):
            update(enrolment=enrolment, edition=edition, at=event.at)


def edition_studied(enrolment: Enrolment) -> ReleaseEdition | None:
    """The edition that was on the screen last; for someone who only sat in sessions, the one in their language."""
    parts = sorted(enrolment.parts_done.all(), key=lambda part: part.at)
    return parts[-1].edition if parts else edition_for(enrolment.release, enrolment.person.language)


def record_exposure(*, enrolment: Enrolment, edition: ReleaseEdition, at: datetime) -> None:
    developed = [outcome["competency"] for outcome in edition.data.get("outcomes", [])]
    for competency in Competency.objects.filter(uid__in=developed):
        evidence.record(
            person=enrolment.person,
            competency=competency,
            level=1,
            evidence_class=Evidence.Class.COMPLETION,
            source=f"enrolment:{enrolment.uid}",
            by=None,
            at=at,
        )
