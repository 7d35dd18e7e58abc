"""The order of arrival as consumers may follow it: up to which place nothing will appear any more.

Places are given out before the commit, so a lower one may become visible after a higher one. Whoever remembers "the last I
have seen" would skip it; whoever stops at `settled_through` does not.
"""

from time import monotonic, sleep

from django.db import connection
from django.db.models import Max

from tracking.lrs.models import StatementKey

#: Seconds to wait for the writers that were at work when the question was asked, and between two looks at them.
PATIENCE, LOOK = 5.0, 0.02


def settled_through(*, patience: float = PATIENCE) -> int | None:
    """The highest place below which every place is either filled or will stay empty; None where a writer takes too long.

    SQLite has one writer at a time, who has committed what we can see. On PostgreSQL whoever draws a place holds a lock on
    the sequence until the end of its transaction: those who hold one now may have drawn a place below the highest that is
    committed, and those who come later draw higher ones.
    """
    highest: int = StatementKey.objects.aggregate(highest=Max("seq"))["highest"] or 0
    if connection.vendor != "postgresql":
        return highest
    waited_for = writers()
    until = monotonic() + patience
    while waited_for:
        if monotonic() > until:
            return None
        sleep(LOOK)
        waited_for &= writers()
    return highest


def writers() -> set[str]:
    """The transactions, other than this one, that have drawn places and not ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND pid <> pg_backend_pid()"
            " AND relation = pg_get_serial_sequence(%s, 'seq')::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [StatementKey._meta.db_table],
        )
        return {transaction for (transaction,) in cursor.fetchall()}
