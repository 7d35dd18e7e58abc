"""The form on the editors' pages: what is opened and saved stays as it was, what is wrong is said, others' is not there."""

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.catalogue.opening import join_editors
from courses.packages import actions
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import live
from lms.core import clock
from lms.people.preferences import prefer_language
from tests.cast import LONG_AGO, Cast, enter
from tests.courses.packages.browsing import sent
from tests.courses.packages.everything import SAYS, package, picture

Given = dict[str, Any]
REAL = sorted(Path(os.environ.get("H5P_PACKAGES") or "/nowhere").glob("**/*.h5p"))


@pytest.fixture
def lucia(cast: Cast) -> Client:
    """Writes the courses of Sanderra."""
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    return signed_in(cast, "lucia")


@pytest.fixture
def version(cast: Cast, lucia: Client) -> PackageVersion:
    return actions.upload(
        file=package(), name="all.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )  # fmt: skip


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def edit(version: PackageVersion) -> str:
    return reverse("h5p-edit", args=[version.package_id])


def new(administration: str = "scbs", *, language: str = "en") -> str:
    return reverse("h5p-make", args=[administration, "C.Everything-1.0"]) + f"?language={language}"


def form(client: Client, path: str) -> Given:
    return dict(sent(client.get(path).content.decode()))


def newest(version: PackageVersion) -> PackageVersion:
    found = PackageVersion.objects.filter(package=version.package).order_by("-number").first()
    assert found is not None
    return found


def test_every_type_of_field_is_opened_and_saved_without_a_change(lucia: Client, version: PackageVersion) -> None:
    assert version.content.filtered == SAYS
    given = form(lucia, edit(version))
    assert lucia.post(edit(version), given | {"do": "save", "t.title": "Another title"}).status_code == 302

    saved = newest(version)
    assert (saved.number, saved.content.filtered, live(saved.package)) == (2, SAYS, version)
    assert [saved.manifest[name] for name in ("title", "language", "license", "licenseVersion", "authors")] == [
        "Another title", "en", "CC BY-SA", "4.0", [{"name": "Ada", "role": "Author"}]
    ]  # fmt: skip
    assert sorted(saved.files.values_list("path", flat=True)) == ["audios/horn.mp3", "images/ship.png"]


def test_what_is_said_word_for_word_again_is_no_new_version(lucia: Client, version: PackageVersion) -> None:
    lucia.post(edit(version), form(lucia, edit(version)) | {"do": "save", "p.line": "Seals"})
    lucia.post(edit(version), form(lucia, edit(version)) | {"do": "save"})
    assert version.package.versions.count() == 2


def test_a_content_is_made_from_nothing_in_the_language_that_was_chosen(lucia: Client, version: PackageVersion) -> None:
    given = form(lucia, new(language="ar"))
    assert given["p.l10n.check"] == ["تحقق"]
    written = {"t.title": "New", "p.line?": "x", "p.html?": "<p>y</p>", "p.number?": "3", "p.words.0?": "z"}
    answer = lucia.post(new(), given | written | {"do": "publish", "p.drawn.x?": "1", "p.drawn.y?": "2"})
    made = Package.objects.exclude(pk=version.package_id).get()
    assert answer.url == reverse("h5p-edit", args=[made.pk])
    content = live(made).content.filtered
    assert (content["line"], content["html"], content["number"], content["words"]) == ("x", "<p>y</p>", 3, ["z"])
    assert content["l10n"] == {"check": "تحقق", "retry": "أعد"}
    assert live(made).manifest["language"] == "ar"


def test_labels_are_in_the_language_of_the_editor(lucia: Client, version: PackageVersion, cast: Cast) -> None:
    prefer_language(person=cast.lucia, language="ar", by=cast.lucia, at=LONG_AGO)
    page = lucia.get(edit(version)).content.decode()
    assert [page.count(f">{label}") for label in ("سطر", "A line")] == [1, 0]


def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(lucia: Client, version: PackageVersion) -> None:
    given = form(lucia, edit(version)) | {"do": "save", "p.number": "many", "p.html": "<p>Kept & here</p>"}
    answer = lucia.post(edit(version), given)
    page = answer.content.decode()
    assert [(node.path, [each.code for each in node.problems]) for node in answer.context["wrong"]] == [
        ("p.number", ["not-a-number"])
    ]
    assert {name: sent(page)[name] for name in ("p.number", "p.html")} == {
        "p.number": ["many"], "p.html": ["<p>Kept & here</p>"]
    }  # fmt: skip
    assert 'aria-describedby="p.number:wrong' in page
    assert version.package.versions.count() == 1


def test_a_draft_may_have_gaps_but_what_is_live_has_none(lucia: Client, version: PackageVersion) -> None:
    given = form(lucia, edit(version)) | {"p.line": ""}
    assert lucia.post(edit(version), given | {"do": "publish"}).status_code == 200
    assert lucia.post(edit(version), given | {"do": "save"}).status_code == 302
    assert (newest(version).number, live(version.package)) == (2, version)


def test_buttons_change_the_form_and_a_script_gets_just_that_part(lucia: Client, version: PackageVersion) -> None:
    given = form(lucia, edit(version)) | {"p.line": "typed"}
    page = lucia.post(edit(version), given | {"do": "down:p.words.0"}).content.decode()
    assert [sent(page)[name] for name in ("p.words.0", "p.words.1", "p.line")] == [["two"], ["one"], ["typed"]]
    part = lucia.post(edit(version), given | {"do": "add:p.rows"}, headers={"X-Part": "1"}).content.decode()
    assert (part.count('data-part="p.rows"'), part.count("<li"), part.count("<html")) == (1, 3, 0)
    assert version.package.versions.count() == 1


def test_another_kind_of_part_is_chosen_and_taken_out(lucia: Client, version: PackageVersion) -> None:
    without = form(lucia, edit(version)) | {"p.part": "", "do": "choose:p.part"}
    page = lucia.post(edit(version), without).content.decode()
    assert [name for name in sent(page) if name.startswith("p.part")] == ["p.part"]
    again = sent(page) | {"p.part": "C.Statement 1.0", "do": "choose:p.part"}
    assert sent(lucia.post(edit(version), again).content.decode())["p.part.isTrue"] == ["off", "on"]


def put(client: Client, path: str, field: str, file: SimpleUploadedFile, **more: Any) -> Any:
    return client.post(path, form(client, path) | {field: file} | more)


def test_a_picture_is_put_in_shown_to_its_editor_only_and_kept_with_the_version(
    lucia: Client, version: PackageVersion, cast: Cast
) -> None:
    file = SimpleUploadedFile("My ship.jpg", picture(kind="JPEG"), "image/jpeg")
    answer = put(lucia, edit(version), "p.picture:file", file, do="keep:p.picture")
    given = sent(answer.content.decode())
    was = json.loads(given["p.picture:was"][0])
    assert (was["mime"], was["width"], was["height"]) == ("image/jpeg", 4, 3)
    link = reverse("h5p-drafted", args=[was["path"]])
    join_editors(person=cast.ren, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    assert [client.get(link).status_code for client in (lucia, signed_in(cast, "ren"))] == [200, 404]

    assert lucia.post(edit(version), given | {"do": "save"}).status_code == 302
    saved = newest(version)
    assert saved.content.filtered["picture"]["path"] == was["path"]
    assert sorted(saved.files.values_list("path", flat=True)) == ["audios/horn.mp3", was["path"]]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg onload='x()'/>", "not-in-whitelist"),
        ("a.html", b"<script>", "not-in-whitelist"),
        ("a.png", b"no picture", "not-a-picture"),
        ("a.pdf", b"%PDF", "wrong-kind"),
    ],
)
def test_a_file_that_may_not_stand_there_is_refused(
    lucia: Client, version: PackageVersion, name: str, content: bytes, code: str
) -> None:
    answer = put(lucia, edit(version), "p.picture:file", SimpleUploadedFile(name, content), do="save")
    assert [(node.path, [each.code for each in node.problems]) for node in answer.context["wrong"]] == [
        ("p.picture", [code])
    ]
    assert version.package.versions.count() == 1


def test_a_file_of_somebody_elses_form_cannot_be_taken(lucia: Client, version: PackageVersion, cast: Cast) -> None:
    join_editors(person=cast.ren, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    file = SimpleUploadedFile("secret.pdf", b"%PDF secret")
    hers = put(signed_in(cast, "ren"), edit(version), "p.paper:file", file, do="keep:p.paper")
    was = sent(hers.content.decode())["p.paper:was"]
    answer = lucia.post(edit(version), form(lucia, edit(version)) | {"p.paper:was": was, "do": "save"})
    assert [each.code for node in answer.context["wrong"] for each in node.problems] == ["file-is-gone"]


def test_a_preview_plays_what_is_typed_in_the_sandbox_and_stores_nothing(
    lucia: Client, version: PackageVersion
) -> None:
    given = form(lucia, edit(version)) | {"p.html": "<p>Typed<script>x()</script></p>", "do": "preview"}
    answer = lucia.post(edit(version), given)
    told = json.loads(
        answer.content.decode().partition('id="integration" type="application/json">')[2].partition("<")[0]
    )
    played = json.loads(told["contents"]["cid-1"]["jsonContent"])
    assert (played["html"], told["postUserStatistics"], told["saveFreq"]) == ("<p>Typed</p>", False, False)
    assert "sandbox allow-scripts" in answer["Content-Security-Policy"]
    files = told["contents"]["cid-1"]["contentUrl"]
    assert [Client().get(f"{files}/{path}").status_code for path in ("images/ship.png", "images/none.png")] == [
        200,
        404,
    ]
    assert Client().get(f"{files[:-2]}xx/images/ship.png").status_code == 404
    assert version.package.versions.count() == 1


def test_versions_are_played_made_live_and_brought_back(lucia: Client, version: PackageVersion) -> None:
    lucia.post(edit(version), form(lucia, edit(version)) | {"do": "save", "p.line": "Second"})
    history = reverse("h5p-versions", args=[version.package_id])
    lucia.post(reverse("h5p-publish", args=[version.package_id, 2]))
    second, page = newest(version), lucia.get(history)
    assert (live(version.package), second.number) == (second, 2)
    assert [(each, note.user.username) for each, note in page.context["versions"]] == [
        (second, "lucia"), (version, "admin")
    ]  # fmt: skip

    lucia.post(reverse("h5p-restore", args=[version.package_id, 1]))
    third = newest(version)
    assert (third.number, third.content.filtered, live(version.package)) == (3, SAYS, second)
    page = lucia.get(f"{history}?play=3").content.decode()
    assert reverse("h5p-play", args=[version.package_id, 3]) in page
    assert lucia.get(reverse("h5p-play", args=[version.package_id, 3])).status_code == 200


def test_making_live_asks_for_the_permission(lucia: Client, version: PackageVersion, cast: Cast) -> None:
    for group in cast.lucia.groups.all():
        group.permissions.remove(Permission.objects.get(codename="publish_package"))
    given = form(lucia, edit(version)) | {"p.line": "Second"}
    assert "publish" not in lucia.get(edit(version)).content.decode().partition("h5p-foot")[2]
    # Wagtail sends whoever may not do something home, and says so there.
    refused = lucia.post(edit(version), given | {"do": "publish"})
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert lucia.post(edit(version), given | {"do": "save"})["Location"] == edit(version)
    assert lucia.post(reverse("h5p-publish", args=[version.package_id, 2]))["Location"] == "/admin/"
    assert live(version.package) == version


def test_an_editor_elsewhere_finds_nothing_of_it(lucia: Client, version: PackageVersion, cast: Cast) -> None:
    yusuf = enter(cast, "yusuf", cast.tirvan, "trainer")
    join_editors(person=yusuf, administration=cast.tirvan, by=cast.admin, at=LONG_AGO)
    client, pk = signed_in(cast, "yusuf"), version.package_id
    looks = [edit(version), new(), reverse("h5p-versions", args=[pk]), reverse("h5p-play", args=[pk, 1]), new("tirvan")]
    assert [client.get(path).status_code for path in looks] == [404] * 5
    writes = [edit(version), reverse("h5p-publish", args=[pk, 1]), reverse("h5p-restore", args=[pk, 1])]
    assert [client.post(path, {"do": "save"}).status_code for path in writes] == [404] * 3
    assert client.get(reverse("h5p-choose")).context["types"] == []


def test_the_number_of_queries_does_not_grow_with_the_content(
    lucia: Client, cast: Cast, version: PackageVersion, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    longer = SAYS | {"rows": [{"text": str(number)} for number in range(30)]}
    other = actions.upload(
        file=package(longer), name="b.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    lucia.get(edit(version))
    counts = []
    for each in (version, other):
        with django_assert_max_num_queries(60) as asked:
            lucia.get(edit(each))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.skipif(not REAL, reason="H5P_PACKAGES names no folder with packages")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_content_is_opened_and_saved_without_a_change(cast: Cast, path: Path, tmp_path: Path) -> None:
    """What the importer refuses, mostly for want of its libraries, is not for this test to judge."""
    admin = signed_in(cast, "admin")
    try:
        version = actions.upload(
            file=BytesIO(path.read_bytes()), name=path.name, administration=cast.sanderra, by=cast.admin, at=clock.now()
        )
    except Refused as refused:
        pytest.skip(str([reason.code for reason in refused.reasons][:2]))
    answer = admin.post(edit(version), form(admin, edit(version)) | {"do": "save", "t.title": "Opened and saved"})
    assert [str(node.problems) for node in (answer.context or {}).get("wrong", [])] == []
    assert newest(version).number == 2
    assert newest(version).content.filtered == version.content.filtered
