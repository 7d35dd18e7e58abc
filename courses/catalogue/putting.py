"""Putting an interactive content into a lesson: uploaded, placed at its end and released, all of it or nothing."""

from datetime import datetime
from typing import IO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import PageQuerySet

from courses.catalogue.actions import release
from courses.catalogue.pages import CoursePage, LessonPage
from courses.catalogue.releases import ReleaseEdition
from courses.packages import actions as packages
from courses.packages.models import Package
from courses.packages.publishing import may_publish
from lms.people.models import User


class HasDraft(Exception):
    """The lesson, in some language, has changes that nobody has published yet: they would go out with it unread."""


def course_of(lesson: LessonPage) -> CoursePage:
    return CoursePage.objects.ancestor_of(lesson).get()


def may_put(person: User, course: CoursePage) -> bool:
    """Whether someone may publish the course, and make contents of its administration live."""
    is_own = may_publish(person, Package(administration=course.administration))
    return is_own and bool(course.permissions_for_user(person).can_publish())


def in_every_language(lesson: LessonPage) -> PageQuerySet[LessonPage]:
    """The lesson and its published translations: a content is played in whatever language the lesson is."""
    return LessonPage.objects.live().filter(translation_key=lesson.translation_key, alias_of=None).order_by("pk")


@transaction.atomic
def put_into_lesson(
    *, lesson: LessonPage, file: IO[bytes], name: str, counts: bool, by: User, at: datetime, note: str = ""
) -> ReleaseEdition:
    """The edition in which the content is played.

    One that is there for practice comes to everyone in a minor release; one that counts, without which nobody completes the
    course, makes a new release. Raises PermissionDenied, HasDraft, `Refused` with every reason, or what `release` raises;
    then nothing is kept.
    """
    course = course_of(lesson)
    if not may_put(by, course):
        raise PermissionDenied
    pages = list(in_every_language(lesson))
    if any(page.has_unpublished_changes for page in pages):
        raise HasDraft(lesson.pk)
    version = packages.upload(file=file, name=name, administration=course.administration, by=by, at=at)
    for page in pages:
        page.body.append(("h5p", {"package": version.package, "grading": "best", "counts": counts}))
        page.save_revision(user=by).publish(user=by)
    return release(course=course, by=by, at=at, note=note)
