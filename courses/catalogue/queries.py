"""Reading the offer, releases and editions."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import PageQuerySet

from courses.catalogue.pages import CoursePage
from courses.catalogue.releases import CourseRelease, ReleaseEdition
from courses.lessons.models import Media
from lms.people.queries import Asker, administrations_below

Audience = CoursePage.Audience


def visible_to(person: Asker) -> PageQuerySet[CoursePage]:
    """Live courses on offer to a person: everyone's, those for all members, and those of the own administrations."""
    if person.is_authenticated:
        offered = Q(audience__in=[Audience.EVERYONE, Audience.MEMBERS]) | Q(
            administration__in=administrations_below(person)
        )
    else:
        offered = Q(audience=Audience.EVERYONE)
    return CoursePage.objects.live().filter(offered)


def open_release(course_uid: UUID) -> CourseRelease | None:
    """The release that takes new enrolments."""
    return CourseRelease.objects.filter(course_uid=course_uid, state=CourseRelease.State.OPEN).first()


def latest_release(course_uid: UUID) -> CourseRelease | None:
    return CourseRelease.objects.filter(course_uid=course_uid).order_by("-number").first()


def releases_of(course_uid: UUID) -> QuerySet[CourseRelease]:
    """All releases of a course with their editions, the newest first."""
    return CourseRelease.objects.filter(course_uid=course_uid).prefetch_related("editions").order_by("-number")


def edition_for(release: CourseRelease, locale: str) -> ReleaseEdition:
    """The newest edition in a language; failing that in English, failing that in any."""
    editions = sorted(release.editions.all(), key=lambda e: (e.locale == locale, e.locale == "en", e.number))
    return editions[-1]


def edition_shows(edition: ReleaseEdition, media: Media) -> bool:
    """Whether a frozen file is part of an edition."""
    return edition.media.filter(media=media).exists()


def courses_developing(competency_ids: Iterable[int], *, for_person: Asker) -> PageQuerySet[CoursePage]:
    """Courses on offer to a person, with an open release, that develop one of the competencies."""
    released = CourseRelease.objects.filter(state=CourseRelease.State.OPEN).values("course_uid")
    return (
        visible_to(for_person)
        .filter(outcomes__competency__in=list(competency_ids), translation_key__in=released)
        .distinct()
        .order_by("title")
    )
