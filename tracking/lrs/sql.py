"""SQL that is asked thousands of times a second: prepared once on each connection, its values bound by the database.

Django's own cursor writes the values into the text, which PostgreSQL then reads and plans anew each time; and the ORM builds
the text anew. For one statement both together cost more than storing it does. Where queries are watched (a test that counts
them, a log of them) they go through Django's cursor as everything else does.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]


class Question(NamedTuple):
    """SQL and its values."""

    sql: str
    values: Sequence[Any] = ()


class Ahead(NamedTuple):
    """A question that goes out with the next one, ahead of it, and what hears its answer; it may raise."""

    question: Question
    hear: Callable[[list[Row]], None]


BEGIN, COMMIT, ROLLBACK = Question("BEGIN"), Question("COMMIT"), Question("ROLLBACK")


def rows(sql: str, values: Sequence[Any] = (), *, prepare: bool = True) -> list[Row]:
    """All rows of a question; `prepare` it not where the best plan depends on the values."""
    database = connections[DEFAULT_DB_ALIAS]
    if is_watched(database):
        return watched(sql, values)
    database.ensure_connection()
    with database.wrap_database_errors:
        if is_postgres():
            import psycopg

            cursor = psycopg.Cursor(database.connection)
            cursor.execute(sql.encode(), values, prepare=prepare, binary=True)
            return cursor.fetchall() if cursor.description else []
        found: list[Row] = database.connection.execute(in_sqlite(sql), values).fetchall()
        return found


@cache
def is_postgres() -> bool:
    """Which of the two databases it is. A thread looks its connection up at every word; here that is asked once."""
    return connection.vendor == "postgresql"


def exchange(questions: Sequence[Question]) -> list[list[Row]]:
    """The answers to several questions, none of which needs the answer to another.

    PostgreSQL gets all of them at once and answers all of them at once: what costs most about a small question is that two
    processes take turns. Where one fails, those behind it are not asked.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if not is_postgres() or is_watched(database) or not questions:
        return [rows(*question) for question in questions]
    database.ensure_connection()
    with database.wrap_database_errors:
        from tracking.lrs import exchanges  # there where psycopg is

        return exchanges.ask(database.connection, questions)


def roll_back() -> None:
    """End a transaction that was begun with BEGIN, whatever became of it; a connection that is gone has ended it."""
    with suppress(DatabaseError, InterfaceError):
        rows(*ROLLBACK)


def is_watched(database: BaseDatabaseWrapper) -> bool:
    return bool(database.queries_logged or database.execute_wrappers)


def rows_after(ahead: Sequence[Ahead], question: Question, *, prepare: bool = True) -> list[Row]:
    """All rows of a question that is asked after others; see `rows` about `prepare`."""
    if not prepare:
        for one in ahead:
            one.hear(rows(*one.question))
        return rows(*question, prepare=False)
    *answers, found = exchange([*(one.question for one in ahead), question])
    for one, answer in zip(ahead, answers, strict=True):
        one.hear(answer)
    return found


def watched(sql: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@lru_cache(maxsize=256)
def in_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")


def marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def is_one_of(column: str, type_: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """A condition on a column and its values: one list on PostgreSQL, so that its text does not depend on their number."""
    if is_postgres():
        return f"{column} = ANY(%s::{type_}[])", (list(values),)
    return f"{column} IN ({marks(len(values))})", tuple(values)


def key(value: UUID) -> str:
    """An identifier as both databases take it: 32 digits."""
    return value.hex


def moment(at: datetime) -> str:
    """A moment as both databases take it; SQLite keeps it without its zone, which is UTC."""
    text = str(at.astimezone(UTC).replace(tzinfo=None))
    return f"{text}+00" if is_postgres() else text


def as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def as_moment(value: Any) -> datetime:
    """What was read from a column of moments, in UTC."""
    at: datetime = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


#: From so many rows on, COPY is quicker than INSERT.
WORTH_A_COPY = 4


class Table(NamedTuple):
    """A table and those of its columns that are written."""

    name: str
    columns: Sequence[str]


def insert(table: Table, made: Sequence[Row]) -> None:
    """Write rows of texts, numbers and nothings, in one round trip on PostgreSQL however many there are."""
    insert_all([(table, made)])


def insert_all(given: Iterable[tuple[Table, Sequence[Row]]], then: Sequence[Question] = ()) -> None:
    """Write rows of several tables, and `then` say what has no answer: few rows in one exchange, many by COPY."""
    questions: list[Question] = []
    for table, made in given:
        if not is_postgres():
            write_each(table, made)
        elif len(made) < WORTH_A_COPY:
            questions += [inserting(table, made)] if made else []
        else:
            copy(f"COPY {table.name} ({listed(table.columns)}) FROM STDIN", made)
    exchange([*questions, *then])


def write_each(table: Table, made: Sequence[Row]) -> None:
    """SQLite is in this process, and takes rows one by one as quickly as together."""
    if made:
        with connection.wrap_database_errors:
            connection.connection.executemany(in_sqlite(inserting(table, made[:1]).sql), made)


def inserting(table: Table, made: Sequence[Row]) -> Question:
    """One INSERT of some rows."""
    name, columns = table
    every = ", ".join([f"({marks(len(columns))})"] * len(made))
    return Question(f"INSERT INTO {name} ({listed(columns)}) VALUES {every}", [value for row in made for value in row])


def listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def copy(command: str, made: Iterable[Row]) -> None:
    text = "".join(map(line, made)).encode()
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(command) as copying:
        copying.write(text)


def line(row: Row) -> str:
    """A row as COPY reads it."""
    return "\t".join([spelled(value) for value in row]) + "\n"


def spelled(value: Any) -> str:
    """A value as COPY reads it, with what ends a value or a row written otherwise."""
    if type(value) is not str:
        return "\\N" if value is None else str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\n" in value or "\t" in value or "\r" in value:
        value = value.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return value
