"""Saving what is on an editor's desk as the next version of a package, as a draft unless it is made live at once."""

from datetime import datetime
from typing import Any

from django.db import transaction

from courses.packages import actions, publishing
from courses.packages.editor.sheet import Sheet
from courses.packages.models import PackageVersion
from lms.people.models import User


@transaction.atomic
def save(sheet: Sheet, *, publish: bool, at: datetime) -> PackageVersion:
    """What says no more than the version it was opened from is no new one.

    Raises PermissionDenied, or `Refused` with every reason; then nothing is stored.
    """
    said: dict[str, Any] = {
        "params": sheet.params,
        "metadata": metadata(sheet),
        "files": sheet.new_files(),
        "by": sheet.by,
        "at": at,
    }
    if sheet.version is None:
        version = actions.create(administration=sheet.administration, main=sheet.main, **said)
    elif sheet.is_untouched:
        version = sheet.version
    else:
        version = actions.revise(package=sheet.version.package, base=sheet.version, **said)
    if publish:
        publishing.publish(version.package, by=sheet.by)
    return version


def metadata(sheet: Sheet) -> dict[str, Any]:
    """As an h5p.json says it."""
    return sheet.about | {"title": sheet.top["title"], "language": sheet.top.get("language") or "und"}


@transaction.atomic
def bring_back(old: PackageVersion, *, by: User, at: datetime) -> PackageVersion:
    """What an older version said, said again as the newest; still to be made live."""
    said: dict[str, Any] = {
        "params": old.content.original,
        "metadata": old.manifest | {"title": publishing.latest(old.package).title},
        "files": {},
    }
    return actions.revise(package=old.package, base=old, is_written=old.is_written, by=by, at=at, **said)
