"""A content that an editor has uploaded, in a lesson that somebody studies: everything that a person would have done on
other pages before the first play."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from courses.catalogue.actions import release
from courses.catalogue.models import CatalogueIndexPage, CoursePage, CourseRelease, LessonPage, ModulePage
from courses.catalogue.opening import join_editors, open_catalogue
from courses.packages.models import Package
from lms.core import clock
from lms.people.models import User
from tests.cast import LONG_AGO, Cast, raise_the_curtain
from tracking.enrolment.actions import enrol
from tracking.enrolment.models import Enrolment


@dataclass(frozen=True)
class House:
    """Nadia, coordinator of Sanderra, writes; a catalogue takes her courses."""

    cast: Cast
    catalogue: CatalogueIndexPage


@dataclass(frozen=True)
class Lesson:
    """A lesson with one content in it, in a course of its own."""

    course: CoursePage
    page: LessonPage


def build() -> House:
    cast = raise_the_curtain()
    join_editors(person=cast.nadia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    return House(cast, open_catalogue(administration=cast.sanderra, by=cast.admin, at=LONG_AGO))


def lesson(house: House, package: Package) -> Lesson:
    name = f"package-{package.pk}"
    course = house.catalogue.add_child(instance=CoursePage(title=name, slug=name, code=name, audience="members"))
    module = course.add_child(instance=ModulePage(title="One", slug="one"))
    block = ("h5p", {"package": package, "grading": "best"})
    return Lesson(course, module.add_child(instance=LessonPage(title="Play", slug="play", body=[block])))


def put_out(house: House, lesson: Lesson) -> CourseRelease:
    """Release what stands there now."""
    return release(course=lesson.course, by=house.cast.admin, at=clock.now()).release


def study(house: House, lesson: Lesson, released: CourseRelease, person: User) -> tuple[Enrolment, str]:
    """A person's enrolment, and the address of the lesson in it."""
    enrolment = enrol(person=person, release=released, administration=house.cast.sanderra, by=person, at=clock.now())
    return enrolment, f"/learn/{enrolment.uid}/{lesson.page.translation_key}/"


def session(person: User) -> dict[str, str]:
    """The cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}
