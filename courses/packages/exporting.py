"""Handing a version out again, where its author allows that, as an .h5p file."""

from collections.abc import Mapping
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from courses.packages import storing
from courses.packages.h5p import library
from courses.packages.h5p.export import Exported, Read, export
from courses.packages.h5p.library import Identity
from courses.packages.models import Library, PackageVersion
from courses.packages.queries import Shelf, identity_of

#: Bytes up to which an export is held in memory; beyond, it goes into a file of its own.
IN_MEMORY = 16 << 20


def exported(version: PackageVersion) -> IO[bytes]:
    """The version as a file, at its beginning."""
    main = Identity.parse(version.content.library)
    if main is None:
        raise LookupError(version.content.library)
    played = list(version.libraries.order_by("uses__place").distinct())
    content = Exported(
        main=main,
        manifest=version.manifest,
        params=version.content.filtered,
        preloaded=[identity_of(row) for row in played],
        files={file.path: partial(storing.read, storing.place_of(file.digest)) for file in version.files.all()},
        libraries=[(identity_of(row), row.data, files_of(row)) for row in with_editors(played, version)],
    )
    file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    export(content, file)
    file.seek(0)
    return file


def with_editors(played: list[Library], version: PackageVersion) -> list[Library]:
    """What it plays on, and what else its libraries name that we have: another host's editor may need it."""
    rows = {identity_of(row): row for row in played}
    shelf = Shelf(version.package.administration)
    for identity in library.reached(list(rows), shelf.data):
        row = rows.get(identity) or shelf.get(identity)
        if row is not None:
            rows[identity] = row
    return list(rows.values())


def files_of(row: Library) -> Mapping[str, Read]:
    folder = f"{storing.LIBRARIES}/{row.digest}"
    return {path: partial(storing.read, f"{folder}/{path}") for path in storing.below(folder)}
