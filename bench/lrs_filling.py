"""Rows in bulk: COPY on PostgreSQL, executemany on SQLite. This fills the store, and is the floor of taking statements in."""

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from bench import lrs_crowd as crowd
from tracking.lrs.models import Echo, Mention, Statement, StatementKey

AT_ONCE = 20_000
#: Rows of the floor, which are copied in batches of `BATCH`.
FLOOR_ROWS, BATCH = 10_000, 100


def fill(count: int, *, credential: int) -> None:
    """`count` statements, with their keys, mentions and echoes, and what the planner should know of them."""
    for first in range(0, count, AT_ONCE):
        with transaction.atomic():
            write(list(crowd.rows(first, min(first + AT_ONCE, count), credential=credential)))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = StatementKey._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'seq'), %s)", [table, count + 1])
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def write(rows: Sequence[crowd.Row]) -> None:
    bulk(StatementKey, ("seq", "tenant", "statement_id"), [row.columns[:3] for row in rows])
    bulk(Statement, crowd.COLUMNS, [row.columns for row in rows])
    mentioned = [(row.columns[1], key, row.columns[0]) for row in rows for key in row.mentioned]
    bulk(Mention, ("tenant", "key", "seq"), mentioned)
    echoes = [(row.columns[1], row.columns[0], row.columns[0] - 1) for row in rows if row.columns[10]]
    bulk(Echo, ("tenant", "seq", "target"), echoes)


def bulk(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copied(cursor, f"COPY {table} ({names}) FROM STDIN", rows)
        else:
            marks = ", ".join("?" * len(columns))
            plain = [tuple(as_sqlite(value) for value in row) for row in rows]
            cursor.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)


def bytes_each(count: int) -> int:
    """What a statement takes on disk, with its indexes and all that belongs to it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0]) // count


def copied(cursor: Any, command: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def as_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.strftime("%Y-%m-%d %H:%M:%S") if hasattr(value, "strftime") else value


def floors(past: int, *, credential: int) -> dict[str, float]:
    """Statements a second, a transaction for each hundred, and nothing checked: into their own indexed table alone, and
    with all that belongs to them.

    They belong to tenants of their own, and their places are far below, so that no filter and no writer meets them.
    """
    own = timed(
        made(-(10**12) - past, credential), lambda batch: bulk(Statement, crowd.COLUMNS, [row.columns for row in batch])
    )
    return {"statements alone": own, "all their rows": timed(made(-(10**13) - past, credential), write)}


def made(first: int, credential: int) -> list[crowd.Row]:
    tenant = uuid4()
    return [crowd.row(number, seq=first + number, credential=credential, tenant=tenant) for number in range(FLOOR_ROWS)]


def timed(rows: list[crowd.Row], put: Callable[[list[crowd.Row]], None]) -> float:
    began = time.perf_counter()
    for start in range(0, FLOOR_ROWS, BATCH):
        with transaction.atomic():
            put(rows[start : start + BATCH])
    return FLOOR_ROWS / (time.perf_counter() - began)
