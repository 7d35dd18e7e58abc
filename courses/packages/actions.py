"""Taking in what authors upload or write, as a whole or not at all, and retiring it."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.ownership import administrations_written_by
from courses.packages import publishing, storing
from courses.packages.h5p import written
from courses.packages.h5p.library import Identity
from courses.packages.h5p.package import House, Opened, open_libraries, open_package
from courses.packages.h5p.reasons import Reason, Refused
from courses.packages.installing import Installing, install
from courses.packages.models import Library, Package, PackageFile, PackageVersion
from courses.packages.policy import LIMITS, may_bring, may_install
from courses.packages.queries import Shelf, newest
from courses.packages.storing import Kept
from courses.packages.writing import Draft, mime_of, shown_of, write
from lms.core import audit
from lms.people.models import Administration, User

__all__ = [
    "LIMITS",
    "create",
    "describe",
    "install_libraries",
    "mime_of",
    "open_for",
    "retire",
    "revise",
    "upload",
    "upload_by_title",
]


def open_for(file: IO[bytes], *, name: str, shelf: Shelf, by: User | None, at: datetime) -> Opened:
    """A package as this person may upload it. Raises Refused with every reason."""
    brings = may_bring(by, shelf.administration, on=at.date())
    return open_package(file, name=name, house=House(LIMITS, shelf.data, may_bring=brings, is_held=shelf.is_held))


def upload(
    *,
    file: IO[bytes],
    name: str,
    administration: Administration,
    by: User | None,
    at: datetime,
    package: Package | None = None,
    title: str = "",
    reuse: bool | None = None,
    as_draft: bool = False,
) -> PackageVersion:
    """A new version of `package`, or of a new one; what was uploaded word for word just before is that version again.

    It is live at once where the uploader may publish, unless it is to be a draft. Raises PermissionDenied, or `Refused` with
    every reason; then nothing is stored. Learners keep the version that their release has taken.
    """
    only_authors(by, administration, at=at)
    shelf = Shelf(administration)
    opened = open_for(file, name=name, shelf=shelf, by=by, at=at)
    with storing.all_or_nothing() as into, transaction.atomic():
        package = package or new_package(administration, title or opened.manifest["title"])
        publishing.only_unlocked(package, by=by)
        install(Installing(opened, shelf, into, by, at))
        files = {path.removeprefix("content/"): into.keep(opened.read(path)) for path in opened.content_files}
        version = write(
            Draft(opened.main, opened.manifest, opened.params, files), package=package, shelf=shelf, by=by, at=at
        )
        publishing.draft(version, title=title, reuse=reuse, by=by, at=at)
        if not as_draft and publishing.may_publish(by, package):
            publishing.publish(package, by=by)
        return version


def new_package(administration: Administration, title: str) -> Package:
    # A title that is too long is refused with every other reason, so it must not stop the row before.
    return Package.objects.create(administration=administration, title=title[:255], kind=Package.Kind.H5P, live=False)


def upload_by_title(
    *, file: IO[bytes], name: str, administration: Administration, by: User | None, at: datetime, title: str = ""
) -> PackageVersion:
    """`upload` for programs that run again and again: what the administration has under that title gets a new version."""
    opened = open_for(file, name=name, shelf=Shelf(administration), by=by, at=at)
    known = Package.objects.filter(
        administration=administration, title=title or opened.manifest["title"], retired_at=None
    ).first()
    file.seek(0)
    return upload(file=file, name=name, administration=administration, package=known, title=title, by=by, at=at)


def create(
    *,
    administration: Administration,
    main: Identity,
    params: dict[str, Any],
    metadata: Mapping[str, Any],
    files: Mapping[str, bytes],
    by: User,
    at: datetime,
) -> PackageVersion:
    """The first version of a content that is written here, as a draft: `params` as the main library's semantics ask for them,
    `metadata` as in an h5p.json (title, language, licence, people), `files` by their path in the content.

    Raises PermissionDenied, or `Refused` with every reason; then nothing is stored.
    """
    only_authors(by, administration, at=at)
    with storing.all_or_nothing() as into, transaction.atomic():
        package = new_package(administration, metadata["title"])
        return write_here(Shelf(administration), package, main, params, metadata, keep(files, into), by=by, at=at)


def revise(
    *,
    package: Package,
    params: dict[str, Any],
    metadata: Mapping[str, Any],
    files: Mapping[str, bytes],
    by: User,
    at: datetime,
    base: PackageVersion | None = None,
    is_written: bool = True,
) -> PackageVersion:
    """The next version of a content, as a draft, written here on top of `base`, which is the newest unless said otherwise.

    Files of `base` that `params` still speak of stay; `files` are the new ones. The draft has the title in `metadata`. It
    `is_written` unless it says what was uploaded before.
    Raises PermissionDenied, `Locked`, or `Refused` with every reason; then nothing is stored.
    """
    only_authors(by, package.administration, at=at)
    publishing.only_unlocked(package, by=by)
    base = base or newest(package)
    main = Identity.parse(base.content.library) if base else None
    if base is None or main is None:
        raise LookupError(package.pk)
    known = {file.path: Kept(file.digest, file.size) for file in PackageFile.objects.filter(version=base)}
    kept = {path: known[path] for path in written.mentioned(params, known)}
    with storing.all_or_nothing() as into, transaction.atomic():
        return write_here(
            Shelf(package.administration), package, main, params, metadata, kept | keep(files, into),
            is_written=is_written, by=by, at=at,
        )  # fmt: skip


def keep(files: Mapping[str, bytes], into: storing.Written) -> dict[str, Kept]:
    written.judge_files(files, limits=LIMITS)
    return {path: into.keep(content) for path, content in files.items()}


def write_here(
    shelf: Shelf, package: Package, main: Identity, params: Any, metadata: Mapping[str, Any], files: dict[str, Kept],
    *, by: User, at: datetime, is_written: bool = True,
) -> PackageVersion:  # fmt: skip
    used = shown_of(main, params, {}, shelf).used
    absent = [Reason("missing-main-library", "", str(main))] if shelf.get(main) is None else []
    held = [Reason("library-held", "", str(each)) for each in used if shelf.is_held(each)]
    if absent or held:
        raise Refused(absent + held)
    manifest = written.manifest_of(main, metadata, used)
    version = write(Draft(main, manifest, params, files, is_written), package=package, shelf=shelf, by=by, at=at)
    publishing.draft(version, title=metadata["title"], by=by, at=at)
    return version


@transaction.atomic
def describe(*, package: Package, title: str, reuse: bool, by: User, at: datetime) -> None:
    """Another title, or another word on whether learners may download it, as a draft. Raises PermissionDenied."""
    only_authors(by, package.administration, at=at)
    publishing.only_unlocked(package, by=by)
    if version := newest(package):
        publishing.draft(version, title=title, reuse=reuse, by=by, at=at)


def only_authors(by: User | None, administration: Administration, *, at: datetime) -> None:
    """Nobody in particular is the operator, at a command line."""
    if by is not None and not administrations_written_by(by, on=at.date()).filter(pk=administration.pk).exists():
        raise PermissionDenied


def install_libraries(
    *, file: IO[bytes], name: str, administration: Administration | None, by: User | None, at: datetime
) -> list[Library]:
    """Take the libraries of a package and nothing else of it; without an administration, for all. What is older than what
    is there, or the same, is passed over.

    Raises PermissionDenied, or `Refused` with every reason; then nothing is stored.
    """
    if not may_install(by, administration, on=at.date()):
        raise PermissionDenied
    shelf = Shelf(administration)
    brings = may_bring(by, administration, on=at.date())
    opened = open_libraries(file, name=name, house=House(LIMITS, shelf.data, may_bring=brings))
    with storing.all_or_nothing() as into, transaction.atomic():
        return install(Installing(opened, shelf, into, by, at))


@transaction.atomic
def retire(*, package: Package, by: User, at: datetime) -> None:
    """Take a package out of the choosers, and from its reviewers; lessons that were released with it go on playing it."""
    only_authors(by, package.administration, at=at)
    if review := package.current_workflow_state:
        review.cancel(user=by)
    Package.objects.filter(pk=package.pk).update(retired_at=at)
    audit.record(by=by, at=at, verb="package retired", about=package, administration=package.administration)
