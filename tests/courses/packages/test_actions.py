"""Uploading: stored whole or not at all, in immutable versions, with libraries that stay in their administration."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client

from courses.packages import actions, queries, tokens
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Library, Package, PackageFile, PackageVersion
from courses.packages.storing import place_of
from lms.core import clock
from lms.people.models import User
from tests.cast import Cast
from tests.courses.packages.packing import LIBRARY, PARAMS, files, pack

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def upload(cast: Cast, *, by: User | None = None, package: Package | None = None, **changes: Any) -> PackageVersion:
    return actions.upload(
        file=pack(files(**changes)), name="seal.h5p", administration=cast.sanderra, package=package, by=by or cast.admin,
        at=AT,
    )  # fmt: skip


def test_a_package_is_stored_with_its_library_and_its_files(cast: Cast) -> None:
    version = upload(cast, more={"content/notes.txt": b"look"})

    assert (version.package.title, version.number, version.content.library) == ("The seal", 1, "C.Statement 1.0")
    assert version.content.filtered == PARAMS
    assert [str(library) for library in version.libraries.all()] == ["C.Statement 1.0.1"]
    assert list(version.files.values_list("path", "size", "mime")) == [("notes.txt", 4, "text/plain")]
    with default_storage.open(place_of(version.files.get().digest)) as kept:
        assert kept.read() == b"look"


def test_a_refused_package_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        upload(cast, more={"content/x.svg": b"<svg/>"})

    counts = [model.objects.count() for model in (Package, PackageVersion, PackageFile, Library)]
    assert counts == [0, 0, 0, 0]
    assert default_storage.listdir("") == ([], [])


def test_what_cannot_be_written_to_the_end_is_taken_away_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "write", lambda *_args, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        upload(cast)

    assert (Package.objects.count(), Library.objects.count()) == (0, 0)
    folders, _files = default_storage.listdir("h5p/libraries")
    assert [default_storage.listdir(f"h5p/libraries/{folder}")[1] for folder in folders] == [[]]


@pytest.mark.parametrize("who", ["amina", "jonas", "bela", "elif", "davit", "stranger"])
def test_only_those_who_write_the_courses_of_an_administration_upload_there(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        upload(cast, by=cast.people[who])
    assert Package.objects.count() == 0


def test_replacing_makes_a_version_and_leaves_the_one_before(cast: Cast) -> None:
    first = upload(cast)
    second = upload(cast, package=first.package, params=PARAMS | {"isTrue": False})
    again = upload(cast, package=first.package, params=PARAMS | {"isTrue": False})

    first.refresh_from_db()
    assert (first.number, second.number, again.pk) == (1, 2, second.pk)
    assert (first.content.filtered["isTrue"], second.content.filtered["isTrue"]) == (True, False)


def test_a_newer_patch_takes_the_place_of_a_library_and_an_older_one_does_not(cast: Cast) -> None:
    upload(cast)
    upload(cast, library=LIBRARY | {"patchVersion": 5})
    upload(cast, library=LIBRARY | {"patchVersion": 3})
    assert [str(library) for library in Library.objects.all()] == ["C.Statement 1.0.5"]


def test_content_alone_plays_on_the_library_that_is_installed(cast: Cast) -> None:
    upload(cast)
    version = upload(cast, library=None, params=PARAMS | {"isTrue": False})
    assert [str(library) for library in version.libraries.all()] == ["C.Statement 1.0.1"]


def test_a_library_of_another_administration_is_not_there(cast: Cast) -> None:
    upload(cast)
    with pytest.raises(Refused) as refused:
        actions.upload(
            file=pack(files(library=None)), name="seal.h5p", administration=cast.tirvan, by=cast.admin, at=AT
        )
    assert [reason.code for reason in refused.value.reasons] == ["missing-main-library"]


def test_html_in_parameters_is_cleaned_and_the_original_kept(cast: Cast) -> None:
    version = upload(cast, params={"text": "<p onclick='x()'>Look<script>x()</script></p>", "isTrue": True})
    assert version.content.filtered == {"text": "<p>Look</p>", "isTrue": True}
    assert version.content.original["text"].startswith("<p onclick")


def test_editors_see_the_packages_of_their_own_administrations(cast: Cast) -> None:
    upload(cast)
    seen = {who: queries.visible_to(cast.people[who]).count() for who in ("lucia", "davit", "amina", "admin")}
    assert seen == {"lucia": 1, "davit": 0, "amina": 0, "admin": 1}


def test_files_of_a_content_are_there_for_its_token_and_for_no_other(cast: Cast) -> None:
    one = upload(cast, more={"content/notes.txt": b"look"})
    other = upload(cast, params=PARAMS | {"isTrue": False})
    client = Client()

    def status(token: str, path: str = "notes.txt") -> int:
        return client.get(f"/h5p/content/{token}/{path}").status_code

    token = tokens.issue_files(one.pk, on=clock.today())
    assert status(token) == 200
    assert status(tokens.issue_files(other.pk, on=clock.today())) == 404
    assert status(f"{token}x") == 404
    assert status("none") == 404
    assert status(token, "../../notes.txt") == 404


def test_a_file_of_a_library_is_kept_by_browsers_for_ever(cast: Cast) -> None:
    library = upload(cast).libraries.get()
    answer = Client().get(f"/h5p/libraries/{library.digest}/statement.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Client().get(f"/h5p/libraries/{library.digest}/../x.js").status_code == 404


def test_a_script_in_a_frame_may_name_itself_when_it_asks_for_a_file_of_its_library(cast: Cast) -> None:
    """As jQuery does where it takes the address for one at home; Timeline reads its own library.json so."""
    version = upload(cast)
    places = [f"/h5p/libraries/{version.libraries.get().digest}/library.json", *files_of(version)]
    answers = [Client().options(place) for place in places]
    assert {(each.status_code, each["Access-Control-Allow-Origin"]) for each in answers} == {(204, "*")}
    assert all("X-Requested-With" in each["Access-Control-Allow-Headers"] for each in answers)


def files_of(version: PackageVersion) -> list[str]:
    token = tokens.issue_files(version.pk, on=clock.today())
    return [f"/h5p/content/{token}/{path}" for path in version.files.values_list("path", flat=True)]


def test_a_part_of_a_film_can_be_asked_for_so_that_one_can_seek_in_it(cast: Cast) -> None:
    version = upload(cast, more={"content/videos/film.webm": b"0123456789"})
    [film] = [place for place in files_of(version) if place.endswith(".webm")]
    answer = Client().get(film, headers={"Range": "bytes=4-6"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"456")  # type: ignore[attr-defined]
    assert (answer["Content-Range"], answer["Accept-Ranges"]) == ("bytes 4-6/10", "bytes")
