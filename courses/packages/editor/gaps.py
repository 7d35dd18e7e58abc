"""What a version that was written here lacks before it may go live: it is asked what the form asks, as if its form were sent
untouched."""

from courses.packages.editor.sheet import sheet_of
from courses.packages.h5p.form import Node
from courses.packages.h5p.posted import Posted
from courses.packages.h5p.untouched import untouched
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import HasGaps
from lms.people.models import User


def gaps_of(version: PackageVersion) -> list[Node]:
    """The fields that need a look, each with its problems. Of a library that names no fields nothing can be asked."""
    # It was saved, so no file of it lies in anybody's form any more.
    sheet = sheet_of(version, by=User())
    if not sheet.installed.fields(sheet.main):
        return []
    tree = sheet.tree()
    sheet.read(Posted(untouched([*sheet.tops(), *tree.nodes, *tree.about])))
    return sheet.wrong() if sheet.problems else []


def only_whole(says: Package) -> None:
    """A package as one of its revisions has it. Raises HasGaps.

    What was uploaded is not asked: its players know how to do without what our form would want, and other hosts play it.
    """
    version = says.version
    if version and version.is_written and (found := gaps_of(version)):
        raise HasGaps(version, found)
