"""The storage beside the tables: files that nothing points to, and tables that point to what is not whole.

A file is named by its content, so an upload at work may rely on one that was a stray a moment ago: hence young files stay,
and each is asked about once more right before it goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.files.storage import default_storage

from courses.packages import bundles, storing
from courses.packages.editor import uploads
from courses.packages.h5p import library
from courses.packages.models import Library, PackageContent, PackageFile, PackageVersion
from courses.packages.queries import Shelf, loaded

#: How much longer a file of an unsaved form stays than a stray.
DRAFT_LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Stray:
    """A file that nothing points to."""

    name: str
    size: int


def strays(*, before: datetime) -> Iterator[Stray]:
    """Files written before a moment that belong to no content, no library, and no bundle of these."""
    bundled = {bundles.digest_of_bundle(loaded(version)) for version in PackageVersion.objects.all()}
    yield from old_drafts(before=before)
    for name in all_names():
        if name.startswith(storing.BUNDLES) and name.split("/")[-1].split(".")[0] in bundled:
            continue
        if not is_needed(name) and default_storage.get_modified_time(name) < before:
            yield Stray(name, default_storage.size(name))


def old_drafts(*, before: datetime) -> Iterator[Stray]:
    """What editors put into forms that they never saved: it stays longer, because a form may wait on a device."""
    for path in below(uploads.DRAFTS):
        name = f"{uploads.DRAFTS}/{path}"
        if default_storage.get_modified_time(name) < before - DRAFT_LASTS:
            yield Stray(name, default_storage.size(name))


def all_names() -> Iterator[str]:
    for folder in (storing.FILES, storing.LIGHT, storing.LIBRARIES, storing.BUNDLES):
        for path in below(folder):
            yield f"{folder}/{path}"


def below(folder: str) -> Iterable[str]:
    try:
        return list(storing.below(folder))
    except FileNotFoundError:
        return []


def is_needed(name: str) -> bool:
    path = name.split("/")
    if name.startswith(f"{storing.FILES}/"):
        return PackageFile.objects.filter(digest=path[-1]).exists()
    if name.startswith(f"{storing.LIGHT}/"):
        return PackageFile.objects.filter(digest=path[-1].removesuffix(".webp")).exists()
    if name.startswith(f"{storing.LIBRARIES}/"):
        return Library.objects.filter(digest=path[2]).exists()
    return False


def delete(stray: Stray) -> None:
    if not is_needed(stray.name):
        default_storage.delete(stray.name)


def faults() -> Iterator[str]:
    """A line for everything that is missing or changed."""
    yield from faulty_files()
    yield from faulty_libraries()
    yield from faulty_contents()


def faulty_files() -> Iterator[str]:
    for digest in PackageFile.objects.order_by("digest").values_list("digest", flat=True).distinct():
        found = digest_at(storing.place_of(digest))
        if found != digest:
            uses = PackageFile.objects.filter(digest=digest).select_related("version__package")
            where = ", ".join(f"{file.version}: {file.path}" for file in uses)
            yield f"{where} is {'changed' if found else 'missing'}"


def faulty_libraries() -> Iterator[str]:
    for row in Library.objects.defer("semantics").order_by("name", "major", "minor"):
        folder = f"{storing.LIBRARIES}/{row.digest}"
        digests = {path: digest_at(f"{folder}/{path}") for path in below(folder)}
        if storing.digest_of_files(digests) != row.digest:
            yield f"{row} is {'changed' if digests else 'missing'}"
        for needed in library.reached(library.needs(row.data), Shelf(row.administration).data).items():
            if not needed[1]:
                yield f"{row} needs {needed[0]}, which is not installed"


def faulty_contents() -> Iterator[str]:
    for content in PackageContent.objects.select_related("version__package").defer("original", "filtered"):
        if content.library not in {f"{row.name} {row.major}.{row.minor}" for row in content.version.libraries.all()}:
            yield f"{content.version} plays on {content.library}, which is not installed"


def digest_at(name: str) -> str:
    """The digest of a file in the storage; empty when it is not there."""
    try:
        with default_storage.open(name) as file:
            digest = sha256()
            for part in file.chunks():
                digest.update(part)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()
