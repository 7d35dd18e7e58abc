"""Releasing a course, retiring what learners hold on to, and opening a catalogue for an administration."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from wagtail.models import Page, PageQuerySet

from courses.catalogue import queries
from courses.catalogue.events import CourseRetired, ReleaseMade
from courses.catalogue.freeze import Frozen
from courses.catalogue.opening import join_editors, leave_editors, open_catalogue
from courses.catalogue.pages import CoursePage
from courses.catalogue.planning import Plan, plan_release
from courses.catalogue.releases import (
    CourseRelease,
    EditionMedia,
    EditionPackage,
    EditionQuiz,
    EditionSource,
    ReleaseEdition,
)
from courses.catalogue.rules import Kind, completion_of, lessons_of
from courses.ownership import WRITES_COURSES
from lms.core import audit
from lms.core.digests import digest_of
from lms.core.events import publish
from lms.people.events import RoleEnded, RoleGiven
from lms.people.models import Administration, User

__all__ = ["follow_role", "join_editors", "leave_editors", "open_catalogue", "rehearse", "release", "retire"]


class CannotRelease(Exception):
    """The course as it stands cannot be released; the subclass says why."""


class NotPublished(CannotRelease):
    """Only what is published can be released, and the course is not."""


class NoLessons(CannotRelease):
    """The course has no published lesson to study."""


class NothingToRelease(CannotRelease):
    """What is published is word for word what learners already get."""


def follow_role(event: RoleGiven | RoleEnded) -> None:
    """Let whoever holds a role that writes into the editors of that administration, and let others out."""
    person = User.objects.get(pk=event.person_id)
    administration = Administration.objects.get(pk=event.administration_id)
    lasting = Q(until__isnull=True) | Q(until__gte=event.at.date())
    writes = person.memberships.filter(lasting, administration=administration, role__in=WRITES_COURSES).exists()
    follow = join_editors if writes else leave_editors
    follow(person=person, administration=administration, by=None, at=event.at)


def release(*, course: CoursePage, by: User, at: datetime, note: str = "") -> ReleaseEdition:
    """Freeze what is published of a course, for ever; the edition in the language of `course`, or the first one made.

    A change in structure, in whichever language it was made, makes a new release for all languages that have it too; any
    other change makes editions of the release that there is. Raises PermissionDenied, NotPublished, NoLessons,
    NothingToRelease, or QuizHasFlaws.
    """
    with transaction.atomic():
        plan = prepare(course, by=by, at=at)
        if plan.kind is Kind.NOTHING:
            raise NothingToRelease(str(course))
        made = release_to_fill(plan, by=by, at=at)
        editions = [write_edition(made, frozen, by=by, at=at, note=note) for frozen in plan.due]
        audit.record(
            by=by,
            at=at,
            verb="course released",
            about=made,
            administration=course.administration,
            kind=plan.kind,
            number=made.number,
            editions=[edition.pk for edition in editions],
            note=note,
        )
        publish(
            ReleaseMade(
                at=at,
                release_id=made.pk,
                course_uid=str(made.course_uid),
                number=made.number,
                major=plan.kind is not Kind.MINOR,
                edition_ids=tuple(edition.pk for edition in editions),
            )
        )
    return next((edition for edition in editions if edition.locale == plan.chosen.language), editions[0])


def rehearse(*, course: CoursePage, by: User, at: datetime) -> Plan:
    """What `release` would do, with everything that it would have written taken back."""
    with transaction.atomic():
        try:
            return prepare(course, by=by, at=at)
        finally:
            transaction.set_rollback(True)


def prepare(course: CoursePage, *, by: User, at: datetime) -> Plan:
    # Whoever releases the course, in whichever language, passes here one at a time.
    list(Page.objects.filter(translation_key=course.translation_key).order_by("pk").select_for_update())
    course = CoursePage.objects.select_related("locale", "administration").get(pk=course.pk)
    if not course.permissions_for_user(by).can_publish():
        raise PermissionDenied
    if not course.live:
        raise NotPublished(str(course))
    plan = plan_release(course, by=by, at=at)
    if not lessons_of(plan.chosen.structure):
        raise NoLessons(str(course))
    return plan


def release_to_fill(plan: Plan, *, by: User, at: datetime) -> CourseRelease:
    """The open release where only words are new; else the next one, which takes its place."""
    if plan.open_release and plan.kind is Kind.MINOR:
        return plan.open_release
    if plan.open_release:
        CourseRelease.objects.filter(pk=plan.open_release.pk).update(
            state=CourseRelease.State.SUPERSEDED, state_at=at, state_by=by
        )
    course = plan.chosen.course
    return CourseRelease.objects.create(
        course_uid=course.translation_key,
        administration=course.administration,
        number=plan.number,
        structure=plan.chosen.structure,
        rules=completion_of(plan.chosen.structure),
        state_at=at,
        state_by=by,
    )


def write_edition(made: CourseRelease, frozen: Frozen, *, by: User, at: datetime, note: str) -> ReleaseEdition:
    last = made.editions.filter(locale=frozen.language).aggregate(number=Max("number"))["number"] or 0
    edition = ReleaseEdition.objects.create(
        release=made,
        locale=frozen.language,
        number=last + 1,
        title=frozen.data["title"],
        data=frozen.data,
        digest=digest_of(frozen.data),
        note=note,
        released_at=at,
        released_by=by,
    )
    EditionQuiz.objects.bulk_create(EditionQuiz(edition=edition, quiz_version_id=pk) for pk in frozen.keeper.quizzes)
    EditionPackage.objects.bulk_create(
        EditionPackage(edition=edition, package_version_id=pk) for pk in frozen.keeper.packages
    )
    EditionMedia.objects.bulk_create(EditionMedia(edition=edition, media_id=pk) for pk in frozen.keeper.media)
    EditionSource.objects.bulk_create(EditionSource(edition=edition, page_id=page.pk) for page in frozen.pages)
    return edition


@transaction.atomic
def retire(*, page: Page, by: User, at: datetime) -> None:
    """Take a page and all below it out of the offer, in place of deleting it; courses among them are retired with all
    their languages. Who studies goes on. Raises PermissionDenied."""
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied
    for course in CoursePage.objects.descendant_of(page, inclusive=True).filter(alias_of=None):
        retire_course(course, by=by, at=at)
    unpublish(Page.objects.descendant_of(page, inclusive=True), by=by)
    audit.record(by=by, at=at, verb="page retired", about=page, administration=queries.owner_of(page), title=page.title)


def retire_course(course: CoursePage, *, by: User, at: datetime) -> None:
    release = queries.open_release(course.translation_key)
    if release is not None:
        CourseRelease.objects.filter(pk=release.pk).update(state=CourseRelease.State.RETIRED, state_at=at, state_by=by)
        publish(CourseRetired(at=at, release_id=release.pk, course_uid=str(release.course_uid)))
    for other in course.get_translations():
        unpublish(Page.objects.descendant_of(other, inclusive=True), by=by)


def unpublish(pages: PageQuerySet, *, by: User) -> None:
    for page in pages.live().specific():
        page.unpublish(user=by)
