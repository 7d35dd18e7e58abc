"""What was written here is live without gaps: whichever way it goes live, it is asked what the form asks; a refusal loses
nothing."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.catalogue.opening import join_editors
from courses.packages import actions, publishing
from courses.packages.editor.gaps import gaps_of
from courses.packages.editor.saving import bring_back
from courses.packages.h5p.untouched import untouched
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import HasGaps, live
from lms.core import clock
from tests.cast import LONG_AGO, Cast
from tests.courses.packages.browsing import sent
from tests.courses.packages.everything import SAYS, package
from tests.courses.packages.packing import PARAMS, files, pack
from tests.courses.packages.review.making import (
    EMPTY,
    SNIPPET,
    edit,
    named,
    newest,
    put_up,
    said,
    save,
    signed_in,
    with_a_gap,
)


@pytest.fixture
def lucia(cast: Cast) -> Client:
    """Writes the courses of Sanderra, and makes them live."""
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    return signed_in(cast.lucia)


@pytest.fixture
def version(cast: Cast) -> PackageVersion:
    return put_up(cast, "Seals")


@pytest.fixture
def draft(lucia: Client, version: PackageVersion) -> PackageVersion:
    """The second version, in which the text is empty."""
    return with_a_gap(lucia, version)


def paths(version: PackageVersion) -> list[str]:
    return [node.path for node in gaps_of(version)]


# What is asked


def test_what_is_asked_is_what_the_form_would_send_untouched(cast: Cast, lucia: Client) -> None:
    """So the same rules find the same gaps, in every type of field."""
    version = actions.upload(
        file=package(), name="all.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    page = lucia.get(edit(version))
    nodes = [*page.context["sheet"].tops(), *page.context["tree"].nodes, *page.context["tree"].about]
    by_browser = {name: values for name, values in sent(page.content.decode()).items() if values}
    by_us = {name: values for name, values in untouched(nodes).items() if values and values != [""]}
    empty = {name: values for name, values in by_browser.items() if values == [""]}
    assert {name: by_browser[name] for name in by_us} == by_us
    # What only a browser sends: the number of the version, and inputs that hold nothing.
    assert by_browser.keys() - by_us.keys() - empty.keys() == {"version"}
    assert paths(version) == []


def test_each_gap_is_named_where_it_is(cast: Cast) -> None:
    says = SAYS | {"line": "", "number": 70, "rows": [{"weight": 1}], "later": {"more": ""}}
    version = actions.upload(
        file=package(says), name="all.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    # A number beyond its most was cut to it when it was taken in.
    assert paths(version) == ["p.line", "p.rows.0.text", "p.later.why"]


def test_what_is_not_shown_is_not_asked_for(cast: Cast) -> None:
    says = SAYS | {"choice": "a", "later": {"more": ""}}
    version = actions.upload(
        file=package(says), name="all.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    assert paths(version) == []


# The ways to go live


def test_the_page_of_versions_makes_no_content_live_that_has_gaps(lucia: Client, draft: PackageVersion) -> None:
    answer = lucia.post(reverse("h5p-publish", args=[draft.package_id, 2]), follow=True)
    assert (live(draft.package).number, draft.package.versions.count()) == (1, 2)
    assert "Second title" in said(answer)
    assert f"{edit(draft)}?look" in said(answer)
    page = lucia.get(f"{edit(draft)}?look")
    assert [node.path for node in page.context["wrong"]] == ["p.text"]
    assert "Nothing has been saved yet" not in page.content.decode()
    assert lucia.get(edit(draft)).context["wrong"] == []

    save(lucia, draft, do="save", **{"p.text": "<p>Filled in.</p>"})
    lucia.post(reverse("h5p-publish", args=[draft.package_id, 3]))
    assert live(draft.package).number == 3


def test_an_upload_plays_as_it_plays_elsewhere(lucia: Client, version: PackageVersion) -> None:
    """Players know how to do without what our form would want; the form says so to whoever writes on."""
    form = reverse(f"{SNIPPET}edit", args=[version.package_id])
    lucia.post(form, {"title": "From a file", "file": named(files(params=EMPTY)), "action-publish": "1"})
    assert (live(version.package).number, newest(version).content.filtered["text"]) == (2, "")
    page = lucia.get(f"{edit(version)}?look")
    assert [node.path for node in page.context["wrong"]] == ["p.text"]


def test_what_is_written_over_an_upload_is_asked(lucia: Client, version: PackageVersion) -> None:
    form = reverse(f"{SNIPPET}edit", args=[version.package_id])
    lucia.post(form, {"title": "From a file", "file": named(files(params=EMPTY)), "action-publish": "1"})
    save(lucia, version, do="save", **{"p.correct": "false"})
    lucia.post(reverse("h5p-publish", args=[version.package_id, 3]))
    assert (newest(version).number, live(version.package).number) == (3, 2)


def test_an_upload_that_is_brought_back_is_still_an_upload(lucia: Client, cast: Cast, version: PackageVersion) -> None:
    form = reverse(f"{SNIPPET}edit", args=[version.package_id])
    lucia.post(form, {"title": "From a file", "file": named(files(params=EMPTY)), "action-publish": "1"})
    save(lucia, version, do="publish", **{"p.text": "<p>Filled in.</p>"})
    again = bring_back(PackageVersion.objects.get(package=version.package_id, number=2), by=cast.lucia, at=clock.now())
    publishing.publish(again.package, by=cast.lucia)
    assert (again.number, live(version.package).number) == (4, 4)


def test_a_whole_upload_goes_live_as_before(lucia: Client, version: PackageVersion) -> None:
    form = reverse(f"{SNIPPET}edit", args=[version.package_id])
    whole = named(files(params=PARAMS | {"isTrue": False}))
    lucia.post(form, {"title": "From a file", "file": whole, "action-publish": "1"})
    assert live(version.package).number == 2


def test_a_new_title_does_not_take_gaps_along(lucia: Client, draft: PackageVersion) -> None:
    form = reverse(f"{SNIPPET}edit", args=[draft.package_id])
    answer = lucia.post(form, {"title": "Another", "action-publish": "1"}, follow=True)
    assert ("Another" in said(answer), live(draft.package).number) == (True, 1)


def test_who_uploads_from_a_command_line_is_told_what_the_form_would_want(cast: Cast, tmp_path: Any) -> None:
    (tmp_path / "a.h5p").write_bytes(pack(files(params=EMPTY)).read())
    out = StringIO()
    call_command("h5p_import", str(tmp_path / "a.h5p"), administration="scbs", stdout=out)
    assert live(Package.objects.get()).number == 1
    assert "plays as it is, though our form would want more: text: This is still empty." in out.getvalue()


def test_wagtail_itself_makes_nothing_live_that_has_gaps(cast: Cast, draft: PackageVersion) -> None:
    """Whoever asks it to, from wherever: all its ways end here."""
    for by in (None, cast.admin):
        with pytest.raises(HasGaps):
            draft.package.latest_revision.publish(user=by)
    assert live(draft.package).number == 1
