"""The editors' page of a course's releases."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.actions import release
from courses.catalogue.models import CourseRelease, LessonPage, ReleaseEdition
from courses.packages.actions import upload
from courses.quizzes.models import Quiz
from lms.people.models import User
from tests.courses.conftest import AT, Written, question, quiz
from tests.courses.packages.packing import files, pack


@pytest.fixture
def author(client: Client, lucia: User) -> Client:
    client.force_login(lucia, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(written: Written) -> str:
    return reverse("release_course", args=[written.course.pk])


def test_looking_releases_nothing_and_the_button_does(written: Written, author: Client, lucia: User) -> None:
    page = author.get(address(written))
    before = CourseRelease.objects.count()
    author.post(address(written), {"note": "Begin"})
    edition = ReleaseEdition.objects.get()
    assert (page.context["plan"].kind, before) == ("first", 0)
    assert (edition.note, edition.released_by, edition.release.number) == ("Begin", lucia, 1)


def test_the_page_says_minor_or_major_and_what_changed(written: Written, author: Client, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    nothing = author.get(address(written)).context
    lesson = LessonPage.objects.get(pk=written.first.pk)
    lesson.title = "Risk again"
    lesson.save_revision().publish()
    minor = author.get(address(written)).context
    written.second.unpublish()
    major = author.get(address(written)).context
    assert [page["can_release"] for page in (nothing, minor, major)] == [False, True, True]
    assert [page["plan"].kind for page in (minor, major)] == ["minor", "major"]
    assert [(str(change["what"]), change["title"]) for change in minor["changes"]] == [("Lesson changed", "Risk again")]
    assert [(str(change["what"]), change["title"]) for change in major["changes"]] == [
        ("Lesson taken out", "Signs"), ("Quiz taken out", "Risk and signs"), ("Lesson changed", "Risk again"),
    ]  # fmt: skip


def test_a_second_click_releases_nothing_more(written: Written, author: Client) -> None:
    answers = [author.post(address(written)) for _ in range(2)]
    assert ([answer.status_code for answer in answers], ReleaseEdition.objects.count()) == ([302, 302], 1)


def test_a_quiz_that_cannot_be_asked_is_said_in_words(written: Written, author: Client) -> None:
    empty = quiz(written.course.administration, title="Empty")
    lesson = LessonPage.objects.get(pk=written.second.pk)
    lesson.body = [("quiz", empty)]
    lesson.save_revision().publish()
    page = author.get(address(written))
    author.post(address(written))
    assert page.context["refusal"] == "The quiz “Empty” cannot be asked yet: it asks no question."
    assert (CourseRelease.objects.count(), Quiz.objects.count()) == (0, 2)


def test_everything_to_be_mended_is_said_at_once_with_the_way_to_it(written: Written, author: Client) -> None:
    numberless = question(written.course.administration, kind="number", prompt="How many?")
    broken = [quiz(written.course.administration, title="Empty"), quiz(written.course.administration, numberless)]
    lesson = LessonPage.objects.get(pk=written.second.pk)
    lesson.body = [("quiz", each) for each in broken]
    lesson.save_revision().publish()
    page = author.get(address(written))
    ways = [reverse(Quiz.snippet_viewset.get_url_name("edit"), args=[each.pk]) for each in broken]
    assert [(each["title"], [str(reason) for reason in each["reasons"]]) for each in page.context["flawed"]] == [
        ("Empty", ["it asks no question"]), ("Risk and signs", ["a question asks for a number and has none"]),
    ]  # fmt: skip
    assert [f'href="{way}"' in page.text for way in ways] == [True, True]


def test_what_a_release_would_leave_out_is_named(written: Written, author: Client) -> None:
    lesson = LessonPage.objects.get(pk=written.first.pk)
    lesson.title = "Half a thought"
    lesson.save_revision()
    written.second.unpublish()
    held = upload(
        file=pack(files()), name="seal.h5p", administration=written.course.administration, by=None, at=AT, as_draft=True
    )  # fmt: skip
    third = written.module.add_child(
        instance=LessonPage(title="Seals", body=[("h5p", {"package": held.package, "grading": "best"})])
    )
    third.save_revision().publish()
    left_out = author.get(address(written)).context["left_out"]
    assert [(each["title"], str(each["why"]).partition(":")[0]) for each in left_out] == [
        (written.first.title, "changes that are not published"),
        (written.second.title, "a draft"),
        (held.package.title, "no version of it is live"),
    ]


def test_the_editing_page_of_a_course_leads_there(written: Written, author: Client) -> None:
    page = author.get(reverse("wagtailadmin_pages:edit", args=[written.course.pk]))
    assert (page.status_code, address(written) in page.content.decode()) == (200, True)


def test_to_an_editor_of_another_administration_the_page_is_not_there(
    written: Written, client: Client, ingrid: User
) -> None:
    client.force_login(ingrid, backend="allauth.account.auth_backends.AuthenticationBackend")
    answers = [client.get(address(written)).status_code, client.post(address(written)).status_code]
    assert (answers, CourseRelease.objects.count()) == ([404, 404], 0)


def test_a_draft_is_previewed_as_learners_will_see_it(written: Written, author: Client) -> None:
    page = author.get(reverse("wagtailadmin_pages:view_draft", args=[written.second.pk]))
    shown = page.content.decode()
    assert (page.status_code, "Look twice." in shown, "What is a risk indicator?" in shown) == (200, True, True)


def test_the_way_to_a_release_leads_from_a_lesson_as_from_its_course(written: Written, author: Client) -> None:
    for page in (written.first, written.course):
        assert f'href="{address(written)}"' in author.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    index = written.course.get_parent()
    assert address(written) not in author.get(reverse("wagtailadmin_explore", args=[index.pk])).text
