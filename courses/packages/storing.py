"""The files of packages in the site's storage, each named by its content; gone again when all comes to nothing."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

LIBRARIES = "h5p/libraries"
CONTENTS = "h5p/contents"


class Written:
    """What one upload has put into the storage so far."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def put(self, name: str, content: bytes) -> None:
        # The same name means the same bytes: an upload that was broken off may have left it.
        if not default_storage.exists(name):
            self.names.append(default_storage.save(name, ContentFile(content)))


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


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """One name for a folder of files, by their paths and contents."""
    digest = sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{sha256(files[path]).hexdigest()}\n".encode())
    return digest.hexdigest()
