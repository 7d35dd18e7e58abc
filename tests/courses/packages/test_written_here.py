"""Contents that are written here: the same versions, made of parameters and files."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from courses.packages import actions
from courses.packages.h5p.library import Identity
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Library, Package, PackageVersion
from tests.cast import Cast
from tests.courses.packages.packing import SEMANTICS, files, pack

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MAIN = Identity("C.Statement", 1, 0)
WITH_PICTURE = [*SEMANTICS, {"name": "picture", "type": "image", "optional": True}]


@pytest.fixture(autouse=True)
def a_library(db: None, settings: Any, tmp_path: Any) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    packed = pack(files(semantics=WITH_PICTURE))
    actions.install_libraries(file=packed, name="seal.h5p", administration=None, by=None, at=AT)


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG")
    return drawn.getvalue()


def create(cast: Cast, who: str = "lucia", **changes: Any) -> PackageVersion:
    given: dict[str, Any] = {"params": {"text": "<p>Look.</p>"}, "metadata": {"title": "Seals"}, "files": {}, **changes}
    return actions.create(administration=cast.sanderra, main=MAIN, by=cast.people[who], at=AT, **given)


def test_a_content_is_written_with_defaults_and_its_library(cast: Cast) -> None:
    version = create(cast, params={"text": "<p onclick='x()'>Look.</p>", "unknown": 1})

    assert (version.package.title, version.number, version.content.library) == ("Seals", 1, "C.Statement 1.0")
    assert version.content.filtered == {"text": "<p>Look.</p>", "isTrue": True}
    assert version.content.original["unknown"] == 1
    assert version.manifest["preloadedDependencies"] == [
        {"machineName": "C.Statement", "majorVersion": 1, "minorVersion": 0}
    ]
    assert [str(library) for library in version.libraries.all()] == ["C.Statement 1.0.1"]


def test_a_file_stays_as_long_as_the_content_speaks_of_it(cast: Cast) -> None:
    shown = {"text": "<p>Look.</p>", "picture": {"path": "images/a.png", "mime": "image/png"}}
    first = create(cast, params=shown, files={"images/a.png": picture()})
    package, by = first.package, cast.lucia
    second = actions.revise(
        package=package, params=shown | {"isTrue": False}, metadata={"title": "The seal"}, files={}, by=by, at=AT
    )
    third = actions.revise(
        package=package, params={"text": "<p>No.</p>"}, metadata={"title": "The seal"}, files={}, by=by, at=AT
    )

    kept = [list(version.files.values_list("path", flat=True)) for version in (first, second, third)]
    assert kept == [["images/a.png"], ["images/a.png"], []]
    assert first.files.get().digest == second.files.get().digest
    assert [version.number for version in (first, second, third)] == [1, 2, 3]
    assert Package.objects.get().title == "The seal"


def test_an_older_version_said_again_is_the_newest(cast: Cast) -> None:
    first = create(cast)
    package, by = first.package, cast.lucia
    actions.revise(package=package, params={"text": "No"}, metadata={"title": "Seals"}, files={}, by=by, at=AT)
    again = actions.revise(
        package=package, params=first.content.original, metadata={"title": "Seals"}, files={}, base=first, by=by, at=AT
    )
    same = actions.revise(
        package=package, params=first.content.original, metadata={"title": "Seals"}, files={}, by=by, at=AT
    )
    assert (again.number, again.content.filtered, same.pk) == (3, first.content.filtered, again.pk)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"files": {"images/a.png": b"<script>"}}, ["not-a-picture"]),
        ({"files": {"images/a.svg": b"<svg/>", "../a.txt": b""}}, ["not-in-whitelist", "unsafe-path"]),
        ({"metadata": {"title": "x" * 300}}, ["illegal-option-in-library"]),
        ({"metadata": {"title": "x", "license": "mine"}}, ["illegal-option-in-library"]),
    ],
)
def test_what_a_package_may_not_hold_an_author_may_not_write(cast: Cast, changes: Any, codes: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        create(cast, **changes)
    assert sorted(reason.code for reason in refused.value.reasons) == codes
    assert (Package.objects.count(), PackageVersion.objects.count()) == (0, 0)


def test_nothing_new_is_made_with_a_library_that_is_held(cast: Cast) -> None:
    first = create(cast)
    Library.objects.update(held_at=AT)
    with pytest.raises(Refused) as refused:
        actions.revise(package=first.package, params={}, metadata={"title": "x"}, files={}, by=cast.lucia, at=AT)
    assert [reason.code for reason in refused.value.reasons] == ["library-held"]


@pytest.mark.parametrize("who", ["amina", "jonas", "davit", "stranger"])
def test_only_those_who_write_courses_there_write_contents(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        create(cast, who)
    assert Package.objects.count() == 0
