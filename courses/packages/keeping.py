"""Looking after the libraries on a shelf: holding one back, letting it go on, and taking away what nothing needs."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.packages.models import Library
from courses.packages.policy import may_install
from courses.packages.queries import Uses, uses_of
from lms.core import audit
from lms.people.models import User


class InUse(Exception):
    """Contents or other libraries need the library."""

    def __init__(self, uses: Uses) -> None:
        super().__init__(uses)
        self.uses = uses


def only_installers(library: Library, by: User | None, at: datetime) -> None:
    if not may_install(by, library.administration, on=at.date()):
        raise PermissionDenied


@transaction.atomic
def hold(*, library: Library, by: User | None, at: datetime) -> None:
    """Nothing new may be made with the library; what plays on it goes on playing."""
    only_installers(library, by, at)
    if Library.objects.filter(pk=library.pk, held_at=None).update(held_at=at):
        audit.record(by=by, at=at, verb="library held", about=library, administration=library.administration)


@transaction.atomic
def let_go(*, library: Library, by: User | None, at: datetime) -> None:
    """A library that was held back may be used for new contents again."""
    only_installers(library, by, at)
    if Library.objects.filter(pk=library.pk).exclude(held_at=None).update(held_at=None):
        audit.record(by=by, at=at, verb="library let go", about=library, administration=library.administration)


@transaction.atomic
def remove(*, library: Library, by: User | None, at: datetime) -> None:
    """Take a library away that neither a content nor another library needs; raises InUse. Its files go with `h5p_gc`."""
    only_installers(library, by, at)
    uses = uses_of(library)
    if uses:
        raise InUse(uses)
    audit.record(
        by=by, at=at, verb="library removed", about=library, administration=library.administration, library=str(library)
    )
    library.delete()
