"""An editor of Tirvan walks through every address of the admin with the ids of Sanderra's things, and learns nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.test import Client
from django.urls import get_resolver
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupApprovalTask, Page, Workflow, WorkflowTask

from courses.catalogue.actions import join_editors, open_catalogue
from courses.catalogue.editors import Editorship
from courses.packages.actions import upload
from courses.packages.models import Package
from courses.quizzes.models import Question, Quiz
from lms.people.models import User
from tests.cast import LONG_AGO, Cast, enter, put_on_offer
from tests.courses.conftest import picture
from tests.courses.packages.packing import pack
from tests.repository.addresses import addresses
from tests.repository.scene import BACKEND

#: Stands in the title of everything of Sanderra, and nowhere else.
MARK = "Zanzibar"
#: Addresses that show it to who writes the courses of Sanderra.
SHOWING = {
    "admin/pages/<int:page_id>/edit/", "admin/images/<int:image_id>/", "admin/documents/edit/<int:document_id>/",
    "admin/h5p/<int:package>/edit/", "admin/snippets/courses/package/history/<int:pk>/",
    "admin/reports/workflow/", "admin/",
    "admin/snippets/courses/quiz/edit/<int:pk>/", "admin/snippets/courses/question/edit/<int:pk>/",
    "admin/api/main/images/", "admin/api/main/documents/", "admin/api/main/pages/",
}  # fmt: skip


@pytest.fixture
def things(cast: Cast, own_storage: Path) -> dict[type[models.Model], Any]:
    """A course of Sanderra with all it is made of, each marked."""
    course = put_on_offer(cast, audience="own").page
    collection = Editorship.objects.get(administration=cast.sanderra).collection
    quiz, question = Quiz.objects.get(), Question.objects.first()
    document = Document.objects.create(
        title=f"{MARK} notes", file=ContentFile(b"x", name=f"{MARK}.txt"), collection=collection
    )
    image = picture(cast.sanderra, title=f"{MARK} quay")
    Page.objects.filter(path__startswith=course.path).update(title=f"{MARK} page", draft_title=f"{MARK} page")
    Quiz.objects.update(title=f"{MARK} quiz")
    Question.objects.update(prompt=f"{MARK} question")
    Collection.objects.filter(pk=collection.pk).update(name=f"{MARK} collection")
    return {
        Page: course, Image: image, Document: document, Quiz: quiz, Question: question, Collection: collection,
        Package: waiting(cast),
    }  # fmt: skip


def waiting(cast: Cast) -> Package:
    """A content that waits for a review by everyone who edits anywhere."""
    version = upload(
        file=pack(), name="a.h5p", title=f"{MARK} package", administration=cast.sanderra, by=cast.admin, at=LONG_AGO
    )
    task, flow = GroupApprovalTask.objects.create(name="Look"), Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=flow, task=task)
    open_catalogue(administration=cast.tirvan, by=cast.admin, at=LONG_AGO)
    task.groups.set(Group.objects.filter(editorship__isnull=False))
    package = Package.objects.get(pk=version.package_id)
    flow.start(package, cast.admin)
    return package


@pytest.fixture
def yusuf(cast: Cast, things: dict[type[models.Model], Any]) -> Client:
    """Writes the courses of Tirvan."""
    person = enter(cast, "yusuf", cast.tirvan, "trainer")
    join_editors(person=person, administration=cast.tirvan, by=cast.admin, at=LONG_AGO)
    return signed_in(person)


def signed_in(person: User) -> Client:
    """A browser; where Wagtail stumbles over an id of another kind, the answer is 500 and says nothing."""
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def tried(things: dict[type[models.Model], Any]) -> Iterator[tuple[str, str]]:
    """Every address of the admin, with the id of each of Sanderra's things in every place where an id can stand."""
    for address in addresses(get_resolver().url_patterns):
        if address.group != "admin/" or "logout" in address.route:
            continue
        for thing in things.values():
            meta = thing._meta
            words = {"app_label": meta.app_label, "model_name": meta.model_name, "content_type_app_name": meta.app_label,
                     "content_type_model_name": meta.model_name, "slug": "courses", "str": thing.pk}  # fmt: skip
            yield address.route, address.filled({"int": thing.pk, "part1": thing.pk, "part2": "width-400", **words})


def asked(client: Client, address: str, query: dict[str, Any]) -> Any:
    with transaction.atomic():
        answer = client.get(address, query)
        transaction.set_rollback(True)
    return answer


def seen(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_no_address_of_the_admin_shows_a_foreign_editor_anything_of_ours(
    things: dict[type[models.Model], Any], yusuf: Client
) -> None:
    telling = set()
    for route, address in set(tried(things)):
        for query in ({}, {"q": MARK, "id": [thing.pk for thing in things.values()]}):
            # What was typed into a search field comes back in it; only a title in full would be a leak.
            body = seen(asked(yusuf, address, query))
            if any(
                f"{MARK} {word}" in body
                for word in ("page", "quay", "notes", "quiz", "question", "collection", "package")
            ):
                telling.add((route, address))
    assert telling == set()


def test_things_ticked_in_a_chooser_are_told_to_their_own_editors_only(
    cast: Cast, things: dict[type[models.Model], Any], yusuf: Client
) -> None:
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    # One id at a time: asked for several at once, Wagtail stumbles over the first that is of another kind.
    choosers = [address for _route, address in set(tried(things)) if address.endswith("chosen-multiple/")]

    def told(client: Client) -> set[str]:
        asked_for = [(address, thing.pk) for address in choosers for thing in things.values()]
        return {address for address, pk in asked_for if MARK in seen(asked(client, address, {"id": [pk]}))}

    assert told(yusuf) == set()
    assert "/admin/choose-page/chosen-multiple/" in told(signed_in(cast.lucia))
    assert asked(yusuf, "/admin/choose-page/chosen-multiple/", {"id": ["1", "x", "²"]}).status_code == 200


def test_no_form_of_the_admin_lets_a_foreign_editor_change_or_delete_anything_of_ours(
    things: dict[type[models.Model], Any], yusuf: Client
) -> None:
    form = {"title": "Taken", "name": "Taken", "prompt": "Taken", "id": [thing.pk for thing in things.values()]}
    before = state(things)
    changing = set()
    for route, address in set(tried(things)):
        with transaction.atomic():
            yusuf.post(address, form)
            if not connection.needs_rollback and state(things) != before:
                changing.add((route, address))
            transaction.set_rollback(True)
    assert changing == set()


def state(things: dict[type[models.Model], Any]) -> dict[str, Any]:
    return {kind.__name__: kind.objects.filter(pk=thing.pk).values().first() for kind, thing in things.items()}


def test_an_editor_of_our_own_does_find_what_the_walk_looks_for(
    cast: Cast, things: dict[type[models.Model], Any]
) -> None:
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    lucia = signed_in(cast.lucia)
    looked_at = [(route, address) for route, address in set(tried(things)) if route in SHOWING]
    assert {route for route, address in looked_at if MARK in seen(asked(lucia, address, {}))} == SHOWING
