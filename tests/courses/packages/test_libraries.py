"""The libraries on their shelves: who installs, what is held, what stays because it is used, and what joins by itself."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from courses.packages import actions, keeping, queries, storing, sweeping
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Library, PackageVersion
from lms.people.models import Administration
from tests.cast import Cast
from tests.courses.packages.packing import LIBRARY, MANIFEST, PARAMS, SEMANTICS, data, files, pack

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MATHS = {
    "title": "Formulas", "machineName": "C.Formulas", "majorVersion": 1, "minorVersion": 0, "patchVersion": 0,
    "runnable": 0, "addTo": {"content": {"types": [{"text": {"regex": r"/\$\$.+\$\$/"}}]}},
}  # fmt: skip


def install(cast: Cast, who: str = "", *, administration: Administration | None = None, **changes: Any) -> list[str]:
    by = cast.people[who] if who else None
    packed = pack(files(**changes))
    new = actions.install_libraries(file=packed, name="x.h5p", administration=administration, by=by, at=AT)
    return [str(each) for each in new]


def upload(cast: Cast, who: str = "lucia", **changes: Any) -> PackageVersion:
    packed = pack(files(**changes))
    return actions.upload(file=packed, name="x.h5p", administration=cast.sanderra, by=cast.people[who], at=AT)


def refusal(cast: Cast, who: str = "lucia", **changes: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        upload(cast, who, **changes)
    return [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("who", "may"), [("nadia", True), ("admin", True), ("lucia", False), ("ren", False), ("davit", False)]
)
def test_coordinators_and_administrators_install_libraries(cast: Cast, who: str, may: bool) -> None:
    if may:
        assert install(cast, who, administration=cast.sanderra) == ["C.Statement 1.0.1"]
    else:
        with pytest.raises(PermissionDenied):
            install(cast, who, administration=cast.sanderra)
        assert Library.objects.count() == 0


def test_only_the_operator_installs_for_everyone(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        install(cast, "nadia")
    assert install(cast) == ["C.Statement 1.0.1"]
    assert install(cast) == []


def test_a_trainer_uploads_content_for_what_is_installed_and_brings_nothing_along(cast: Cast) -> None:
    assert refusal(cast) == ["library-not-installed"]
    install(cast)
    version = upload(cast, library=LIBRARY | {"patchVersion": 9})
    assert [str(library) for library in version.libraries.all()] == ["C.Statement 1.0.1"]


def test_a_site_may_list_the_libraries_that_it_allows(cast: Cast, settings: Any) -> None:
    settings.H5P_LIBRARIES = ["H5P.*"]
    with pytest.raises(Refused) as refused:
        install(cast)
    assert [reason.code for reason in refused.value.reasons] == ["library-not-allowed"]
    assert refusal(cast, "admin") == ["library-not-allowed"]
    settings.H5P_LIBRARIES = ["H5P.*", "C.Statement"]
    assert install(cast) == ["C.Statement 1.0.1"]


def test_with_a_held_library_nothing_new_is_made_and_what_plays_goes_on(cast: Cast) -> None:
    install(cast)
    version = upload(cast)
    keeping.hold(library=Library.objects.get(), by=None, at=AT)
    assert refusal(cast, params=PARAMS | {"isTrue": False}) == ["library-held"]
    assert len(queries.loaded(version)) == 1
    keeping.let_go(library=Library.objects.get(), by=None, at=AT)
    assert upload(cast, params=PARAMS | {"isTrue": False}).number == 1


def test_a_library_stays_as_long_as_anything_needs_it(cast: Cast) -> None:
    needing = LIBRARY | {
        "machineName": "C.Set", "preloadedJs": [],
        "preloadedDependencies": [{"machineName": "C.Statement", "majorVersion": 1, "minorVersion": 0}],
    }  # fmt: skip
    install(cast, more={"C.Set-1.0/library.json": data(needing)})
    statement, set_ = Library.objects.order_by("-name")
    version = upload(cast)

    assert queries.uses_of(statement) == queries.Uses({version.package: [1]}, [set_])
    with pytest.raises(keeping.InUse):
        keeping.remove(library=statement, by=None, at=AT)
    keeping.remove(library=set_, by=None, at=AT)
    assert list(Library.objects.all()) == [statement]


def test_a_newer_patch_shows_contents_anew(cast: Cast) -> None:
    install(cast)
    version = upload(cast, params=PARAMS | {"note": "<b>x</b>"})
    assert version.content.filtered == PARAMS
    install(cast, library=LIBRARY | {"patchVersion": 2}, semantics=[*SEMANTICS, {"name": "note", "type": "text"}])

    version = PackageVersion.objects.get(pk=version.pk)
    assert version.content.filtered == PARAMS | {"note": "&lt;b&gt;x&lt;/b&gt;"}
    assert [str(library) for library in version.libraries.all()] == ["C.Statement 1.0.2"]


def test_an_add_on_joins_contents_that_have_what_it_is_for(cast: Cast) -> None:
    install(cast, more={"C.Formulas-1.0/library.json": data(MATHS)})
    plain = upload(cast)
    formula = upload(cast, params={"text": "<p>$$a^2$$</p>", "isTrue": True}, manifest=MANIFEST | {"title": "Formula"})

    played = [[str(each.identity) for each in queries.loaded(version)] for version in (plain, formula)]
    assert played == [["C.Statement 1.0"], ["C.Statement 1.0", "C.Formulas 1.0"]]


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_editors_see_who_uses_a_library_of_others_only_how_many(cast: Cast) -> None:
    install(cast)
    upload(cast)
    packed = pack(files(manifest=MANIFEST | {"title": "Theirs"}))
    actions.upload(file=packed, name="x.h5p", administration=cast.tirvan, by=None, at=AT)
    library = Library.objects.get()

    page = client_of(cast, "lucia").get(f"/admin/h5p/libraries/{library.pk}/").content.decode()
    assert [words in page for words in ("The seal", "Theirs", "1 content of another", "Remove")] == [
        True,
        False,
        True,
        False,
    ]
    assert client_of(cast, "lucia").post(f"/admin/h5p/libraries/{library.pk}/hold/").status_code in (302, 403)
    assert Library.objects.get().held_at is None


def test_a_library_of_another_administration_is_not_there(cast: Cast) -> None:
    install(cast, "admin", administration=cast.tirvan)
    library = Library.objects.get()
    assert client_of(cast, "nadia").get(f"/admin/h5p/libraries/{library.pk}/").status_code == 404
    assert "C.Statement" not in client_of(cast, "nadia").get("/admin/h5p/libraries/").content.decode()


def test_a_coordinator_installs_holds_and_removes_on_the_editors_pages(cast: Cast) -> None:
    client = client_of(cast, "nadia")
    packed = pack()
    packed.name = "x.h5p"
    sent = client.post("/admin/h5p/libraries/install/", {"administration": cast.sanderra.pk, "file": packed})
    library = Library.objects.get()
    assert (sent.status_code, library.administration) == (302, cast.sanderra)
    client.post(f"/admin/h5p/libraries/{library.pk}/hold/")
    assert Library.objects.exclude(held_at=None).count() == 1
    client.post(f"/admin/h5p/libraries/{library.pk}/remove/")
    assert Library.objects.count() == 0


def command(*arguments: str, **options: Any) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def test_the_operator_installs_the_libraries_of_a_folder(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "a.h5p").write_bytes(pack().getvalue())
    assert command("h5p_install_libraries", str(folder)) == "a.h5p: C.Statement 1.0.1\n"
    assert command("h5p_install_libraries", str(folder)) == "a.h5p: nothing new\n"


def test_the_store_is_checked_and_swept(cast: Cast) -> None:
    install(cast)
    version = upload(cast, more={"content/notes.txt": b"look"})
    assert command("h5p_check") == "All contents and libraries are whole.\n"
    assert list(sweeping.strays(before=AT + timedelta(days=3650))) == []

    default_storage.save("h5p/files/00/0000", ContentFile(b"stray"))
    assert command("h5p_gc") == "0 files, 0 bytes: to be deleted with --delete.\n"  # it is too young
    assert command("h5p_gc", delete=True, days=-1) == "1 files, 5 bytes: deleted.\n"
    default_storage.save("h5p/drafts/1/images/a.png", ContentFile(b"draft"))
    assert (
        command("h5p_gc", days=-1) == "0 files, 0 bytes: to be deleted with --delete.\n"
    )  # its form may still be open
    assert command("h5p_gc", delete=True, days=-31) == "1 files, 5 bytes: deleted.\n"
    default_storage.delete(storing.place_of(version.files.get().digest))
    with pytest.raises(CommandError, match="1 faults"):
        command("h5p_check")
