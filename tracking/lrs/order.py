"""The order of arrival as consumers may follow it: up to which place nothing will appear any more.

Places are given out before the commit, so a lower one may become visible after a higher one. Whoever remembers "the last I
have seen" would skip it; whoever stops at `settled_through` does not.
"""

from datetime import datetime, timedelta
from time import monotonic, sleep

from django.db import OperationalError, connection
from django.db.models import Max

from lms.core.clock import now
from tracking.lrs import sql
from tracking.lrs.models import Statement, StatementKey

#: Seconds to wait for the writers that were at work when the question was asked, and between two looks at them.
PATIENCE, LOOK = 5.0, 0.02
#: What happened longer ago than this is history that is told afterwards, and keeps its moment.
HISTORY = timedelta(minutes=1)


def settled_through(*, patience: float = PATIENCE) -> int | None:
    """The highest place below which every place is either filled or will stay empty; None where a writer takes too long.

    SQLite has one writer at a time, who has committed what we can see. On PostgreSQL whoever draws a place holds a lock on
    the sequence until the end of its transaction: those who hold one now may have drawn a place below the highest that is
    committed, and those who come later draw higher ones.
    """
    highest: int = StatementKey.objects.aggregate(highest=Max("seq"))["highest"] or 0
    if not sql.is_postgres():
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


def stored_at(at: datetime) -> datetime:
    """When a statement of `at` is stored: the clock is read only now that others can see that this transaction writes.

    Read before, it would be earlier than a `consistent_through` that was told in between.
    """
    current = now()
    return max(at, current) if current - at < HISTORY else at


def consistent_through(at: datetime) -> datetime:
    """The moment, not after `at`, up to which nobody will find a statement that is not there yet (Communication 2.1.3).

    That is the start of the oldest transaction on PostgreSQL that has written and not ended. SQLite has one writer at a
    time: while there is one, all is there that was stored up to the latest statement that can be read.
    """
    if sql.is_postgres():
        oldest = oldest_writer()
        return min(at, oldest) if oldest else at
    if connection.in_atomic_block or not is_being_written():
        return at
    latest: datetime | None = Statement.objects.order_by("-seq").values_list("stored", flat=True).first()
    return min(at, latest) if latest else datetime.fromtimestamp(0, at.tzinfo)


#: When somebody asked last, and what was promised; each process remembers its own.
_lately: tuple[datetime, datetime] | None = None
#: For so long a promise is given again without asking: what is complete stays complete.
LATELY = timedelta(milliseconds=200)


def lately_consistent_through(at: datetime) -> datetime:
    """What was promised a moment ago is still true: enough for answers that show no statements."""
    global _lately
    if _lately is None or not timedelta(0) <= at - _lately[0] < LATELY:
        _lately = at, consistent_through(at)
    return _lately[1]


def oldest_writer() -> datetime | None:
    """When the oldest of the transactions began that have written and not ended; this one does not count."""
    oldest: datetime | None = sql.rows(OLDEST)[0][0]
    return oldest


class Promise:
    """What `consistent_through` promises with a page of statements; where it is a question, it goes `ahead` of the page's."""

    def __init__(self, at: datetime) -> None:
        asks = sql.is_postgres()
        self.ahead = [sql.Ahead(sql.Question(OLDEST), self.hear)] if asks else []
        self.through = at if asks else consistent_through(at)

    def hear(self, answer: list[sql.Row]) -> None:
        if oldest := answer[0][0]:
            self.through = min(self.through, oldest)


#: The function below the view pg_stat_activity, which joins the names of all roles and databases to it.
OLDEST = (
    "SELECT min(xact_start) FROM pg_stat_get_activity(NULL) WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
    " AND datid = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def is_being_written() -> bool:
    """Whether somebody holds SQLite's one place for a writer: it is asked for, without waiting, and given back."""
    with connection.cursor() as cursor:
        waiting = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {waiting:d}")
    return False
