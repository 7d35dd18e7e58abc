"""Reads of the offer and of what was released."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from wagtail.models import Page

from courses.catalogue.outcomes import CourseOutcome
from courses.catalogue.pages import CatalogueIndexPage, CoursePage
from courses.catalogue.recalling import recall
from courses.catalogue.releases import CourseRelease, EditionMedia, EditionSource, ReleaseEdition
from courses.catalogue.rules import lesson_of
from courses.lessons.models import Media
from lms.people.models import Administration
from lms.people.queries import Asker, administrations_below


def visible_to(person: Asker, *, on: date | None = None) -> QuerySet[CoursePage]:
    """The courses on offer to someone: what is for everyone, for members once they serve anywhere, and their own.

    Each course is there once, as its page in the site's own language, which has its address; `localized` finds the others.
    """
    live = CoursePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    if person.is_superuser:
        return live
    seen = Q(audience=CoursePage.Audience.EVERYONE)
    if person.is_authenticated:
        serves = set(administrations_below(person, on=on).values_list("pk", flat=True))
        seen |= Q(administration__in=serves)
        if serves:
            seen |= Q(audience=CoursePage.Audience.MEMBERS)
    return live.filter(seen)


def in_words(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """With their outcomes and competencies, in a constant number of queries."""
    outcomes = CourseOutcome.objects.select_related("competency").order_by("sort_order", "pk")
    return courses.select_related("locale", "administration").prefetch_related(Prefetch("outcomes", queryset=outcomes))


def courses_developing(
    competency_ids: Iterable[int], *, for_person: Asker, on: date | None = None
) -> QuerySet[CoursePage]:
    """The courses on offer to a person that lead upwards in one of the competencies, and that can be enrolled in."""
    developing = CourseOutcome.objects.filter(competency__in=list(competency_ids)).values("course")
    enrollable = CourseRelease.objects.filter(state=CourseRelease.State.OPEN).values("course_uid")
    return in_words(
        visible_to(for_person, on=on).filter(pk__in=developing, translation_key__in=enrollable).order_by("code", "pk")
    )


def open_release(course_uid: UUID | str) -> CourseRelease | None:
    """The release that a new learner of the course is pinned to."""
    return CourseRelease.objects.filter(course_uid=course_uid, state=CourseRelease.State.OPEN).first()


def releases_of(course_uid: UUID | str) -> QuerySet[CourseRelease]:
    """Every release of a course with its editions, newest first."""
    editions = ReleaseEdition.objects.select_related("released_by").defer("data").order_by("-released_at", "-pk")
    return (
        CourseRelease.objects.filter(course_uid=course_uid)
        .order_by("-number")
        .prefetch_related(Prefetch("editions", queryset=editions))
    )


def edition_for(release: CourseRelease, locale: str) -> ReleaseEdition | None:
    """The newest edition in a language; where there is none in it, in the site's; where there is none, in any."""
    return release.editions.order_by(*nearest(locale)).first()


def editions_for(releases: Iterable[int], locale: str) -> dict[int, ReleaseEdition]:
    """The same for several releases at once, by their ids. One query, and one more where an edition is new to the process."""
    editions = ReleaseEdition.objects.filter(release=OuterRef("pk")).order_by(*nearest(locale))
    wanted = CourseRelease.objects.filter(pk__in=list(releases)).values(edition=Subquery(editions.values("pk")[:1]))
    found = {edition.release_id: edition for edition in ReleaseEdition.objects.defer("data").filter(pk__in=wanted)}
    recall(found.values())
    return found


def nearest(locale: str) -> tuple[Any, ...]:
    nearness = Case(
        When(locale=locale, then=Value(0)),
        When(locale=settings.LANGUAGE_CODE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return nearness, "locale", "-number"


def lesson_data(edition: ReleaseEdition, lesson_uid: UUID | str) -> Mapping[str, Any] | None:
    """The frozen data of a lesson; None when the edition has no such lesson."""
    return lesson_of(edition.data, str(lesson_uid))


def edition_shows(edition: ReleaseEdition, media: Media) -> bool:
    """Whether a frozen file belongs to an edition, and so to whoever may study it."""
    return EditionMedia.objects.filter(edition=edition, media=media).exists()


def is_held(page: Page) -> bool:
    """Whether a release was frozen from this page or one below it: then it can be retired, not deleted."""
    return EditionSource.objects.filter(page__path__startswith=page.path).exists()


def owner_of(page: Page) -> Administration | None:
    """The administration in whose part of the catalogue a page stands."""
    owned = CatalogueIndexPage.objects.ancestor_of(page, inclusive=True).exclude(administration=None)
    nearest = owned.order_by("-depth").select_related("administration").first()
    return nearest.administration if nearest else None
