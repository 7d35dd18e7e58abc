"""Editors of one administration find nothing of another in the admin: lists, choosers, searches, forms, addresses."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from courses.catalogue.actions import join_editors, leave_editors, open_catalogue
from courses.catalogue.models import CatalogueIndexPage, Editorship
from courses.catalogue.opening import editorship_of
from courses.quizzes.models import Question, Quiz
from lms.competencies.models import Competency, Framework
from lms.people.actions import end_role
from lms.people.models import Administration, Membership, User
from tests.courses.conftest import AT, Written, write_course

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def theirs(norland: Administration, ingrid: User) -> Written:
    """A course of the other administration, with everything it uses."""
    theirs = write_course(norland, code="N9")
    for model, title in ((Image, "Norland quay"), (Quiz, "Norland quiz")):
        model.objects.filter(pk__in=[theirs.picture.pk if model is Image else theirs.quiz.pk]).update(title=title)
    Question.objects.filter(pk=theirs.question.pk).update(prompt="Norland question")
    for title, administration in (("Norland table", norland), ("Sanderra table", written_for(theirs))):
        Document.objects.create(
            title=title, file=ContentFile(b"x", name="x.txt"), collection=editorship_of(administration).collection
        )
    return theirs


def written_for(_theirs: Written) -> Administration:
    return Administration.objects.get(code="sanderra")


@pytest.fixture
def author(client: Client, lucia: User) -> Client:
    client.force_login(lucia, backend=BACKEND)
    return client


CHOOSERS = {
    "pages": ("wagtailadmin_choose_page_search", {"q": "targeting"}, "Targeting C4", "Targeting N9"),
    "pages below": ("wagtailadmin_choose_page", {"page_type": "courses.CoursePage"}, "", "Targeting N9"),
    "images": ("wagtailimages_chooser:choose", {}, "The quay", "Norland quay"),
    "images found": ("wagtailimages_chooser:choose_results", {"q": "quay"}, "The quay", "Norland quay"),
    "documents": ("wagtaildocs_chooser:choose", {}, "Sanderra table", "Norland table"),
    "image list": ("wagtailimages:index", {}, "The quay", "Norland quay"),
    "document list": ("wagtaildocs:index", {}, "Sanderra table", "Norland table"),
    "page search": ("wagtailadmin_pages:search", {"q": "targeting"}, "Targeting C4", "Targeting N9"),
    "quiz list": ("wagtailsnippets_courses_quiz:list", {}, "Risk and signs", "Norland quiz"),
    "question list": ("wagtailsnippets_courses_question:list", {}, "risk indicator", "Norland question"),
    "quiz chooser": ("wagtailsnippetchoosers_courses_quiz:choose", {}, "Risk and signs", "Norland quiz"),
    "quiz search": ("wagtailsnippetchoosers_courses_quiz:choose_results", {"q": "quiz"}, "", "Norland quiz"),
    "question chooser": ("wagtailsnippetchoosers_courses_question:choose", {}, "risk indicator", "Norland question"),
    "home": ("wagtailadmin_home", {}, "", "Norland"),
    "history": ("wagtailadmin_reports:site_history", {}, "", "N9"),
}


@pytest.mark.parametrize("chooser", CHOOSERS)
def test_a_list_or_chooser_shows_ones_own_and_not_theirs(
    written: Written, theirs: Written, author: Client, chooser: str
) -> None:
    name, query, own, foreign = CHOOSERS[chooser]
    answer = author.get(reverse(name), query)
    shown = answer.content.decode()
    assert (answer.status_code in (200, 302), own in shown, foreign in shown) == (True, True, False)


def test_the_explorer_shows_ones_own_part_of_the_catalogue(written: Written, theirs: Written, author: Client) -> None:
    catalogue = reverse("wagtailadmin_explore", args=[written.index.get_parent().pk])
    shown = author.get(catalogue, follow=True).content.decode()
    assert ("Targeting C4" in shown, "Norland" in shown, "Targeting N9" in shown) == (True, False, False)


def addresses(theirs: Written) -> dict[str, str]:
    quiz, question, page = theirs.quiz.pk, theirs.question.pk, theirs.course.pk
    return {
        "edit page": reverse("wagtailadmin_pages:edit", args=[page]),
        "delete page": reverse("wagtailadmin_pages:delete", args=[page]),
        "history of page": reverse("wagtailadmin_pages:history", args=[page]),
        "usage of page": reverse("wagtailadmin_pages:usage", args=[page]),
        "draft of page": reverse("wagtailadmin_pages:view_draft", args=[page]),
        "choose below page": reverse("wagtailadmin_choose_page_child", args=[page]),
        "edit image": reverse("wagtailimages:edit", args=[theirs.picture.pk]),
        "edit quiz": reverse("wagtailsnippets_courses_quiz:edit", args=[quiz]),
        "delete quiz": reverse("wagtailsnippets_courses_quiz:delete", args=[quiz]),
        "usage of quiz": reverse("wagtailsnippets_courses_quiz:usage", args=[quiz]),
        "history of quiz": reverse("wagtailsnippets_courses_quiz:history", args=[quiz]),
        "edit question": reverse("wagtailsnippets_courses_question:edit", args=[question]),
        "usage of question": reverse("wagtailsnippets_courses_question:usage", args=[question]),
        "chosen quiz": reverse("wagtailsnippetchoosers_courses_quiz:chosen", args=[quiz]),
        "chosen question": reverse("wagtailsnippetchoosers_courses_question:chosen", args=[question]),
        "chosen image": reverse("wagtailimages_chooser:chosen", args=[theirs.picture.pk]),
    }


@pytest.mark.parametrize("what", [
    "edit page", "delete page", "history of page", "usage of page", "draft of page", "choose below page", "edit image",
    "edit quiz", "delete quiz", "usage of quiz", "history of quiz", "edit question", "usage of question", "chosen quiz",
    "chosen question", "chosen image",
])  # fmt: skip
def test_an_address_of_theirs_says_nothing(written: Written, theirs: Written, author: Client, what: str) -> None:
    answer = author.get(addresses(theirs)[what])
    body = answer.content.decode()
    leaks = [word for word in ("Targeting N9", "Norland quay", "Norland quiz", "Norland question") if word in body]
    assert (answer.status_code in (302, 403, 404), leaks) == (True, [])


def test_the_form_of_a_quiz_offers_ones_own_administration(written: Written, theirs: Written, author: Client) -> None:
    form = author.get(reverse("wagtailsnippets_courses_quiz:add")).context["form"]
    assert list(form.fields["administration"].queryset) == [written.course.administration]


def quiz_form(administration: Administration, question: Question) -> dict[str, object]:
    return {
        "administration": administration.pk, "title": "New", "pass_share": "0.7", "most_attempts": "3",
        "places-TOTAL_FORMS": "1", "places-INITIAL_FORMS": "0", "places-MIN_NUM_FORMS": "0",
        "places-MAX_NUM_FORMS": "1000", "places-0-question": question.pk, "places-0-ORDER": "1",
    }  # fmt: skip


def test_a_quiz_may_ask_ones_own_questions_and_not_theirs(written: Written, theirs: Written, author: Client) -> None:
    add = reverse("wagtailsnippets_courses_quiz:add")
    own = written.course.administration
    refused = [
        author.post(add, quiz_form(own, theirs.question)).status_code,
        author.post(add, quiz_form(theirs.course.administration, written.question)).status_code,
    ]
    taken = author.post(add, quiz_form(own, written.question)).status_code
    assert (refused, taken, Quiz.objects.filter(title="New").count()) == ([200, 200], 302, 1)


def test_the_form_of_a_course_offers_shared_competencies_and_ones_own(
    written: Written, theirs: Written, author: Client, targeting: Competency, norland: Administration
) -> None:
    private = Framework.objects.create(code="norland", title="Norland's own", administration=norland)
    Competency.objects.create(framework=private, code="N1", title="Ice", domain=Competency.Domain.OPERATIONAL)
    page = author.get(reverse("wagtailadmin_pages:edit", args=[written.course.pk]))
    offered = page.context["form"].formsets["outcomes"].empty_form.fields["competency"].queryset
    assert list(offered) == [targeting]


def test_a_new_course_belongs_to_the_administration_it_is_written_in(written: Written, author: Client) -> None:
    add = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", written.index.pk])
    form = {
        "title": "New", "slug": "new", "code": "C9", "audience": "own", "hours_elearning": "1", "hours_remote": "0",
        "hours_classroom": "0", "cost": "0", "description": "null", "summary": "", "outcomes-TOTAL_FORMS": "0",
        "outcomes-INITIAL_FORMS": "0", "outcomes-MIN_NUM_FORMS": "0", "outcomes-MAX_NUM_FORMS": "1000",
        "checklist-TOTAL_FORMS": "0", "checklist-INITIAL_FORMS": "0", "checklist-MIN_NUM_FORMS": "0",
        "checklist-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    author.post(add, form)
    assert Page.objects.get(slug="new").specific.administration == written.course.administration


def test_a_role_that_has_ended_closes_the_admin_whatever_the_groups_say(
    written: Written, author: Client, lucia: User
) -> None:
    end_role(membership=Membership.objects.get(person=lucia), on=date(2026, 11, 1), by=None, at=AT)
    assert author.get(reverse("wagtailadmin_pages:edit", args=[written.course.pk])).status_code == 404
    assert list(author.get(reverse("wagtailsnippets_courses_quiz:list")).context["object_list"]) == []


def test_opening_a_catalogue_twice_makes_one_of_everything(sanderra: Administration) -> None:
    first = open_catalogue(administration=sanderra, by=None, at=AT)
    counted = [
        model.objects.count() for model in (Page, Group, Collection, GroupPagePermission, GroupCollectionPermission)
    ]
    again = open_catalogue(administration=sanderra, by=None, at=AT)
    assert (first, first.url) == (again, "/catalogue/sanderra/")
    assert counted == [
        model.objects.count() for model in (Page, Group, Collection, GroupPagePermission, GroupCollectionPermission)
    ]


def test_two_administrations_share_the_catalogue_and_nothing_else(
    sanderra: Administration, norland: Administration
) -> None:
    indexes = [open_catalogue(administration=each, by=None, at=AT) for each in (sanderra, norland)]
    offices = [Editorship.objects.get(administration=each) for each in (sanderra, norland)]
    assert indexes[0].get_parent() == indexes[1].get_parent()
    assert CatalogueIndexPage.objects.filter(administration=None).count() == 1
    assert len({office.group_id for office in offices} | {-office.collection_id for office in offices}) == 4


def test_leaving_the_editors_ends_all_writing(sanderra: Administration, lucia: User) -> None:
    join_editors(person=lucia, administration=sanderra, by=None, at=AT)
    leave_editors(person=lucia, administration=sanderra, by=None, at=AT)
    assert User.objects.get(pk=lucia.pk).has_perm("wagtailadmin.access_admin") is False
