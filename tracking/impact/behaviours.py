"""Which course a gap was closed through, and the behaviours that its checklist names: what a follow-up asks about."""

from collections.abc import Iterator
from uuid import UUID

from courses.catalogue.models import CourseRelease
from courses.catalogue.queries import edition_for
from tracking.attendance.models import Observation
from tracking.attendance.queries import checklists
from tracking.enrolment.models import Enrolment
from tracking.impact.models import FollowUp
from tracking.study.models import Attempt


def behaviours_of(follow_up: FollowUp, *, locale: str) -> dict[str, str]:
    """By key, the words of the course's highest checklist for the competency; none where no course names any."""
    competency = str(follow_up.gap.competency.uid)
    for release in releases_behind(follow_up):
        edition = edition_for(release, locale)
        found = [each for each in checklists(edition) if each["competency"] == competency] if edition else []
        if found:
            highest = max(found, key=lambda checklist: checklist["level"])
            return {item["key"]: item["text"] for item in highest["items"]}
    return {}


def releases_behind(follow_up: FollowUp) -> Iterator[CourseRelease]:
    """Of the evidence that closed the gap; then what was taken up to close it, the latest first."""
    closed_by = follow_up.gap.closed_by
    if closed_by:
        yield from releases_of_source(closed_by.source)
    for remedy in follow_up.gap.remedies.select_related("enrolment__release", "seat__cohort__release").order_by("-at"):
        if remedy.enrolment:
            yield remedy.enrolment.release
        elif remedy.seat:
            yield remedy.seat.cohort.release


def releases_of_source(source: str) -> list[CourseRelease]:
    """The release in which evidence of this source ("attempt:<uid>") was shown; none for what came from elsewhere."""
    kind, _colon, name = source.partition(":")
    try:
        uid = UUID(name)
    except ValueError:
        return []
    match kind:
        case "enrolment":
            return [each.release for each in Enrolment.objects.filter(uid=uid).select_related("release")]
        case "attempt":
            attempts = Attempt.objects.filter(uid=uid).select_related("enrolment__release")
            return [each.enrolment.release for each in attempts]
        case "observation":
            observed = Observation.objects.filter(uid=uid).select_related("cohort__release")
            return [each.cohort.release for each in observed]
    return []
