"""Reading packages: whose they are, which libraries serve an administration, and what it takes to play a version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from courses.ownership import administrations_written_by
from courses.packages import tokens
from courses.packages.h5p.integration import Playing
from courses.packages.h5p.library import ALL_KINDS, Identity, Json, Loaded, needs
from courses.packages.models import Library, Package, PackageFile, PackageVersion, VersionLibrary
from courses.packages.storing import LIBRARIES_URL
from lms.people.models import Administration
from lms.people.queries import Asker

#: Bytes of one picture and of all pictures that a frame is handed before it starts.
LARGEST_HANDED, MOST_HANDED = 2 << 20, 6 << 20


def visible_to(person: Asker) -> QuerySet[Package]:
    """The packages of the administrations whose courses a person writes, without what is retired."""
    return Package.objects.filter(administration__in=administrations_written_by(person), retired_at=None)


def newest(package: Package) -> PackageVersion | None:
    return package.versions.order_by("-number").first()


class Shelf:
    """The libraries that an administration may use, its own and those for all; of two the newer one, asked for once.

    Without an administration it is the operator's shelf, of those for all.
    """

    def __init__(self, administration: Administration | None) -> None:
        self.administration = administration
        self.known: dict[Identity, Library | None] = {}

    def rows(self) -> QuerySet[Library]:
        """Everything on it, of equal ones the administration's own last."""
        whose = Q(administration=None)
        if self.administration is not None:
            whose |= Q(administration=self.administration)
        return Library.objects.filter(whose).order_by(
            "name", "major", "minor", "patch", F("administration").asc(nulls_first=True)
        )

    def get(self, identity: Identity) -> Library | None:
        if identity not in self.known:
            name, major, minor = identity
            self.known[identity] = self.rows().filter(name=name, major=major, minor=minor).last()
        return self.known[identity]

    def data(self, identity: Identity) -> Json | None:
        found = self.get(identity)
        return found.data if found else None

    def semantics(self, identity: Identity) -> list[dict[str, Any]] | None:
        found = self.get(identity)
        return found.semantics if found else None

    def is_held(self, identity: Identity) -> bool:
        found = self.get(identity)
        return found is not None and found.held_at is not None

    def addons(self) -> list[tuple[Identity, Json]]:
        """Libraries that join contents by themselves, the newest first."""
        rows = self.rows().filter(data__has_key="addTo", held_at=None).reverse()
        return [(identity_of(row), row.data) for row in rows]


def identity_of(row: Library) -> Identity:
    return Identity(row.name, row.major, row.minor)


def libraries_of(person: Asker) -> QuerySet[Library]:
    """The libraries that serve the administrations whose courses a person writes."""
    own = Q(administration__in=administrations_written_by(person)) | Q(administration=None)
    return Library.objects.filter(own).select_related("administration")


@dataclass(frozen=True)
class Uses:
    """What a library is needed for: contents, each with the numbers of its versions, and other libraries."""

    contents: dict[Package, list[int]]
    libraries: list[Library]

    def __bool__(self) -> bool:
        return bool(self.contents or self.libraries)


def uses_of(library: Library) -> Uses:
    """Who uses a library. One that serves all is needed by whoever's library names it, unless these have one of their own."""
    contents: dict[Package, list[int]] = {}
    links = VersionLibrary.objects.filter(library=library).select_related("version__package").order_by("version")
    for link in links:
        contents.setdefault(link.version.package, []).append(link.version.number)
    others = Library.objects.exclude(pk=library.pk)
    if library.administration_id is not None:
        others = others.filter(administration=library.administration_id)
    identity = identity_of(library)
    return Uses(contents, [each for each in others if identity in needs(each.data, ALL_KINDS)])


def held_in(version: PackageVersion) -> list[Library]:
    """The libraries of a version that are held back: it plays, and nothing can be written with them."""
    return list(Library.objects.filter(uses__version=version).exclude(held_at=None).order_by("title"))


def loaded(version: PackageVersion) -> list[Loaded]:
    """The libraries that a version plays on, in the order of loading."""
    links = VersionLibrary.objects.filter(version=version).select_related("library").order_by("place")
    return [as_loaded(link.library) for link in links]


def as_loaded(row: Library) -> Loaded:
    return Loaded(identity_of(row), row.patch, row.data, f"{LIBRARIES_URL}/{row.digest}")


def playing(version: PackageVersion, *, on: date, activity: str, **state: Any) -> Playing:
    """A version, ready to be played from this day on."""
    main = Identity.parse(version.content.library)
    if main is None:
        raise LookupError(version.content.library)
    return Playing(
        ident=version.pk,
        title=version.package.title,
        language=str(version.manifest.get("language", "und")),
        main=main,
        params=version.content.filtered,
        manifest=version.manifest,
        libraries=loaded(version),
        content_url=f"/h5p/content/{tokens.issue_files(version.pk, on=on)}",
        libraries_url=LIBRARIES_URL,
        activity=activity,
        **state,
    )


def pictures(version: PackageVersion) -> list[str]:
    """The pictures and sounds of a version that are handed to its frame at the start, the small ones first."""
    handed: list[str] = []
    size = 0
    kinds = Q(mime__startswith="image/") | Q(mime__startswith="audio/")
    for file in version.files.filter(kinds, size__lte=LARGEST_HANDED).order_by("size"):
        size += file.size
        if size > MOST_HANDED:
            break
        handed.append(file.path)
    return handed


def file_of(token: str, path: str, *, on: date) -> PackageFile | None:
    """A file of the version whose files the holder of a token may fetch on this day."""
    version = tokens.read_files(token, on=on)
    return PackageFile.objects.filter(version=version, path=path).first() if version else None


def held(packages: Iterable[Package]) -> list[Package]:
    """Those of `packages` that were ever uploaded, and so are retired, not deleted."""
    return list(Package.objects.filter(pk__in=[each.pk for each in packages], versions__isnull=False).distinct())
