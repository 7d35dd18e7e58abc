"""What takes long to work out is kept for as long as nothing has happened that it is made of.

It is kept in this process, under the last fact of each kind that changes it. One small query asks the outbox for those, so
that whoever acts sees every figure follow, whichever process answers.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

from lms.core.events import Fact, type_name
from lms.core.models import Event

Found = TypeVar("Found")

#: Seconds. Of two transactions at a time, the one with the lower number may commit last, and its fact is then overlooked
#: until the next of its kind; and what is copied or mended by hand publishes nothing.
AT_MOST = 60


def kept(name: str, work_out: Callable[[], Found], *, made_of: Sequence[type[Fact]]) -> Found:
    """What `work_out` found when it was last asked under this name, unless one of these facts was published since.

    The name says everything else that it depends on: the administration, the day, and whoever may see it. It holds ids and
    numbers, never a person's rows.
    """
    stamp = last_of(made_of)
    found: tuple[list[int], Found] | None = cache.get(name)
    if found is None or found[0] != stamp:
        found = stamp, work_out()
        cache.set(name, found, AT_MOST)
    return found[1]


def last_of(facts: Sequence[type[Fact]]) -> list[int]:
    """The numbers of the last fact of each of these kinds, in order of size; 0 of a kind that was never published."""
    # In SQL, because each kind is one step in the index `event_type_seq`; grouping by type would walk over all of them.
    one = f"SELECT COALESCE(MAX(seq), 0) FROM {Event._meta.db_table} WHERE type = %s"  # noqa: S608  (our own table's name)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(facts)), [type_name(fact) for fact in facts])
        return sorted(number for (number,) in cursor.fetchall())
