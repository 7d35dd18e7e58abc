"""Reading packages: whose they are, which libraries serve an administration, and what it takes to play a version."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from courses.ownership import administrations_written_by
from courses.packages import tokens
from courses.packages.h5p.integration import Playing
from courses.packages.h5p.library import Identity, Json, Loaded
from courses.packages.models import Library, Package, PackageVersion, VersionLibrary
from lms.people.models import Administration
from lms.people.queries import Asker

#: Below this the files of libraries are served: they are code, not content, and may be kept for ever.
LIBRARIES_URL = "/h5p/libraries"


def visible_to(person: Asker) -> QuerySet[Package]:
    """The packages of the administrations whose courses a person writes, without what is retired."""
    return Package.objects.filter(administration__in=administrations_written_by(person), retired_at=None)


def newest(package: Package) -> PackageVersion | None:
    return package.versions.order_by("-number").first()


class Shelf:
    """The libraries that an administration may use, its own and those for all; of two the newer one, asked for once."""

    def __init__(self, administration: Administration) -> None:
        self.administration = administration
        self.known: dict[Identity, Library | None] = {}

    def get(self, identity: Identity) -> Library | None:
        if identity not in self.known:
            whose = Q(administration=self.administration) | Q(administration=None)
            rows = Library.objects.filter(whose, name=identity.name, major=identity.major, minor=identity.minor)
            # Of equal ones the administration's own.
            self.known[identity] = max(
                rows, key=lambda row: (row.patch, row.administration_id is not None), default=None
            )
        return self.known[identity]

    def data(self, identity: Identity) -> Json | None:
        found = self.get(identity)
        return found.data if found else None

    def semantics(self, identity: Identity) -> list[dict[str, Any]] | None:
        found = self.get(identity)
        return found.semantics if found else None


def loaded(version: PackageVersion) -> list[Loaded]:
    """The libraries that a version plays on, in the order of loading."""
    links = VersionLibrary.objects.filter(version=version).select_related("library").order_by("place")
    return [as_loaded(link.library) for link in links]


def as_loaded(row: Library) -> Loaded:
    return Loaded(Identity(row.name, row.major, row.minor), row.patch, row.data, f"{LIBRARIES_URL}/{row.digest}")


def playing(version: PackageVersion, *, token: str, activity: str, **state: Any) -> Playing:
    """A version, ready to be played by the holder of `token`."""
    main = Identity.parse(version.content.library)
    if main is None:
        raise LookupError(version.content.library)
    return Playing(
        ident=version.pk,
        title=version.package.title,
        language=str(version.manifest.get("language", "und")),
        main=main,
        params=version.content.filtered,
        libraries=loaded(version),
        content_url=f"/h5p/content/{token}",
        libraries_url=LIBRARIES_URL,
        activity=activity,
        **state,
    )


def version_of(token: str) -> PackageVersion | None:
    """The version whose files the holder of a token may fetch."""
    claim = tokens.read(token)
    return PackageVersion.objects.filter(pk=claim.version).first() if claim else None


def held(packages: Iterable[Package]) -> list[Package]:
    """Those of `packages` that were ever uploaded, and so are retired, not deleted."""
    return list(Package.objects.filter(pk__in=[each.pk for each in packages], versions__isnull=False).distinct())
