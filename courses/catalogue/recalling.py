"""What an edition holds never changes, so a process reads a course from its text once and not with every lesson of it.

It is found again by its digest, which is of all that it holds. What is recalled is shared: nobody writes into it.
"""

from collections.abc import Iterable
from typing import Any

from courses.catalogue.releases import ReleaseEdition

#: So many courses are kept in mind, some hundred kilobytes each; the one that was read first goes first.
MOST = 100
_held: dict[str, dict[str, Any]] = {}


def recall(editions: Iterable[ReleaseEdition]) -> None:
    """Give editions that were read without it (`defer("data")`) what they hold: no query, or one for all that is new."""
    wanted, held = list(editions), _held
    found = {edition.digest: held[edition.digest] for edition in wanted if edition.digest in held}
    if new := [edition.pk for edition in wanted if edition.digest not in found]:
        read = dict(ReleaseEdition.objects.filter(pk__in=new).values_list("digest", "data"))
        found |= read
        keep(read)
    for edition in wanted:
        edition.data = found[edition.digest]


def keep(read: dict[str, dict[str, Any]]) -> None:
    # Another dictionary in its place: a thread that is just looking into the one before is not disturbed.
    global _held
    _held = dict([*_held.items(), *read.items()][-MOST:])
