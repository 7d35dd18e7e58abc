"""Static files from npm packages: only the ones named here, under names of our own.

`npm ci` puts whole packages into `node_modules/`; a page needs a few files of them. Their static names:

    fonts/ibm-plex-sans-<cut>-<weight>-normal.woff2           cut: latin, latin-ext, cyrillic; weight: 400, 500, 600, 700
    fonts/ibm-plex-sans-arabic-arabic-<weight>-normal.woff2   weight: 400, 500, 600, 700
    h5p/core/frame.bundle.js
    h5p/core/styles/h5p.css                                   and what it refers to: h5p/core/fonts/…, h5p/core/images/…
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

WEIGHTS = (400, 500, 600, 700)
H5P_INTER = "fonts/inter/inter-v18-cyrillic_cyrillic-ext_greek_greek-ext_latin_latin-ext_vietnamese"
H5P_OPEN_SANS = (
    "fonts/open-sans/open-sans-v40-cyrillic_cyrillic-ext_greek_greek-ext_hebrew_latin_latin-ext_math_symbols_vietnamese"
)


@dataclass(frozen=True)
class Named:
    """Files of one folder in node_modules, served below one static prefix under the names they have there."""

    prefix: str
    folder: str
    files: tuple[str, ...]


PACKAGE_FILES = (
    Named(
        prefix="fonts",
        folder="@fontsource/ibm-plex-sans/files",
        files=tuple(
            f"ibm-plex-sans-{cut}-{weight}-normal.woff2"
            for cut in ("latin", "latin-ext", "cyrillic")
            for weight in WEIGHTS
        ),
    ),
    Named(
        prefix="fonts",
        folder="@fontsource/ibm-plex-sans-arabic/files",
        files=tuple(f"ibm-plex-sans-arabic-arabic-{weight}-normal.woff2" for weight in WEIGHTS),
    ),
    Named(
        prefix="h5p/core",
        folder="h5p-standalone/dist",
        files=(
            "frame.bundle.js",
            "styles/h5p.css",
            "fonts/h5p-core-30.woff2",
            "fonts/h5p-hub-publish.woff2",
            "fonts/h5p-theme.woff2",
            "fonts/inter/Inter-ExtraBold.woff2",
            "fonts/inter/Inter-ExtraBoldItalic.woff2",
            *(f"{H5P_INTER}-{cut}.woff2" for cut in ("regular", "italic", "600", "600italic")),
            *(f"{H5P_OPEN_SANS}-{cut}.woff2" for cut in ("regular", "italic", "600", "600italic", "700", "700italic")),
            "images/throbber.gif",
        ),
    ),
)


class NamedPackageFilesFinder(BaseFinder):
    """Finds the files of PACKAGE_FILES in node_modules, and nothing else there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = Path(settings.BASE_DIR) / "node_modules"
        self.paths = {
            f"{named.prefix}/{file}": self.modules / named.folder / file
            for named in PACKAGE_FILES
            for file in named.files
        }

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        missing = sorted(name for name, path in self.paths.items() if not path.is_file())
        if not missing:
            return []
        return [
            checks.Warning(
                f"{len(missing)} files of npm packages are missing, {missing[0]} first.", hint="Run bin/setup."
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.paths.get(path)
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for named in PACKAGE_FILES:
            storage = FileSystemStorage(location=self.modules / named.folder)
            # collectstatic reads this attribute of a finder's storage.
            storage.prefix = named.prefix  # type: ignore[attr-defined]
            for file in named.files:
                yield file, storage
