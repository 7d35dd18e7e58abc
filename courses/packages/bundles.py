"""The code of a content as one script and one style sheet, made when it is first played and named by what is in it."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.storage import default_storage

from courses.packages import storing
from courses.packages.h5p import bundling, integration
from courses.packages.h5p.library import Loaded
from lms.core.digests import digest_of

#: Below this bundles are served, compressed once and for all.
URL = "/h5p/bundles"
#: Changes when bundles are put together in another way.
MAKE = 2
#: Seconds that a process remembers having seen a bundle in the storage.
REMEMBERED = 3600
#: Ours, between the player and the site around it: before the code of a content, and after its styles.
SCRIPT, STYLE = "js/h5p_frame.js", "css/h5p_frame.css"
#: Bytes up to which a font travels in the sheet that names it.
SMALL_FONT = 24 << 10


@dataclass(frozen=True)
class Bundle:
    """Where a browser fetches the code of a content, and what of ours joins it to the site."""

    scripts: str
    styles: str
    #: What its styles are set in and do not carry themselves.
    fonts: list[str]


def bundle(libraries: Sequence[Loaded]) -> Bundle:
    """The bundle of libraries that are loaded in this order; made now where it is not in the storage yet."""
    digest = digest_of_bundle(libraries)
    fonts = cache.get(f"h5p-bundle-{digest}")
    if fonts is None:
        make(digest, libraries)
        fonts = bundling.fonts(gzip.decompress(storing.read(place_of(f"{digest}.css"))))
        cache.set(f"h5p-bundle-{digest}", fonts, REMEMBERED)
    return Bundle(f"{URL}/{digest}.js", f"{URL}/{digest}.css", fonts)


def digest_of_bundle(libraries: Sequence[Loaded]) -> str:
    return digest_of([MAKE, *ours(), [[str(each.identity), each.url] for each in libraries]])


def ours() -> list[str]:
    return [own(SCRIPT).decode(), own(STYLE).decode()]


def own(name: str) -> bytes:
    """A static file of ours."""
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found).read_bytes()


def make(digest: str, libraries: Sequence[Loaded]) -> None:
    if not default_storage.exists(place_of(f"{digest}.js")):
        scripts = [content for url in integration.scripts(libraries) if (content := read(url)) is not None]
        put(f"{digest}.js", bundling.joined_scripts([own(SCRIPT), *scripts]))
    if not default_storage.exists(place_of(f"{digest}.css")):
        styles = [(url, content) for url in integration.styles(libraries) if (content := read(url)) is not None]
        joined = bundling.joined_styles([*styles, ("/", own(STYLE))])
        put(f"{digest}.css", bundling.with_fonts(joined, read, largest=SMALL_FONT))


def read(url: str) -> bytes | None:
    """A file of a library by its address, which ends as its name in the storage does; None when it is gone."""
    try:
        return storing.read(storing.LIBRARIES + url.removeprefix(storing.LIBRARIES_URL))
    except (FileNotFoundError, IsADirectoryError):
        return None


def put(name: str, content: bytes) -> None:
    storing.Written().put(place_of(name), gzip.compress(content, compresslevel=9, mtime=0))


def place_of(name: str) -> str:
    return f"{storing.BUNDLES}/{name}.gz"
