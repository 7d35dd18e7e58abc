"""Packages in the editors' list and in the chooser of lessons: one's own, with what there is to know of each."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import LessonPage
from courses.catalogue.opening import join_editors
from courses.packages.actions import upload
from courses.packages.keeping import hold, let_go
from courses.packages.models import Library, Package, PackageVersion
from courses.packages.publishing import live
from lms.core import clock
from tests.cast import LONG_AGO, Cast, put_on_offer
from tests.courses.packages.packing import PARAMS, files, pack
from tests.reading import words

LIST, CHOOSER = "/admin/snippets/courses/package/", "/admin/snippets/choose/courses/package/"


@pytest.fixture
def lucia(cast: Cast) -> Client:
    """Writes the courses of Sanderra."""
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    client = Client()
    client.force_login(cast.lucia)
    return client


def put_up(cast: Cast, title: str, *, text: str = "x", **more: Any) -> PackageVersion:
    packed = pack(files(params=PARAMS | {"text": f"<p>{text}</p>"}))
    where = more.pop("administration", cast.sanderra)
    return upload(
        file=packed, name="a.h5p", title=title, administration=where, by=cast.admin, at=clock.now(), **more
    )  # fmt: skip


def told(client: Client, path: str, **query: str) -> dict[str, list[str]]:
    """Of each row of the table the title, and what its columns say of kind, state and uses."""
    table = client.get(path, query).context_data["table"] if path == LIST else client.get(path, query).context["table"]
    columns = [column for column in table.columns.values() if column.name in ("kind_of", "state", "uses")]
    return {str(package): [str(column.get_value(package)) for column in columns] for package in table.data}


def test_the_list_says_what_kind_which_version_is_live_and_where_it_is_used(cast: Cast, lucia: Client) -> None:
    seal = put_up(cast, "Seals")
    put_up(cast, "Papers", as_draft=True)
    put_up(cast, "", text="y", package=seal.package, as_draft=True)
    put_up(cast, "Elsewhere", administration=cast.tirvan)
    lesson = LessonPage.objects.descendant_of(put_on_offer(cast).page).first()
    assert lesson
    lesson.body.append(("h5p", {"package": seal.package, "grading": "best"}))
    lesson.save_revision().publish()

    assert told(lucia, LIST) == told(lucia, CHOOSER) == {
        "Seals": ["Statement", "version 1 live, a draft waits", "1 lesson"], "Papers": ["Statement", "draft", ""],
    }  # fmt: skip
    page = lucia.get(f"/admin/h5p/{seal.package_id}/versions/").content.decode()
    assert page.count(f"/admin/pages/{lesson.pk}/edit/") == 1


def test_the_title_leads_to_the_form_and_every_content_can_be_looked_at(cast: Cast, lucia: Client) -> None:
    package = put_up(cast, "Seals").package_id
    for path in (LIST, CHOOSER):
        page = lucia.get(path).content.decode().replace("\\", "")
        assert page.count(f"/admin/h5p/{package}/versions/?play=1") == 1
    assert lucia.get(LIST).content.decode().count(f"/admin/h5p/{package}/edit/") >= 1
    assert lucia.get(LIST).content.decode().count("/admin/h5p/new/") == 1


def test_lists_ask_the_database_no_more_for_three_than_for_one(cast: Cast, lucia: Client) -> None:
    counts = []
    for titles in (["One"], ["Two", "Three"]):
        for title in titles:
            put_up(cast, title)
        for path in (LIST, CHOOSER):
            lucia.get(path)
            with CaptureQueriesContext(connection) as asked:
                lucia.get(path)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_what_is_uploaded_without_the_permission_to_publish_waits(cast: Cast, lucia: Client) -> None:
    for group in cast.lucia.groups.all():
        group.permissions.remove(Permission.objects.get(codename="publish_package"))
    put_up(cast, "With its library")
    packed = pack(files(params=PARAMS | {"text": "<p>z</p>"}))
    packed.name = "seal.h5p"
    given = {"administration": cast.sanderra.pk, "title": "Seals", "file": packed, "action-publish": "1"}
    assert lucia.post(f"{LIST}add/", given).status_code == 302
    package = Package.objects.get(title="Seals")
    assert (live(package), package.versions.count()) == (None, 1)


def test_what_plays_on_a_library_that_is_held_back_says_so(cast: Cast, lucia: Client) -> None:
    package = put_up(cast, "Seals").package
    pages = [f"/admin/h5p/{package.pk}/edit/", f"/admin/h5p/{package.pk}/versions/"]
    said = "a library that it plays on is held back"
    assert [said in lucia.get(page).content.decode() for page in pages] == [False, False]
    library = Library.objects.get()
    hold(library=library, by=cast.admin, at=clock.now())
    assert told(lucia, LIST) == told(lucia, CHOOSER) == {"Seals": ["Statement", "version 1 live; held back", ""]}
    assert [said in lucia.get(page).content.decode() for page in pages] == [True, True]
    let_go(library=library, by=cast.admin, at=clock.now())
    assert told(lucia, LIST) == {"Seals": ["Statement", "version 1 live", ""]}


def test_the_page_of_libraries_says_which_ones_the_site_takes(lucia: Client, settings: Any) -> None:
    page = "/admin/h5p/libraries/"
    assert "This site takes only" not in lucia.get(page).content.decode()
    settings.H5P_LIBRARIES = ["H5P.*", "C.Statement"]
    assert "This site takes only these: H5P.*, C.Statement." in words(lucia.get(page))
