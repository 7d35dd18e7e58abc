"""A content as an .h5p file that any host takes: what it says, its files, and the libraries that playing and editing need."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from courses.packages.h5p import names
from courses.packages.h5p.library import Identity, Json

#: What is packed already gains nothing from being packed again.
PACKED = names.PICTURES - {"bmp", "tif", "tiff"} | {"mp4", "webm", "mp3", "m4a", "ogg", "woff", "woff2", "pdf"}
#: The same content gives the same bytes.
DATE = (2026, 1, 1, 0, 0, 0)

Read = Callable[[], bytes]


@dataclass(frozen=True)
class Exported:
    """What goes into the file. Files are read one at a time, when their turn comes; their paths are those in content/, or
    in the folder of their library.
    """

    main: Identity
    manifest: Mapping[str, Any]
    params: Any
    preloaded: Iterable[Identity]
    files: Mapping[str, Read]
    libraries: Iterable[tuple[Identity, Json, Mapping[str, Read]]]


def export(content: Exported, into: IO[bytes]) -> None:
    with ZipFile(into, "w") as archive:
        put(archive, "h5p.json", dump(about(content)))
        put(archive, "content/content.json", dump(content.params))
        for path, read in sorted(content.files.items()):
            put(archive, f"content/{path}", read())
        for identity, _data, files in content.libraries:
            for path, read in sorted(files.items()):
                put(archive, f"{identity.folder}/{path}", read())


def about(content: Exported) -> dict[str, Any]:
    """The h5p.json, with everything that the content plays on among its dependencies."""
    needed = [
        {"machineName": each.name, "majorVersion": each.major, "minorVersion": each.minor} for each in content.preloaded
    ]
    return {**content.manifest, "mainLibrary": content.main.name, "preloadedDependencies": needed}


def dump(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def put(archive: ZipFile, path: str, content: bytes) -> None:
    packing = ZIP_STORED if names.ending(path) in PACKED else ZIP_DEFLATED
    archive.writestr(ZipInfo(path, DATE), content, packing)
