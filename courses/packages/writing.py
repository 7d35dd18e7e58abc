"""Writing a version of a package down, whether it was uploaded or written here: what came, what is shown, and what it
plays on."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from courses.packages.h5p import addons, library, sanitize, semantics
from courses.packages.h5p.library import Identity
from courses.packages.models import Package, PackageContent, PackageFile, PackageVersion, VersionLibrary
from courses.packages.queries import Shelf, newest
from courses.packages.storing import Kept
from lms.core import audit
from lms.core.digests import digest_of
from lms.people.models import User

#: What a browser must be told exactly, whatever the machine's own list of types says.
MIMES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "json": "application/json",
         "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "eot": "application/vnd.ms-fontobject",
         "vtt": "text/vtt", "webvtt": "text/vtt", "m4a": "audio/mp4", "md": "text/plain"}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """All that a version will say; judged, and its files are in the storage."""

    main: Identity
    manifest: Mapping[str, Any]
    params: Any
    files: Mapping[str, Kept]
    is_written: bool = False

    @property
    def digest(self) -> str:
        return digest_of([self.manifest, self.params, {path: kept.digest for path, kept in self.files.items()}])


@dataclass(frozen=True)
class Shown:
    """Parameters with defaults filled in and cleaned, and the libraries that playing them takes, in order of loading."""

    params: Any
    used: list[Identity]


def write(draft: Draft, *, package: Package, shelf: Shelf, by: User | None, at: datetime) -> PackageVersion:
    """The draft as the package's newest version; said again word for word, it is the newest already."""
    # Two authors of one package pass here one after the other.
    Package.objects.select_for_update().get(pk=package.pk)
    last = newest(package)
    if last is not None and last.digest == draft.digest:
        return last
    version = PackageVersion.objects.create(
        package=package,
        number=(package.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        digest=draft.digest,
        size=sum(kept.size for kept in draft.files.values()),
        manifest=draft.manifest,
        is_written=draft.is_written,
        uploaded_by=by,
        uploaded_at=at,
    )
    write_files(version, draft.files)
    shown = shown_of(draft.main, draft.params, draft.manifest, shelf)
    PackageContent.objects.create(
        version=version, library=str(draft.main), original=draft.params, filtered=shown.params
    )
    link(version, shown, shelf)
    audit.record(
        by=by, at=at, verb="package uploaded", about=version, administration=package.administration,
        title=package.title, number=version.number,
    )  # fmt: skip
    return version


def write_files(version: PackageVersion, files: Mapping[str, Kept]) -> None:
    PackageFile.objects.bulk_create(
        PackageFile(version=version, path=path, digest=kept.digest, mime=mime_of(path), size=kept.size)
        for path, kept in files.items()
    )


def link(version: PackageVersion, shown: Shown, shelf: Shelf) -> None:
    rows = [row for identity in shown.used if (row := shelf.get(identity))]
    VersionLibrary.objects.filter(version=version).delete()
    VersionLibrary.objects.bulk_create(
        VersionLibrary(version=version, library=row, place=place) for place, row in enumerate(rows)
    )


def shown_of(main: Identity, params: Any, manifest: Mapping[str, Any], shelf: Shelf) -> Shown:
    """What learners get of parameters as they came."""
    fields = shelf.semantics(main)
    if fields:
        cleaner = sanitize.Filter(shelf.semantics)
        cleaned = cleaner.params(semantics.fill(params, fields, shelf.semantics), fields)
        roots = [main, *cleaner.used]
    else:
        # Without semantics nothing is known of the parameters: every text is taken for plain text.
        cleaned, roots = sanitize.clean(params), [main, *library.needs(manifest)]
    joined = addons.joining(cleaned, shelf.addons())
    return Shown(cleaned, library.in_order([*roots, *joined], shelf.data))


def show_again(version: PackageVersion, shelf: Shelf) -> None:
    """Work out anew what is shown of a version: its libraries have been replaced by newer patches."""
    content = version.content
    main = Identity.parse(content.library)
    if main is None:
        return
    shown = shown_of(main, content.original, version.manifest, shelf)
    content.filtered = shown.params
    content.save(update_fields=["filtered"])
    link(version, shown, shelf)


def mime_of(path: str) -> str:
    ending = path.rsplit(".", 1)[-1].lower()
    return MIMES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
