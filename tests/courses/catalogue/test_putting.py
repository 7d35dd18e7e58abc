"""The short way from a file to a lesson that plays it: one page, one press, all of it or nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from courses.catalogue.actions import release
from courses.catalogue.models import CourseRelease, LessonPage
from courses.packages.actions import upload
from courses.packages.models import Package, PackageVersion
from lms.people.models import User
from tests.courses.conftest import AT, Written, quiz
from tests.courses.packages.packing import files, pack
from tests.repository.scene import BACKEND


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def released(written: Written, lucia: User) -> Written:
    """The library is installed, and the course is released without any content."""
    upload(file=pack(files()), name="first.h5p", administration=written.course.administration, by=None, at=AT)
    release(course=written.course, by=lucia, at=AT)
    return written


@pytest.fixture
def author(client: Client, lucia: User) -> Client:
    client.force_login(lucia, backend=BACKEND)
    return client


def address(lesson: LessonPage) -> str:
    return reverse("put_into_lesson", args=[lesson.pk])


def drop(client: Client, lesson: LessonPage, content: bytes | None = None, *, counts: bool = True) -> Any:
    content = pack(files()).getvalue() if content is None else content
    tick = {"counts": "on"} if counts else {}
    return client.post(address(lesson), {"file": SimpleUploadedFile("seal.h5p", content)} | tick)


def kinds(lesson: LessonPage) -> list[str]:
    return [block.block_type for block in LessonPage.objects.get(pk=lesson.pk).body]


def test_a_file_that_is_dropped_is_played_at_the_end_of_the_lesson_in_a_new_release(
    released: Written, author: Client
) -> None:
    before, answer = kinds(released.first), drop(author, released.first)
    newest = CourseRelease.objects.get(state="open")
    package = Package.objects.latest("pk")
    assert answer.headers["Location"] == reverse("course_lessons", args=[released.course.pk])
    assert kinds(released.first) == [*before, "h5p"]
    assert (newest.number, newest.rules["packages"]) == (2, [str(package.uid)])


def test_what_is_there_for_practice_comes_to_everyone_in_the_release_that_they_are_in(
    released: Written, author: Client
) -> None:
    before = CourseRelease.objects.get()
    page = author.get(address(released.first)).text
    answer = drop(author, released.first, counts=False)
    newest = CourseRelease.objects.get()
    blocks = newest.editions.get(number=2).data["modules"][0]["lessons"][0]["blocks"]
    assert ("comes to everyone in release 1" in page, answer.status_code) == (True, 302)
    assert (newest, newest.rules, blocks[-1]["type"], blocks[-1]["counts"]) == (before, before.rules, "h5p", False)


def test_practice_that_is_asked_for_later_makes_a_new_release(released: Written, author: Client, lucia: User) -> None:
    drop(author, released.first, counts=False)
    lesson = LessonPage.objects.get(pk=released.first.pk)
    lesson.body[-1].value["counts"] = True
    lesson.save_revision().publish()
    release(course=released.course, by=lucia, at=AT + timedelta(days=1))
    newest = CourseRelease.objects.get(state="open")
    assert (newest.number, newest.rules["packages"]) == (2, [str(Package.objects.latest("pk").uid)])


def test_it_stands_in_every_language_of_the_lesson_so_that_none_stays_behind(
    released: Written, author: Client, lucia: User
) -> None:
    arabic, _made = Locale.objects.get_or_create(language_code="ar")
    for page in (released.course, released.first.get_parent().specific, released.first, released.second):
        other = page.copy_for_translation(arabic, copy_parents=True)
        other.save_revision().publish()
    release(course=released.course, by=lucia, at=AT + timedelta(days=1))
    drop(author, released.first)
    assert sorted(CourseRelease.objects.get(state="open").editions.values_list("locale", flat=True)) == ["ar", "en"]


def test_a_package_that_is_refused_says_every_reason_and_keeps_nothing(released: Written, author: Client) -> None:
    before = (kinds(released.first), Package.objects.count(), PackageVersion.objects.count())
    broken = pack(files() | {"content/run.exe": b"MZ", "content/content.json": b"{"}).getvalue()
    answer = drop(author, released.first, broken)
    reasons = answer.context["form"].errors["file"]
    assert (answer.status_code, len(reasons) >= 2) == (400, True)
    assert (kinds(released.first), Package.objects.count(), PackageVersion.objects.count()) == before
    assert CourseRelease.objects.count() == 1


def test_a_draft_of_somebody_else_is_not_published_along_with_it(released: Written, author: Client) -> None:
    lesson = LessonPage.objects.get(pk=released.first.pk)
    lesson.body = json.dumps([{"type": "text", "value": "<p>Half a thought</p>"}])
    lesson.save_revision()
    answer = drop(author, released.first)
    assert (answer.status_code, "changes that are not published yet" in answer.text) == (400, True)
    assert (CourseRelease.objects.count(), Package.objects.count()) == (1, 1)


def test_a_quiz_that_cannot_be_asked_stands_in_the_way_and_is_said_before(released: Written, author: Client) -> None:
    second = LessonPage.objects.get(pk=released.second.pk)
    second.body = [("quiz", quiz(released.course.administration, title="Empty"))]
    second.save_revision().publish()
    said = "“Empty” cannot be asked yet"
    assert (said in author.get(address(released.first)).text, said in drop(author, released.first).text) == (True, True)
    assert (CourseRelease.objects.count(), Package.objects.count()) == (1, 1)


def test_what_was_published_meanwhile_and_goes_out_with_it_is_listed(released: Written, author: Client) -> None:
    second = LessonPage.objects.get(pk=released.second.pk)
    second.title = "Signs, renamed"
    second.save_revision().publish()
    page = author.get(address(released.first))
    assert [(str(change["what"]), change["title"]) for change in page.context["changes"]] == [
        ("Lesson changed", "Signs, renamed")
    ]


@pytest.mark.parametrize("who", ["amina", "olaf"])
def test_nobody_else_comes_to_it_or_to_the_outline(
    released: Written, client: Client, request: pytest.FixtureRequest, who: str
) -> None:
    client.force_login(request.getfixturevalue(who), backend=BACKEND)
    outline = reverse("course_lessons", args=[released.course.pk])
    answers = [client.get(outline), client.get(address(released.first)), drop(client, released.first)]
    # Who does not edit at all is sent to the front of the admin.
    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert (CourseRelease.objects.count(), Package.objects.count()) == (1, 1)


def test_an_editor_of_another_house_finds_neither(released: Written, client: Client, ingrid: User) -> None:
    client.force_login(ingrid, backend=BACKEND)
    outline = reverse("course_lessons", args=[released.course.pk])
    answers = [client.get(outline), client.get(address(released.first)), drop(client, released.first)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_outline_names_every_lesson_with_its_ways(released: Written, author: Client) -> None:
    page = author.get(reverse("course_lessons", args=[released.course.pk])).text
    ways = [reverse("wagtailadmin_pages:edit", args=[released.first.pk]), address(released.first)]
    assert [f'href="{way}"' in page for way in ways] == [True, True]


def test_a_lesson_in_the_editor_has_the_way_too(released: Written, author: Client) -> None:
    page = author.get(reverse("wagtailadmin_pages:edit", args=[released.first.pk])).text
    assert address(released.first) in page
