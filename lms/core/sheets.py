"""The style sheets of every page, which are small files to write and one file to fetch."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The sheet that only names others.
HOUSE = "css/house.css"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);\n')


class JoinedSheetsStorage(CompressedManifestStaticFilesStorage):
    """Collects the house's sheet with those that it names in it: one request in place of a dozen."""

    @cached_property
    def addresses(self) -> dict[tuple[str | None, bool], str]:
        return {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file, put together once: a page asks for dozens, and none changes while the process lives."""
        found = self.addresses.get((name, force))
        if found is None:
            found = self.addresses[name, force] = super().url(name, force)
        return found

    def post_process(self, paths: dict[str, Any], *arguments: Any, **options: Any) -> Iterator[Any]:
        if HOUSE in paths:
            sheet = IMPORT.sub(lambda named: source(paths, f"css/{named[1]}"), source(paths, HOUSE))
            self.delete(HOUSE)
            paths = paths | {HOUSE: (self, self.save(HOUSE, ContentFile(sheet.encode())))}
        yield from super().post_process(paths, *arguments, **options)


def source(paths: dict[str, Any], name: str) -> str:
    """A sheet as it was written; what lies in its place may have been joined before."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
