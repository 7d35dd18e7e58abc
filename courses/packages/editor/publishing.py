"""Which version of a package is live. Every save is a version that stays; making one live is a step of its own, for those
who may. A release takes the newest that is live; an older one is brought back by saving it anew."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.ownership import OwnedPermissionPolicy
from courses.packages.models import Package, PackageVersion
from lms.core import audit
from lms.people.models import User

policy = OwnedPermissionPolicy(Package)


def live(package: Package) -> PackageVersion | None:
    """What a release of a course takes."""
    return package.versions.filter(state=PackageVersion.State.LIVE).order_by("-number").first()


def may_publish(person: User, package: Package) -> bool:
    return bool(policy.user_has_permission_for_instance(person, "publish", package))


@transaction.atomic
def hold_back(*, version: PackageVersion, by: User, at: datetime) -> None:
    """A version that was just written waits to be made live."""
    PackageVersion.objects.filter(pk=version.pk).update(state=PackageVersion.State.DRAFT)
    audit.record(
        by=by, at=at, verb="package drafted", about=version, administration=version.package.administration,
        number=version.number,
    )  # fmt: skip


@transaction.atomic
def publish(*, version: PackageVersion, by: User, at: datetime) -> None:
    """Let releases take it. Once is enough: who made it live first stays on record."""
    if not may_publish(by, version.package):
        raise PermissionDenied
    drafts = PackageVersion.objects.filter(pk=version.pk, state=PackageVersion.State.DRAFT)
    if drafts.update(state=PackageVersion.State.LIVE, published_by=by, published_at=at):
        audit.record(
            by=by, at=at, verb="package made live", about=version, administration=version.package.administration,
            number=version.number,
        )  # fmt: skip
