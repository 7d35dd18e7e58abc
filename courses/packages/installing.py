"""Libraries on their way into the store: whoever may, brings them along in a package or by themselves; a newer patch takes
the place of an older one at one stroke."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from courses.packages import storing
from courses.packages.h5p import library
from courses.packages.h5p.package import Opened, Packaged
from courses.packages.models import Library, PackageVersion
from courses.packages.queries import Shelf
from courses.packages.writing import show_again
from lms.core import audit
from lms.people.models import User


@dataclass(frozen=True)
class Installing:
    """Where the libraries of an opened package go: onto this shelf, through these hands."""

    opened: Opened
    shelf: Shelf
    written: storing.Written
    by: User | None
    at: datetime


def install(job: Installing) -> list[Library]:
    """Everything in the package that is new or newer; what plays on a library that was replaced is shown anew."""
    installed: list[Library] = []
    replaced: list[Library] = []
    for packaged in job.opened.libraries.values():
        known = job.shelf.get(packaged.identity)
        if known is None or library.is_newer(packaged.patch, than=known.patch):
            row = install_one(job, packaged)
            job.shelf.known[packaged.identity] = row
            installed.append(row)
            replaced += [known] if known else []
    show_all_again(playing_on(replaced, job.shelf))
    return installed


def install_one(job: Installing, packaged: Packaged) -> Library:
    """The library as it is in the package, in place of an older patch; its files get a folder of their own."""

    def content(path: str) -> bytes:
        return job.opened.read(f"{packaged.folder}/{path}")

    digest = storing.digest_of_files({path: sha256(content(path)).hexdigest() for path in packaged.files})
    for path in packaged.files:
        job.written.put(f"{storing.LIBRARIES}/{digest}/{path}", content(path))
    name, major, minor = packaged.identity
    row = Library.objects.update_or_create(
        administration=job.shelf.administration,
        name=name,
        major=major,
        minor=minor,
        defaults={
            "patch": packaged.patch,
            "title": packaged.data["title"],
            "digest": digest,
            "data": packaged.data,
            "semantics": packaged.semantics,
            "installed_at": job.at,
        },
    )[0]
    audit.record(
        by=job.by, at=job.at, verb="library installed", about=row, administration=job.shelf.administration,
        library=str(row),
    )  # fmt: skip
    return row


def playing_on(libraries: list[Library], shelf: Shelf) -> list[PackageVersion]:
    """The versions on this shelf that play on one of these; those of all administrations, where the shelf is everybody's."""
    if not libraries:
        return []
    used = (
        PackageVersion.objects.filter(libraries__in=libraries)
        .distinct()
        .select_related("content", "package__administration")
    )
    if shelf.administration is not None:
        used = used.filter(package__administration=shelf.administration)
    return list(used.order_by("pk"))


def show_all_again(versions: list[PackageVersion]) -> None:
    shelves: dict[int, Shelf] = {}
    for version in versions:
        whose = version.package.administration_id
        shelf = shelves.setdefault(whose, Shelf(version.package.administration))
        show_again(version, shelf)
