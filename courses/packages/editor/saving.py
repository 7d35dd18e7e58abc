"""Saving what is on an editor's desk as the next version of a package, as a draft unless it is made live at once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from courses.packages import actions
from courses.packages.editor import publishing
from courses.packages.editor.sheet import Sheet
from courses.packages.models import PackageVersion
from courses.packages.queries import newest
from lms.people.models import User


@transaction.atomic
def save(sheet: Sheet, *, publish: bool, at: datetime) -> PackageVersion:
    """Raises PermissionDenied, or `Refused` with every reason; then nothing is stored."""
    said: dict[str, Any] = {
        "params": sheet.params,
        "metadata": metadata(sheet),
        "files": sheet.new_files(),
        "by": sheet.by,
        "at": at,
    }
    if sheet.version is None:
        before, version = None, actions.create(administration=sheet.administration, main=sheet.main, **said)
    else:
        before = newest(sheet.version.package)
        version = actions.revise(package=sheet.version.package, base=sheet.version, **said)
    return settled(version, before=before, publish=publish, by=sheet.by, at=at)


def settled(
    version: PackageVersion, *, before: PackageVersion | None, publish: bool, by: User, at: datetime
) -> PackageVersion:
    """What was said word for word before is no new version, and stays as live as it was."""
    if version != before:
        publishing.hold_back(version=version, by=by, at=at)
    if publish:
        publishing.publish(version=version, by=by, at=at)
    return version


def metadata(sheet: Sheet) -> dict[str, Any]:
    """As an h5p.json says it."""
    return sheet.about | {"title": sheet.top["title"], "language": sheet.top.get("language") or "und"}


@transaction.atomic
def bring_back(old: PackageVersion, *, by: User, at: datetime) -> PackageVersion:
    """What an older version said, said again as the newest; still to be made live."""
    before = newest(old.package)
    said: dict[str, Any] = {
        "params": old.content.original,
        "metadata": old.manifest | {"title": old.package.title},
        "files": {},
    }
    version = actions.revise(package=old.package, base=old, by=by, at=at, **said)
    return settled(version, before=before, publish=False, by=by, at=at)
