"""The files of packages in the site's storage, each named by its content; gone again when all comes to nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

LIBRARIES = "h5p/libraries"
FILES = "h5p/files"
BUNDLES = "h5p/bundles"
LIGHT = "h5p/light"
#: Below this the files of libraries are served: they are code, not content, and may be kept for ever.
LIBRARIES_URL = "/h5p/libraries"


class Kept(NamedTuple):
    """A file in the storage: what it hashes to, and its bytes counted."""

    digest: str
    size: int


class Written:
    """What one upload has put into the storage so far."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        # The same name means the same bytes: an upload that was broken off may have left it.
        if not default_storage.exists(name):
            self.names.append(default_storage.save(name, ContentFile(content)))

    def keep(self, content: bytes) -> Kept:
        """A file of a content, under its digest."""
        kept = Kept(sha256(content).hexdigest(), len(content))
        self.put(place_of(kept.digest), content)
        return kept


def place_of(digest: str) -> str:
    """Where a file of a content lies."""
    return f"{FILES}/{digest[:2]}/{digest}"


@contextmanager
def all_or_nothing() -> Iterator[Written]:
    """Files written in here are taken away again when anything fails."""
    written = Written()
    try:
        yield written
    except BaseException:
        for name in written.names:
            default_storage.delete(name)
        raise


def digest_of_files(digests: Mapping[str, str]) -> str:
    """One name for a folder of files, by their paths and the digests of their contents."""
    digest = sha256()
    for path in sorted(digests):
        digest.update(f"{path}\0{digests[path]}\n".encode())
    return digest.hexdigest()


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def below(folder: str) -> Iterator[str]:
    """Every file below a folder, by its path in it."""
    folders, files = default_storage.listdir(folder)
    yield from files
    for inner in folders:
        for path in below(f"{folder}/{inner}"):
            yield f"{inner}/{path}"
