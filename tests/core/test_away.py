"""While the database is away: come again, on pages and in the record store; a bug stays a bug."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from lms.core import away
from tests.tracking.lrs.making import client as program
from tests.tracking.lrs.making import headers

pytestmark = pytest.mark.django_db


class Lost(Exception):
    """As PostgreSQL's driver tells it."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


class Full(Exception):
    """As SQLite's driver tells it."""

    def __init__(self, name: str) -> None:
        self.sqlite_errorname = name


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (caused(OperationalError(), Lost(None)), True),
        (caused(InterfaceError(), Lost(None)), True),
        (caused(OperationalError(), Lost("57P01")), True),
        (caused(OperationalError(), Lost("08006")), True),
        (caused(OperationalError(), Lost("53300")), True),
        (caused(OperationalError(), Lost("57014")), False),
        (caused(OperationalError(), Lost("40P01")), False),
        (caused(OperationalError(), Full("SQLITE_BUSY")), True),
        (caused(OperationalError(), Full("SQLITE_CANTOPEN")), True),
        (caused(OperationalError(), Full("SQLITE_ERROR")), False),
        (caused(ProgrammingError(), Lost(None)), False),
        (OperationalError("of our own"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_what_counts_as_away(error: Exception | None, is_away: bool) -> None:
    assert away.database_is_away(error) is is_away


def raising(error: Exception) -> Callable[..., Any]:
    def raise_it(*_given: object, **_named: object) -> Any:
        raise error

    return raise_it


@pytest.mark.parametrize(
    ("error", "status", "again", "said"),
    [
        (caused(OperationalError("gone"), Lost(None)), 503, "5", b"Our database does not answer just now"),
        (OperationalError("of our own"), 500, None, b"Something broke on our side"),
    ],
)
def test_a_page_says_that_it_is_the_database_or_a_failure_of_ours(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, again: str | None, said: bytes
) -> None:
    browser = Client(raise_request_exception=False)
    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", raising(error))
        answer = browser.get("/")
    assert (answer.status_code, answer.headers.get("Retry-After"), said in answer.content) == (status, again, True)
    assert browser.get("/").status_code == 200


def test_the_record_store_says_so_as_programs_read_it_and_answers_the_next_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = Client(raise_request_exception=False, headers=headers(*program()))
    with monkeypatch.context() as patched:
        patched.setattr("tracking.lrs.protocol.opens", raising(caused(OperationalError("gone"), Lost("57P01"))))
        answer = browser.get("/xapi/statements")
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()) == (503, "5", {"error": "come_again"})
    assert browser.get("/xapi/statements").status_code == 200
