"""Deleting what was released, as an author tries it in the admin."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage, CourseRelease, LessonPage
from courses.quizzes.models import Question, Quiz
from lms.people.models import User
from tests.courses.conftest import AT, Written, question, quiz


@pytest.fixture
def author(client: Client, lucia: User) -> Client:
    client.force_login(lucia, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def bulk(kind: str, *things: object) -> str:
    app = {"page": "wagtailcore"}.get(kind, "courses")
    address = reverse("wagtail_bulk_action", args=[app, kind, "delete"])
    return f"{address}?{urlencode([('id', thing.pk) for thing in things])}"


def test_a_released_lesson_is_retired_in_place_of_deleted(written: Written, author: Client, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    address = reverse("wagtailadmin_pages:delete", args=[written.first.pk])
    asked = author.get(address)
    refused = author.post(address)
    assert [answer.templates[0].name for answer in (asked, refused)] == ["courses/admin/retire.html"] * 2
    assert written.fresh(written.first).live is True
    assert author.post(address, {"retire": "yes"}).status_code == 302
    assert written.fresh(written.first).live is False


def test_a_released_course_is_retired_with_all_below(written: Written, author: Client, lucia: User) -> None:
    release(course=written.course, by=lucia, at=AT)
    author.post(reverse("wagtailadmin_pages:delete", args=[written.course.pk]), {"retire": "yes"})
    assert (CoursePage.objects.live().count(), LessonPage.objects.live().count()) == (0, 0)
    assert (CourseRelease.objects.get().state, LessonPage.objects.count()) == (CourseRelease.State.RETIRED, 2)


def test_a_catalogue_with_a_released_course_below_is_not_deleted_either(
    written: Written, client: Client, lucia: User, superuser: User
) -> None:
    release(course=written.course, by=lucia, at=AT)
    client.force_login(superuser, backend="allauth.account.auth_backends.AuthenticationBackend")
    front = written.index.get_parent().get_parent()
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[front.pk]), {"confirm_site_name": "Clearway"})
    assert (answer.templates[0].name, CoursePage.objects.count()) == ("courses/admin/retire.html", 1)


def test_a_page_that_was_never_released_is_deleted(written: Written, author: Client) -> None:
    answer = author.post(reverse("wagtailadmin_pages:delete", args=[written.first.pk]))
    assert (answer.status_code, LessonPage.objects.filter(pk=written.first.pk).exists()) == (302, False)


def test_of_several_pages_the_released_are_retired_and_none_is_deleted(
    written: Written, author: Client, lucia: User
) -> None:
    release(course=written.course, by=lucia, at=AT)
    fresh = written.fresh(written.module).add_child(instance=LessonPage(title="Third", slug="third"))
    address = bulk("page", written.first, written.second, fresh)
    asked = author.post(address)
    assert (asked.templates[0].name, asked.context["held"], asked.context["untouched"]) == (
        "courses/admin/retire.html", [written.first.page_ptr, written.second.page_ptr], 1,
    )  # fmt: skip
    author.post(address, {"retire": "yes"})
    live = list(LessonPage.objects.order_by("path").values_list("title", "live"))
    assert live == [("What risk is", False), ("Signs", False), ("Third", True)]


def test_several_pages_that_were_never_released_are_deleted(written: Written, author: Client) -> None:
    author.post(bulk("page", written.first, written.second))
    assert LessonPage.objects.count() == 0


@pytest.mark.parametrize("how", ["single", "bulk"])
def test_a_released_quiz_is_retired_in_place_of_deleted(
    written: Written, author: Client, lucia: User, how: str
) -> None:
    release(course=written.course, by=lucia, at=AT)
    single = reverse(Quiz.snippet_viewset.get_url_name("delete"), args=[written.quiz.pk])
    address = single if how == "single" else bulk("quiz", written.quiz)
    asked = [author.get(address), author.post(address)]
    assert [answer.templates[0].name for answer in asked] == ["courses/admin/retire.html"] * 2
    author.post(address, {"retire": "yes"})
    listed = author.get(reverse(Quiz.snippet_viewset.get_url_name("list")))
    assert (Quiz.objects.get().retired_at is None, list(listed.context["object_list"])) == (False, [])


def test_a_question_that_a_quiz_asks_is_retired_and_a_free_one_deleted(written: Written, author: Client) -> None:
    free = question(written.course.administration, "Free")
    name = Question.snippet_viewset.get_url_name("delete")
    held = author.post(reverse(name, args=[written.question.pk]))
    author.post(reverse(name, args=[free.pk]))
    assert (held.templates[0].name, list(Question.objects.all())) == ("courses/admin/retire.html", [written.question])


def test_a_loose_quiz_is_deleted(written: Written, author: Client) -> None:
    loose = quiz(written.course.administration, title="Loose")
    author.post(bulk("quiz", loose))
    assert list(Quiz.objects.all()) == [written.quiz]


def test_a_picture_is_deleted_without_disturbing_a_release(written: Written, author: Client, lucia: User) -> None:
    edition = release(course=written.course, by=lucia, at=AT)
    answer = author.post(reverse("wagtailimages:delete", args=[written.picture.pk]))
    sizes = [link.media.file.size == link.media.size for link in edition.media.select_related("media")]
    assert (answer.status_code, sizes) == (302, [True, True])
