"""Opening an .h5p file and judging it by every rule. All reasons come in one report, and what has one is not taken.

The order matters: names are judged before hidden files are passed over, and nothing is read until the directory is sound.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from PIL import Image

from courses.packages.h5p import library, names
from courses.packages.h5p.library import Identity, Json
from courses.packages.h5p.manifest import judge_content, judge_library
from courses.packages.h5p.reasons import Reason, Refused
from lms.core.archives import Archive, Limits, NotAnArchive, open_archive

#: The version of H5P's interface that the player offers; a library that asks for more is refused.
CORE_API = (1, 28)
#: Bytes of one JSON file, and how deep its values may be nested.
LARGEST_JSON = 8 << 20
DEEPEST_JSON = 100
#: What no database keeps in a text: NUL, and half of a character that takes two.
UNKEEPABLE = re.compile("[\\0\ud800-\udfff]")

LookUp = Callable[[Identity], Json | None]


@dataclass(frozen=True)
class House:
    """What a host says to a package: its limits, the library.json of what is installed, why a library of the package is
    not taken (a code; empty: it is), and which ones nothing new may be made with.
    """

    limits: Limits
    installed: LookUp = lambda _identity: None
    may_bring: Callable[[Identity], str] = lambda _identity: ""
    is_held: Callable[[Identity], bool] = lambda _identity: False


@dataclass(frozen=True)
class Packaged:
    """A library that lies in a package: its folder there, its files below it, and what they say."""

    folder: str
    data: dict[str, Any]
    semantics: list[Any]
    files: tuple[str, ...]

    @property
    def identity(self) -> Identity:
        return Identity.of(self.data)

    @property
    def patch(self) -> int:
        return int(self.data["patchVersion"])


@dataclass
class Opened:
    """A package in the course of being judged, and then judged."""

    archive: Archive
    files: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)
    params: Any = None
    libraries: dict[Identity, Packaged] = field(default_factory=dict)

    def refuse(self, code: str, path: str = "", detail: str = "") -> None:
        self.reasons.append(Reason(code, path, detail))

    def read(self, path: str) -> bytes:
        return self.archive.read(path)

    @property
    def content_files(self) -> list[str]:
        """Everything in content/ but the parameters."""
        return [path for path in self.files if path.startswith("content/") and path != "content/content.json"]

    @property
    def main(self) -> Identity:
        """The main library, whose numbers stand among the dependencies."""
        return next(need for need in library.needs(self.manifest) if need.name == self.manifest["mainLibrary"])


def open_package(file: IO[bytes], *, name: str, house: House) -> Opened:
    """The package, whole and sound; raises Refused with every reason."""
    opened = unpack(file, name=name, limits=house.limits)
    judge_files(opened)
    judge_the_content(opened)
    judge_libraries(opened)
    left = leave_libraries(opened, house)
    judge_needs(opened, house, left)
    if opened.reasons:
        raise Refused(opened.reasons)
    return opened


def open_libraries(file: IO[bytes], *, name: str, house: House) -> Opened:
    """The libraries of a package, whatever its content is like: for installing them by themselves."""
    opened = unpack(file, name=name, limits=house.limits)
    opened.files = [path for path in opened.files if "/" in path and not path.startswith("content/")]
    judge_files(opened)
    judge_libraries(opened)
    left = leave_libraries(opened, house)
    opened.reasons += [Reason(why, "", str(identity)) for identity, why in left.items()]
    if opened.reasons:
        raise Refused(opened.reasons)
    return opened


def unpack(file: IO[bytes], *, name: str, limits: Limits) -> Opened:
    """An archive whose directory is sound, without the files that some program left behind."""
    if not name.lower().endswith(".h5p"):
        raise Refused([Reason("missing-h5p-extension", name)])
    try:
        archive = open_archive(file, limits=limits)
    except NotAnArchive:
        raise Refused([Reason("unable-to-unzip", name)]) from None
    if archive.flaws:
        raise Refused([Reason(flaw.code, flaw.path, flaw.detail) for flaw in archive.flaws])
    return Opened(archive, [path for path in archive.entries if not names.is_hidden(path)])


def judge_files(opened: Opened) -> None:
    """Endings, and that every file can be read; what calls itself a picture must be one."""
    folders = {parent for path in opened.files for parent in parents(path)}
    for path in opened.files:
        if path == "h5p.json" or "/" not in path:
            continue
        if names.is_too_long(path):
            opened.refuse("unsafe-path", path)
        if path in folders:
            opened.refuse("duplicate-name", path)
        if not names.may_hold(path):
            opened.refuse("not-in-whitelist", path)
        try:
            content = opened.read(path)
        except NotAnArchive:
            opened.refuse("unable-to-unzip", path)
            continue
        if path.startswith("content/") and names.ending(path) in names.PICTURES and not is_picture(content):
            opened.refuse("not-a-picture", path)


def parents(path: str) -> list[str]:
    """The folders that a file lies in."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def is_picture(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.verify()
    except Exception:  # Pillow raises whatever its decoders do
        return False
    return True


def judge_the_content(opened: Opened) -> None:
    opened.manifest = read_json(opened, "h5p.json", "invalid-h5p-json-file") or {}
    if opened.manifest:
        opened.reasons += judge_content(opened.manifest)
    if "content/content.json" not in opened.files:
        opened.refuse("invalid-content-folder", "content/content.json")
    else:
        opened.params = read_json(opened, "content/content.json", "invalid-content-folder")


def read_json(opened: Opened, path: str, code: str) -> Any:
    """What a JSON file says, with or without a byte order mark; None, and a reason, when it says nothing."""
    if path not in opened.files:
        opened.refuse(code, path)
        return None
    if opened.archive.entries[path].file_size > LARGEST_JSON:
        opened.refuse("file-size-too-large", path, str(LARGEST_JSON >> 20))
        return None
    try:
        data = json.loads(opened.read(path).decode("utf-8-sig"))
        flaw = flaw_of(data)
    except (ValueError, RecursionError, NotAnArchive):
        opened.refuse("unable-to-parse-package" if path == "h5p.json" else code, path)
        return None
    if flaw:
        opened.refuse(code, path, flaw)
        return None
    return data


def flaw_of(data: Any) -> str:
    """Why JSON that can be read cannot be kept: nested too deep, or a text or number that no database holds. Counted
    without recursion.
    """
    waiting = [(data, 1)]
    while waiting:
        value, level = waiting.pop()
        if level > DEEPEST_JSON:
            return "depth"
        if (isinstance(value, float) and not math.isfinite(value)) or is_unkeepable(value):
            return "value"
        if isinstance(value, dict):
            waiting += [(each, level + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, level + 1) for each in value]
    return ""


def is_unkeepable(value: Any) -> bool:
    return isinstance(value, str) and bool(UNKEEPABLE.search(value))


def judge_libraries(opened: Opened) -> None:
    folders: dict[str, list[str]] = {}
    for path in opened.files:
        folder, _, rest = path.partition("/")
        if rest and folder != "content":
            folders.setdefault(folder, []).append(rest)
    for folder, files in folders.items():
        packaged = judge_one(opened, folder, files)
        if packaged:
            opened.libraries[packaged.identity] = packaged


def judge_one(opened: Opened, folder: str, files: list[str]) -> Packaged | None:
    """A library of the package; None, with the reasons noted, when its library.json cannot be used."""
    if not names.LIBRARY_FOLDER.fullmatch(folder):
        opened.refuse("invalid-library-name", folder)
        return None
    path = f"{folder}/library.json"
    data = read_json(opened, path, "invalid-library-json-file")
    found = judge_library(data, path=path) if data is not None else []
    opened.reasons += found
    if data is None or found:
        return None
    identity = Identity.of(data)
    if folder not in (identity.name, identity.folder):
        opened.refuse("library-directory-name-mismatch", folder, identity.folder)
    judge_core(opened, data, path)
    for kind in ("preloadedJs", "preloadedCss"):
        for needed in library.paths(data, kind):
            if needed not in files:
                opened.refuse("library-missing-file", f"{folder}/{needed}")
    judge_languages(opened, folder, files)
    return Packaged(folder, data, read_semantics(opened, folder, files), tuple(files))


def judge_core(opened: Opened, data: Mapping[str, Any], path: str) -> None:
    asked = data.get("coreApi")
    if asked and (int(asked["majorVersion"]), int(asked["minorVersion"])) > CORE_API:
        opened.refuse("api-version-unsupported", path, f"{asked['majorVersion']}.{asked['minorVersion']}")


def read_semantics(opened: Opened, folder: str, files: list[str]) -> list[Any]:
    if "semantics.json" not in files:
        return []
    path, code = f"{folder}/semantics.json", "invalid-semantics-json-file"
    semantics = read_json(opened, path, code)
    if semantics is not None and not isinstance(semantics, list):
        opened.refuse(code, path)
        return []
    return semantics or []


def judge_languages(opened: Opened, folder: str, files: list[str]) -> None:
    for file in files:
        if not file.startswith("language/"):
            continue
        path = f"{folder}/{file}"
        if not names.LANGUAGE_FILE.fullmatch(file.removeprefix("language/")):
            opened.refuse("invalid-language-file", path)
        else:
            read_json(opened, path, "invalid-language-file")


def leave_libraries(opened: Opened, house: House) -> dict[Identity, str]:
    """The libraries of the package that are not taken, each with the reason why; they are left where they are."""
    left = {identity: why for identity in opened.libraries if (why := house.may_bring(identity))}
    opened.libraries = {identity: each for identity, each in opened.libraries.items() if identity not in left}
    return left


def judge_needs(opened: Opened, house: House, left: Mapping[Identity, str]) -> None:
    """Every library that the content or another library needs is in the package, or installed, and not held back."""
    if not opened.manifest or any(reason.path == "h5p.json" for reason in opened.reasons):
        return

    def look_up(identity: Identity) -> Json | None:
        packaged = opened.libraries.get(identity)
        return packaged.data if packaged else house.installed(identity)

    needed = library.needs(opened.manifest, library.ALL_KINDS)
    main = opened.manifest["mainLibrary"]
    if main not in {need.name for need in needed}:
        opened.refuse("missing-main-library", "h5p.json", main)
    reached = library.reached([*needed, *opened.libraries], look_up)
    for identity in (each for each, found in reached.items() if not found):
        missing = "missing-main-library" if identity.name == main else "missing-required-library"
        # It may be in the package, and this person may not install it: then that is what to say.
        opened.refuse(left.get(identity) or missing, "", str(identity))
    for identity in library.in_order(needed, look_up):
        if house.is_held(identity):
            opened.refuse("library-held", "", str(identity))
