"""Which version of a package is live. Every save is a version that stays, and a revision of Wagtail's that names it; making
it live is a step of its own, for those who may. A release takes what is live; an older one is brought back by saving it
anew."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Revision

from courses.ownership import OwnedPermissionPolicy
from courses.packages.h5p.form import Node
from courses.packages.models import Package, PackageVersion
from lms.core import audit
from lms.people.models import User

policy = OwnedPermissionPolicy(Package)


class Locked(PermissionDenied):
    """Somebody has locked the package, or it lies with others in a workflow. `message` says so to the one who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class HasGaps(PermissionDenied):
    """Something in the version needs a look before it may go live: the fields, each with its problems. It stays a draft."""

    def __init__(self, version: PackageVersion, nodes: Sequence[Node]) -> None:
        super().__init__(version)
        self.version, self.nodes = version, nodes


def live(package: Package) -> PackageVersion | None:
    """What a release of a course takes, asked for anew: who holds a package may have held it while it was made live."""
    return PackageVersion.objects.filter(
        pk__in=Package.objects.filter(pk=package.pk, live=True).values("version")
    ).first()


def latest(package: Package) -> Package:
    """The package as its newest revision has it, be it live or not."""
    revision = package.get_latest_revision()
    return revision.as_object() if revision else package


def may_publish(person: User | None, package: Package) -> bool:
    """Nobody in particular is the operator, at a command line."""
    return person is None or bool(policy.user_has_permission_for_instance(person, "publish", package))


def only_unlocked(package: Package, *, by: User | None) -> None:
    """Raises Locked."""
    lock = package.get_lock()
    if by is not None and lock is not None and lock.for_user(by):
        raise Locked(lock.get_message(by) or "")


@transaction.atomic
def draft(
    version: PackageVersion, *, title: str = "", reuse: bool | None = None, by: User | None, at: datetime
) -> Revision:
    """The revision of the package that names this version; what is as it was is no new one.

    A title, and whether learners may download it, go with the revision and wait with it to be made live.
    """
    package = Package.objects.get(pk=version.package_id)
    says = latest(package)
    before = (says.version_id, says.title, says.reuse)
    says.version, says.title = version, title or says.title
    says.reuse = says.reuse if reuse is None else reuse
    if package.latest_revision and before == (says.version_id, says.title, says.reuse):
        return package.latest_revision
    verb = "wagtail.edit" if package.latest_revision else "wagtail.create"
    revision = says.save_revision(user=by, log_action=verb, clean=False)
    if not package.live:
        # Lists show the row, and there is nothing live that it would have to go on showing.
        Package.objects.filter(pk=package.pk).update(title=says.title, reuse=says.reuse)
    audit.record(
        by=by, at=at, verb="package drafted", about=version, administration=package.administration,
        number=version.number,
    )  # fmt: skip
    return revision


@transaction.atomic
def publish(package: Package, *, by: User | None) -> None:
    """Let releases take the newest revision. Raises PermissionDenied, Locked or HasGaps."""
    package = Package.objects.get(pk=package.pk)
    if not may_publish(by, package):
        raise PermissionDenied
    only_unlocked(package, by=by)
    if package.has_unpublished_changes or not package.live:
        package.latest_revision.publish(user=by)
