"""Uploading in the editors' admin: every reason is said, what was typed stays, and only one's own is there."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from courses.packages.actions import install_libraries
from courses.packages.models import Library, Package
from lms.core import clock
from tests.cast import Cast
from tests.courses.packages.packing import PARAMS, files, pack

ADD = "/admin/snippets/courses/package/add/"


@pytest.fixture(autouse=True)
def _libraries(transactional_db: None, own_storage: Path) -> None:
    # A trainer uploads content; the library that it plays on was installed by the operator.
    install_libraries(file=pack(), name="seal.h5p", administration=None, by=None, at=clock.now())


def named(packed: BytesIO) -> BytesIO:
    packed.name = "seal.h5p"
    return packed


def post(cast: Cast, who: str, packed: BytesIO, *, to: str = ADD, title: str = "Seals") -> Any:
    client = Client()
    client.force_login(cast.people[who])
    return client.post(to, {"administration": cast.sanderra.pk, "title": title, "file": named(packed)})


def test_a_trainer_uploads_a_package_and_replaces_it(cast: Cast) -> None:
    assert post(cast, "lucia", pack()).status_code == 302
    package = Package.objects.get()
    edit = f"/admin/snippets/courses/package/edit/{package.pk}/"
    assert post(cast, "lucia", pack(files(params=PARAMS | {"isTrue": False})), to=edit).status_code == 302

    assert (package.title, package.administration, package.versions.count()) == ("Seals", cast.sanderra, 2)


def test_a_refused_package_says_every_reason_and_keeps_what_was_typed(cast: Cast) -> None:
    broken = files(more={"content/x.svg": b"<svg/>", "content/y.html": b"<p>"})
    page = post(cast, "lucia", pack(broken)).content.decode()

    assert [page.count(name) for name in ("content/x.svg", "content/y.html", 'value="Seals"')] == [1, 1, 1]
    assert Package.objects.count() == 0


def test_an_editor_elsewhere_neither_uploads_here_nor_sees_what_is_here(cast: Cast) -> None:
    assert post(cast, "lucia", pack()).status_code == 302
    package = Package.objects.get()
    assert post(cast, "davit", pack()).status_code == 200  # the form again: that administration is no choice of his
    assert post(cast, "davit", pack(), to=f"/admin/snippets/courses/package/edit/{package.pk}/").status_code == 404
    assert (Package.objects.count(), package.versions.count()) == (1, 1)


def test_a_trainer_brings_no_library_along_and_a_coordinator_does(cast: Cast) -> None:
    Library.objects.all().delete()
    assert "[library-not-installed]" in post(cast, "lucia", pack()).content.decode()
    assert post(cast, "nadia", pack()).status_code == 302
    assert Library.objects.get().administration == cast.sanderra
