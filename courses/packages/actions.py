"""Taking in what authors upload, as a whole or not at all, and retiring it."""

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from courses.ownership import administrations_written_by
from courses.packages import storing
from courses.packages.h5p import library, sanitize, semantics
from courses.packages.h5p.library import Identity
from courses.packages.h5p.package import Opened, Packaged, open_package
from courses.packages.models import Library, Package, PackageContent, PackageFile, PackageVersion, VersionLibrary
from courses.packages.queries import Shelf
from lms.core import audit
from lms.core.archives import Limits
from lms.core.digests import digest_of
from lms.people.models import Administration, User

LIMITS = Limits()
#: What a browser must be told exactly, whatever the machine's own list of types says.
MIMES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "json": "application/json",
         "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "eot": "application/vnd.ms-fontobject",
         "vtt": "text/vtt", "webvtt": "text/vtt", "m4a": "audio/mp4", "md": "text/plain"}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A sound package on its way into the store."""

    opened: Opened
    shelf: Shelf
    written: storing.Written
    at: datetime

    @property
    def administration(self) -> Administration:
        return self.shelf.administration


def upload(
    *,
    file: IO[bytes],
    name: str,
    administration: Administration,
    by: User | None,
    at: datetime,
    package: Package | None = None,
    title: str = "",
) -> PackageVersion:
    """A new version of `package`, or of a new one; what was uploaded word for word before is that version again.

    Raises PermissionDenied, or `Refused` with every reason; then nothing is stored. Learners keep the version that their
    release has taken.
    """
    if by is not None and not administrations_written_by(by, on=at.date()).filter(pk=administration.pk).exists():
        raise PermissionDenied
    shelf = Shelf(administration)
    opened = open_package(file, name=name, limits=LIMITS, installed=shelf.data)
    with storing.all_or_nothing() as written, transaction.atomic():
        package = package or Package.objects.create(
            administration=administration, title=title or opened.manifest["title"], kind=Package.Kind.H5P
        )
        return take(Upload(opened, shelf, written, at), package, by=by)


def upload_by_title(
    *, file: IO[bytes], name: str, administration: Administration, by: User | None, at: datetime, title: str = ""
) -> PackageVersion:
    """`upload` for programs that run again and again: what the administration has under that title gets a new version."""
    opened = open_package(file, name=name, limits=LIMITS, installed=Shelf(administration).data)
    known = Package.objects.filter(
        administration=administration, title=title or opened.manifest["title"], retired_at=None
    ).first()
    file.seek(0)
    return upload(file=file, name=name, administration=administration, package=known, title=title, by=by, at=at)


def take(upload: Upload, package: Package, *, by: User | None) -> PackageVersion:
    # Two uploads of one package pass here one after the other.
    Package.objects.select_for_update().get(pk=package.pk)
    install(upload)
    files = {path.removeprefix("content/"): upload.opened.read(path) for path in upload.opened.content_files}
    contents = digest_of([upload.opened.manifest, upload.opened.params, storing.digest_of_files(files)])
    same = package.versions.filter(digest=contents).first()
    return same or write_version(upload, package, files, contents, by=by)


def install(upload: Upload) -> None:
    for packaged in upload.opened.libraries.values():
        known = upload.shelf.get(packaged.identity)
        if known is None or library.is_newer(packaged.patch, than=known.patch):
            upload.shelf.known[packaged.identity] = install_one(upload, packaged)


def install_one(upload: Upload, packaged: Packaged) -> Library:
    """The library as it is in the package, in place of an older patch; its files get a folder of their own."""
    files = {path: upload.opened.read(f"{packaged.folder}/{path}") for path in packaged.files}
    digest = storing.digest_of_files(files)
    for path, content in files.items():
        upload.written.put(f"{storing.LIBRARIES}/{digest}/{path}", content)
    name, major, minor = packaged.identity
    return Library.objects.update_or_create(
        administration=upload.administration,
        name=name,
        major=major,
        minor=minor,
        defaults={
            "patch": packaged.patch,
            "title": packaged.data["title"],
            "digest": digest,
            "data": packaged.data,
            "semantics": packaged.semantics,
            "installed_at": upload.at,
        },
    )[0]


def write_version(
    upload: Upload, package: Package, files: dict[str, bytes], digest: str, *, by: User | None
) -> PackageVersion:
    filtered, used = shown(upload)
    version = PackageVersion.objects.create(
        package=package,
        number=(package.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        digest=digest,
        folder=f"{storing.CONTENTS}/{package.uid}/{digest}",
        size=sum(map(len, files.values())),
        manifest=upload.opened.manifest,
        uploaded_by=by,
        uploaded_at=upload.at,
    )
    for path, content in files.items():
        upload.written.put(f"{version.folder}/{path}", content)
    PackageFile.objects.bulk_create(
        PackageFile(version=version, path=path, mime=mime_of(path), size=len(content))
        for path, content in files.items()
    )
    PackageContent.objects.create(
        version=version, library=str(upload.opened.main), original=upload.opened.params, filtered=filtered
    )
    rows = [row for identity in used if (row := upload.shelf.get(identity))]
    VersionLibrary.objects.bulk_create(
        VersionLibrary(version=version, library=row, place=place) for place, row in enumerate(rows)
    )
    audit.record(
        by=by, at=upload.at, verb="package uploaded", about=version, administration=package.administration,
        title=package.title, number=version.number,
    )  # fmt: skip
    return version


def shown(upload: Upload) -> tuple[Any, list[Identity]]:
    """The parameters with defaults filled in and cleaned, and the libraries that playing them takes, in order."""
    opened, shelf = upload.opened, upload.shelf
    fields = shelf.semantics(opened.main)
    if not fields:
        # Without semantics nothing is known of the parameters: every text is taken for plain text.
        roots = [opened.main, *library.needs(opened.manifest)]
        return sanitize.clean(opened.params), library.in_order(roots, shelf.data)
    cleaner = sanitize.Filter(shelf.semantics)
    params = cleaner.params(semantics.fill(opened.params, fields, shelf.semantics), fields)
    return params, library.in_order([opened.main, *cleaner.used], shelf.data)


def mime_of(path: str) -> str:
    ending = path.rsplit(".", 1)[-1].lower()
    return MIMES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"


@transaction.atomic
def retire(*, package: Package, by: User, at: datetime) -> None:
    """Take a package out of the choosers; lessons that were released with it go on playing it."""
    if not administrations_written_by(by, on=at.date()).filter(pk=package.administration_id).exists():
        raise PermissionDenied
    Package.objects.filter(pk=package.pk).update(retired_at=at)
    audit.record(by=by, at=at, verb="package retired", about=package, administration=package.administration)
