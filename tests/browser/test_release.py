"""A learner who is pinned to a release sees the same bytes, whatever authors do; a new learner sees the new release."""

import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Tab
from wagtail.images import get_image_model

from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.models import Question, Quiz
from lms.core import clock
from tests.browser.staging import Stage
from tests.cast import Offer, enrol

pytestmark = [pytest.mark.browser, pytest.mark.once]

#: The one thing in a quiz that is made anew for each look.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
Window = Callable[..., BrowserContext]


def lesson(tab: Tab, path: str) -> bytes:
    """A lesson as the browser has it, and then every byte of every picture that it drew."""
    tab.goto(path)
    tab.locator("#lesson").wait_for()
    words = TOKEN.sub(r"\1", tab.locator("#lesson").inner_html())
    pictures = tab.eval_on_selector_all("#lesson img", "all => all.map(one => one.currentSrc || one.src)")
    fetched = [tab.request.get(picture) for picture in pictures]
    assert [answer.status for answer in fetched] == [200] * len(pictures)
    return "\n".join([words, *(sha256(answer.body()).hexdigest() for answer in fetched)]).encode()


def lessons(tab: Tab, enrolment: str, uids: list[str]) -> list[bytes]:
    return [lesson(tab, f"/learn/{enrolment}/{uid}/") for uid in uids]


def rewrite_everything() -> None:
    """An author's busy afternoon: the lessons are edited and renamed, the quiz and its questions say something else."""
    for page in LessonPage.objects.all():
        page.title, page.slug, page.minutes = f"Renamed {page.pk}", f"renamed-{page.pk}", 99
        page.body = [("text", "<p>Nothing is as it was.</p>")]
        page.save_revision().publish()
    for question in Question.objects.all():
        question.prompt = "Quite another question?"
        question.save()
    for quiz in Quiz.objects.all():
        quiz.title = "Quite another quiz"
        quiz.save()


def delete_everything(stage: Stage, offer: CoursePage) -> list[int]:
    """Then every page, quiz and picture is deleted in the admin, one by one and all at once; what each said."""
    admin = Client()
    admin.force_login(stage.cast.admin, backend="allauth.account.auth_backends.AuthenticationBackend")
    first, *others = LessonPage.objects.descendant_of(offer).order_by("path")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    addresses = [
        reverse("wagtailadmin_pages:delete", args=[first.pk]),
        f"{bulk}?{urlencode([('id', page.pk) for page in others])}",
        *(reverse(Quiz.snippet_viewset.get_url_name("delete"), args=[quiz.pk]) for quiz in Quiz.objects.all()),
        *(reverse("wagtailimages:delete", args=[image.pk]) for image in get_image_model().objects.all()),
    ]
    return [admin.post(address, {"retire": "yes"}).status_code for address in addresses]


def test_a_pinned_lesson_is_the_same_bytes_and_a_new_learner_sees_the_new_one(stage: Stage, window: Window) -> None:
    course = CoursePage.objects.get(code="NUM")
    enrolment = stage.addresses["enrolment"]
    uids = [stage.addresses["lesson"], stage.addresses["quiz_lesson"]]
    amina = window(person=stage.cast.amina).new_page()
    before = lessons(amina, enrolment, uids)
    asked = amina.locator("#lesson fieldset").count()
    lesson(amina, f"/learn/{enrolment}/{uids[0]}/")
    shown = amina.locator("#lesson img").count()

    rewrite_everything()
    edited = lessons(amina, enrolment, uids)
    answers = delete_everything(stage, course)
    deleted = lessons(amina, enrolment, uids)
    write_anew(course)
    edition = release(course=course, by=stage.cast.admin, at=clock.now(), note="Written anew")
    released = lessons(amina, enrolment, uids)

    assert (edited, deleted, released) == (before, before, before)
    assert (set(answers), edition.release.number) == ({302}, 2)
    assert (shown, get_image_model().objects.count(), asked > 0) == (1, 0, True)

    begun = enrol(stage.cast, stage.cast.bela, Offer(course, edition.release))
    bela = window(person=stage.cast.bela).new_page()
    [new] = edition.release.rules["lessons"]
    assert b"Written anew, from the first word." in lesson(bela, f"/learn/{begun.uid}/{new}/")


def write_anew(course: CoursePage) -> None:
    module = ModulePage.objects.child_of(course).get()
    page = module.add_child(
        instance=LessonPage(title="A new beginning", body=[("text", "<p>Written anew, from the first word.</p>")])
    )
    page.save_revision().publish()
