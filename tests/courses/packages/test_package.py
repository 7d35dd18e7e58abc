"""Hostile, broken and odd packages: each refused with its code, or accepted where it is harmless."""

import json
import os
import warnings
from io import BytesIO
from pathlib import Path
from zipfile import ZipInfo

import pytest

from courses.packages.h5p.library import Identity
from courses.packages.h5p.package import House, open_package
from courses.packages.h5p.reasons import Refused
from lms.core.archives import Limits
from tests.courses.packages.packing import FOLDER, LIBRARY, MANIFEST, data, files, pack

LIMITS = Limits(largest_file=4 << 20, largest_total=8 << 20, most_files=50)


def codes(packed: BytesIO, name: str = "seal.h5p") -> set[str]:
    try:
        open_package(packed, name=name, house=House(LIMITS))
    except Refused as refused:
        return {reason.code for reason in refused.reasons}
    return set()


def link() -> tuple[ZipInfo, bytes]:
    info = ZipInfo("content/passwords.txt")
    info.external_attr = 0o120777 << 16
    return info, b"/etc/passwd"


def encrypted() -> BytesIO:
    """A sound package whose directory says that its first file is encrypted."""
    packed = bytearray(pack().getvalue())
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return BytesIO(bytes(packed))


def cut() -> BytesIO:
    """A package whose library script has one byte changed under its checksum."""
    packed = bytearray(pack(files(more={"content/a.txt": b"x" * 20})).getvalue())
    packed[packed.index(b"content/a.txt") + len(b"content/a.txt")] ^= 0xFF
    return BytesIO(bytes(packed))


def overlapping() -> BytesIO:
    """A package whose directory has a second file begin where the first one does."""
    packed = bytearray(pack(files(more={"content/a.txt": b"1" * 50, "content/b.txt": b"2" * 50})).getvalue())
    first, second = (packed.rindex(name) - CENTRAL_HEADER for name in (b"content/a.txt", b"content/b.txt"))
    packed[second + OFFSET_AT : second + CENTRAL_HEADER] = packed[first + OFFSET_AT : first + CENTRAL_HEADER]
    return BytesIO(bytes(packed))


#: Bytes of an entry of a zip's directory before its name, and where in it stands the place of its file.
CENTRAL_HEADER, OFFSET_AT = 46, 42
NEEDED = {"machineName": "C.Missing", "majorVersion": 1, "minorVersion": 0}
DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE = {
    "traversal": (lambda: pack(files(more={"content/../../x.txt": b"x"})), {"unsafe-path"}),
    "traversal under a hidden name": (lambda: pack(files(more={"__MACOSX/../x.txt": b"x"})), {"unsafe-path"}),
    "absolute": (lambda: pack(files(more={"/etc/x.txt": b"x"})), {"unsafe-path"}),
    "drive letter": (lambda: pack(files(more={"C:/x.txt": b"x"})), {"unsafe-path"}),
    "backslash": (lambda: pack(files(more={"content\\..\\x.txt": b"x"})), {"unsafe-path"}),
    "symbolic link": (lambda: pack(None, link()), {"symbolic-link"}),
    "bomb": (lambda: pack(files(more={"content/a.txt": b"0" * (3 << 20)})), {"compression-ratio"}),
    "large file": (lambda: pack(files(more={"content/a.mp4": os.urandom(5 << 20)})), {"file-size-too-large"}),
    "too many files": (lambda: pack(files(more={f"content/{n}.txt": b"" for n in range(60)})), {"too-many-files"}),
    "case-only duplicates": (
        lambda: pack(files(more={"content/a.txt": b"1", "content/A.txt": b"2"})), {"duplicate-name"},
    ),
    "encrypted": (encrypted, {"encrypted"}),
    "corrupt": (cut, {"unable-to-unzip"}),
    "not a zip": (lambda: BytesIO(b"PK but no zip"), {"unable-to-unzip"}),
    "too new a core": (
        lambda: pack(files(library=LIBRARY | {"coreApi": {"majorVersion": 1, "minorVersion": 99}})),
        {"api-version-unsupported"},
    ),
    "missing library": (lambda: pack(files(library=None)), {"missing-main-library"}),
    "a library that a library needs": (
        lambda: pack(files(library=LIBRARY | {"preloadedDependencies": [NEEDED]})), {"missing-required-library"},
    ),
    "svg in content": (lambda: pack(files(more={"content/x.svg": b"<svg/>"})), {"not-in-whitelist"}),
    "html in content": (lambda: pack(files(more={"content/x.html": b"<p>"})), {"not-in-whitelist"}),
    "overlapping entries": (overlapping, {"overlapping-entries"}),
    "bad JSON": (lambda: pack(files() | {"h5p.json": b"{"}), {"unable-to-parse-package"}),
    "deep JSON": (lambda: pack(files() | {"content/content.json": DEEP}), {"invalid-content-folder"}),
    "a step up in a script's path": (
        lambda: pack(files(library=LIBRARY | {"preloadedJs": [{"path": "../../evil.js"}]})),
        {"illegal-option-in-library", "missing-main-library"},
    ),
    "no picture": (lambda: pack(files(more={"content/x.png": b"<script>"})), {"not-a-picture"}),
    "no script": (
        lambda: pack({name: each for name, each in files().items() if not name.endswith(".js")}),
        {"library-missing-file"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_broken_package_is_refused_with_its_code(kind: str) -> None:
    make, expected = HOSTILE[kind]
    assert codes(make()) == expected


def test_json_has_a_limit_of_its_own_below_that_of_files() -> None:
    large = files() | {"content/content.json": b'"' + os.urandom(9 << 19).hex().encode() + b'"'}
    with pytest.raises(Refused) as refused:
        open_package(pack(large), name="seal.h5p", house=House(Limits()))
    assert [(why.code, why.path, why.detail) for why in refused.value.reasons] == [
        ("file-size-too-large", "content/content.json", "8")
    ]


HARMLESS = {
    "as it should be": lambda: pack(),
    "a byte order mark": lambda: pack(files() | {"h5p.json": b"\xef\xbb\xbf" + data(MANIFEST)}),
    "hidden files": lambda: pack(files(more={"__MACOSX/x.exe": b"x", "content/.DS_Store": b"x"})),
    "a double ending": lambda: pack(files(more={"content/x.php.txt": b"<?php"})),
    "numbers as texts": lambda: pack(files(library=LIBRARY | {"majorVersion": "1", "patchVersion": "7"})),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_is_odd_and_harmless_is_accepted(kind: str) -> None:
    assert codes(HARMLESS[kind]()) == set()


def test_the_same_file_twice_is_accepted_when_it_is_the_same() -> None:
    with warnings.catch_warnings(action="ignore"):
        assert codes(pack(None, (ZipInfo("content/a.txt"), b"1"), (ZipInfo("content/a.txt"), b"1"))) == set()
        assert codes(pack(None, (ZipInfo("content/a.txt"), b"1"), (ZipInfo("content/a.txt"), b"2"))) == {
            "duplicate-name"
        }


def test_every_reason_comes_in_one_report() -> None:
    broken = files(manifest=MANIFEST | {"language": "??", "title": ""}, more={"content/x.svg": b"<svg/>"})
    with pytest.raises(Refused) as refused:
        open_package(pack(broken), name="seal.h5p", house=House(LIMITS))
    assert [(reason.code, reason.path, reason.detail) for reason in refused.value.reasons] == [
        ("not-in-whitelist", "content/x.svg", ""),
        ("illegal-option-in-library", "h5p.json", "title"),
        ("illegal-option-in-library", "h5p.json", "language"),
    ]


def test_hidden_files_are_not_part_of_what_was_opened() -> None:
    packed = pack(files(more={"__MACOSX/x.exe": b"x", "content/a.txt": b"x"}))
    opened = open_package(packed, name="seal.H5P", house=House(LIMITS))
    assert opened.content_files == ["content/a.txt"]
    assert list(opened.libraries) == [Identity("C.Statement", 1, 0)]
    assert opened.libraries[opened.main].files == ("library.json", "semantics.json", "statement.js")
    assert opened.libraries[opened.main].folder == FOLDER


def test_only_the_ending_says_that_a_file_is_a_package() -> None:
    assert codes(pack(), name="seal.zip") == {"missing-h5p-extension"}


def test_content_alone_is_accepted_where_its_library_is_installed() -> None:
    opened = open_package(
        pack(files(library=None)), name="seal.h5p",
        house=House(LIMITS, lambda identity: LIBRARY if identity == Identity("C.Statement", 1, 0) else None),
    )  # fmt: skip
    assert json.loads(opened.read("content/content.json"))["isTrue"] is True


#: A folder of real packages, which are not ours to keep here.
REAL = os.environ.get("H5P_PACKAGES", "")


@pytest.mark.skipif(not REAL, reason="H5P_PACKAGES names no folder of real packages")
def test_real_packages_are_accepted() -> None:
    refused = {}
    for path in sorted(Path(REAL).glob("*.h5p")):
        try:
            with path.open("rb") as file:
                open_package(file, name=path.name, house=House(Limits()))
        except Refused as why:
            refused[path.name] = str(why)
    assert refused == {}
