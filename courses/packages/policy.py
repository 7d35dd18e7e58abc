"""What this site takes: how large packages may be, whose libraries are allowed, and who may bring libraries along.

A library is code that runs in learners' browsers, if in a sandbox; so fewer people install libraries than upload content.
"""

from collections.abc import Callable
from datetime import date
from fnmatch import fnmatchcase

from django.conf import settings

from courses.packages.h5p.library import Identity
from lms.core.archives import MIB, Limits
from lms.people.models import Administration, Membership, User
from lms.people.queries import administrations_of

LIMITS = Limits(largest_file=settings.H5P_LARGEST_FILE * MIB, largest_total=settings.H5P_LARGEST_PACKAGE * MIB)
INSTALLS_LIBRARIES = (Membership.Role.NATIONAL_COORDINATOR, Membership.Role.ADMINISTRATOR)


def may_install(by: User | None, administration: Administration | None, *, on: date) -> bool:
    """The operator everywhere; in an administration its coordinators and administrators too."""
    if by is None or by.is_superuser:
        return True
    if administration is None:
        return False
    return administrations_of(by, on=on, roles=INSTALLS_LIBRARIES).filter(pk=administration.pk).exists()


def is_allowed(identity: Identity) -> bool:
    """Whether the site's list of libraries has it, by name or by a pattern such as H5P.*; no list allows all."""
    listed = settings.H5P_LIBRARIES
    return not listed or any(fnmatchcase(identity.name, pattern) for pattern in listed)


def may_bring(by: User | None, administration: Administration | None, *, on: date) -> Callable[[Identity], str]:
    """For an uploader, why a library of the package is not taken; an empty text: it is."""
    installs = may_install(by, administration, on=on)

    def why_not(identity: Identity) -> str:
        if not is_allowed(identity):
            return "library-not-allowed"
        return "" if installs else "library-not-installed"

    return why_not
