"""Several questions to PostgreSQL in one exchange, in the words of libpq that psycopg hands on (`psycopg.pq`).

Its cursors have a pipeline too, which flushes after every question and takes forty microseconds of Python for each. Here all
go out at once, prepared, and all answers come in at once.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Connection, DataError, errors
from psycopg.adapt import Transformer
from psycopg.generators import fetch_many, pipeline_communicate
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Row = tuple[Any, ...]
Command = Callable[[], None]
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)
#: How much is kept prepared on a connection; what was not asked for longest goes.
MOST_PREPARED = 100
prepared: WeakKeyDictionary[Connection[Any], dict[str, bytes]] = WeakKeyDictionary()
numbers = count()


def ask(connection: Connection[Any], questions: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Row]]:
    """The rows of each. Raises what psycopg raises for the first that fails; those behind it are not asked.

    Values are texts, numbers, truths, nothings, and lists of plain words such as identifiers. The first question of a
    transaction begins it, as with a cursor.
    """
    if not connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE:
        return ask_in_order(connection, [("BEGIN", ()), *questions])[1:]
    return ask_in_order(connection, questions)


def ask_in_order(connection: Connection[Any], questions: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Row]]:
    names, pgconn = prepared.setdefault(connection, {}), connection.pgconn
    commands: list[Command] = []
    asked: list[int] = []
    fresh: dict[int, str] = {}
    for sql, values in questions:
        if (name := names.pop(sql, None)) is None:
            name = b"clearway_%d" % next(numbers)
            fresh[len(commands)] = sql
            commands.append(partial(pgconn.send_prepare, name, in_dollars(sql)))
        names[sql] = name
        asked.append(len(commands))
        commands.append(partial(pgconn.send_query_prepared, name, list(map(as_text, values)), result_format=1))
    commands += [partial(pgconn.send_query_params, b"DEALLOCATE " + name, None) for name in superfluous(names)]
    answers = talk(connection, commands)
    failed = next((answer for answer in answers if answer.status in FAILED), None)
    if failed is not None:
        for number, sql in fresh.items():
            if answers[number].status in FAILED:
                names.pop(sql, None)
        raise errors.error_from_result(failed)
    return [rows(answers[number], connection) for number in asked]


def superfluous(names: dict[str, bytes]) -> list[bytes]:
    """What was not asked for longest, taken out of `names`."""
    return [names.pop(sql) for sql in list(names)[: max(0, len(names) - MOST_PREPARED)]]


def talk(connection: Connection[Any], commands: Sequence[Command]) -> list[PGresult]:
    """The answer to each command. Whoever is interrupted leaves a connection that nobody can use, and it is closed."""
    pgconn = connection.pgconn
    with connection.lock:
        pgconn.enter_pipeline_mode()
        try:
            for command in commands:  # libpq keeps them until the last word, which is `pipeline_sync`
                command()
            answers = connection.wait(answering(pgconn, len(commands)))
            pgconn.exit_pipeline_mode()
        except BaseException:
            connection.close()
            raise
    return answers


def answering(pgconn: PGconn, sent: int) -> Generator[Any, Any, list[PGresult]]:
    """The answers to what was sent, and after them the one to `pipeline_sync`."""
    answers = yield from pipeline_communicate(pgconn, deque([pgconn.pipeline_sync]))
    while len(answers) <= sent:
        answers.append((yield from fetch_many(pgconn)))
    return [answer[0] for answer in answers[:sent]]


def rows(answer: PGresult, connection: Connection[Any]) -> list[Row]:
    if not answer.ntuples:
        return []
    reading = Transformer(connection)
    reading.set_pgresult(answer, set_loaders=True, format=1)  # type: ignore[arg-type]
    return reading.load_rows(0, answer.ntuples, tuple)


@lru_cache(maxsize=256)
def in_dollars(sql: str) -> bytes:
    """PostgreSQL numbers its values."""
    first, *others = sql.split("%s")
    return "".join([first, *(f"${number}{part}" for number, part in enumerate(others, start=1))]).encode()


def as_text(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it."""
    if value is None:
        return None
    if type(value) is list:
        return ("{" + ",".join(map(str, value)) + "}").encode()
    text = str(value)
    if "\0" in text:
        raise DataError("PostgreSQL texts hold no NUL")
    return text.encode()
