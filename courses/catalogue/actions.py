"""Releasing and retiring. Publishing a page never releases."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from courses.catalogue import queries, rules
from courses.catalogue.events import ReleaseMade
from courses.catalogue.freezing import Written, write_down
from courses.catalogue.models import CoursePage, CourseRelease, EditionMedia, EditionPackage, EditionQuiz, ReleaseEdition
from lms.core import audit
from lms.core.digests import digest_of
from lms.core.events import publish
from lms.people.models import User


class NothingToRelease(Exception):
    """The newest edition already says what the pages say."""


class NotReady(Exception):
    """The course has no live lesson, or a quiz in it cannot be asked as it stands."""


@transaction.atomic
def release(*, course: CoursePage, by: User, at: datetime, note: str = "") -> ReleaseEdition:
    """Freeze a course in the language of `course`: a minor edition, or a new release when its structure changed.

    A new release is new for every language: it gets an edition in each language whose pages have the new structure. Learners
    who are under way keep the release that they are pinned to. Raises PermissionDenied, NothingToRelease or NotReady.
    """
    if not course.permissions_for_user(by).can_publish():
        raise PermissionDenied("releasing takes the right to publish the course")
    # The course's row is the lock: two releases of one course cannot take one number.
    course = CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)
    written = write_down(course, by=by, at=at)
    if not written.outline.rules["lessons"]:
        raise NotReady("no_lessons")
    latest = queries.latest_release(course.translation_key)
    verdict = kind_of(latest, written)
    if verdict.kind is rules.Kind.MAJOR or latest is None:
        return release_major(course, written, latest, by=by, at=at, note=note)
    return add_edition(latest, course, written, by=by, at=at, note=note, major=False)


def kind_of(latest: CourseRelease | None, written: Written) -> rules.Verdict:
    return rules.kind_of(
        before=latest.structure if latest else None, after=written.outline.structure,
        rules_before=latest.rules if latest else None, rules_after=written.outline.rules,
    )


def release_major(
    course: CoursePage, written: Written, latest: CourseRelease | None, *, by: User, at: datetime, note: str
) -> ReleaseEdition:
    CourseRelease.objects.filter(course_uid=course.translation_key, state=CourseRelease.State.OPEN).update(
        state=CourseRelease.State.SUPERSEDED, state_at=at, state_by=by
    )
    made = CourseRelease.objects.create(
        course_uid=course.translation_key, administration=course.administration,
        number=latest.number + 1 if latest else 1, structure=written.outline.structure, rules=written.outline.rules,
        state_at=at, state_by=by,
    )
    edition = add_edition(made, course, written, by=by, at=at, note=note, major=True)
    for translation in course.get_translations().live().specific():
        other = write_down(translation, by=by, at=at)
        if other.outline == written.outline:
            add_edition(made, translation, other, by=by, at=at, note=note, major=True)
    return edition


def add_edition(
    release: CourseRelease, course: CoursePage, written: Written, *, by: User, at: datetime, note: str, major: bool
) -> ReleaseEdition:
    locale = course.locale.language_code
    digest = digest_of(written.data)
    earlier = release.editions.filter(locale=locale)
    newest = earlier.order_by("-number").first()
    if newest and newest.digest == digest:
        raise NothingToRelease(newest.pk)
    edition = ReleaseEdition.objects.create(
        release=release, locale=locale, number=(earlier.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=written.title, data=written.data, digest=digest, note=note, released_at=at, released_by=by,
    )
    hold(edition, written)
    audit.record(
        by=by, at=at, verb="released", about=edition, administration=release.administration, major=major, locale=locale
    )
    publish(ReleaseMade(at=at, edition_id=edition.pk, release_id=release.pk, major=major))
    return edition


def hold(edition: ReleaseEdition, written: Written) -> None:
    """Repeat the ids in the data as protected keys, so that the database refuses to lose what the edition shows."""
    EditionQuiz.objects.bulk_create(EditionQuiz(edition=edition, quiz_version_id=pk) for pk in sorted(written.quizzes))
    EditionMedia.objects.bulk_create(EditionMedia(edition=edition, media_id=pk) for pk in sorted(written.media))
    EditionPackage.objects.bulk_create(
        EditionPackage(edition=edition, package_version_id=pk) for pk in sorted(written.packages)
    )


@transaction.atomic
def retire(*, course: CoursePage, by: User, at: datetime) -> None:
    """Take a course off the offer for good; those who are in it finish, and nothing of it is lost."""
    if not course.permissions_for_user(by).can_unpublish() and course.live:
        raise PermissionDenied("retiring takes the right to unpublish the course")
    CourseRelease.objects.filter(course_uid=course.translation_key, state=CourseRelease.State.OPEN).update(
        state=CourseRelease.State.RETIRED, state_at=at, state_by=by
    )
    if course.live:
        course.unpublish(user=by)
    audit.record(by=by, at=at, verb="course retired", about=course, administration=course.administration)
