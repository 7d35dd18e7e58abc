"""A database that is away or too busy is no failure of ours: whoever asks meanwhile is told to come again."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

#: Seconds after which to come again; PostgreSQL is back from a crash by then, and a writer of SQLite done.
COME_AGAIN = 5
#: PostgreSQL's classes of errors for a connection that is lost or refused, and for a server that ends or begins.
LOST = ("08", "57P", "53300")
#: SQLite's names for a writer that took too long and for a file that cannot be had.
BUSY = {"SQLITE_BUSY", "SQLITE_CANTOPEN"}


def database_is_away(error: BaseException | None) -> bool:
    """Whether an error says that the database cannot be reached now, rather than that a query is wrong."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause: Any = error.__cause__
    if hasattr(cause, "sqlite_errorname"):
        return cause.sqlite_errorname in BUSY
    # A connection that could not be made, or broke off, brings no state with it.
    return hasattr(cause, "sqlstate") and (cause.sqlstate is None or cause.sqlstate.startswith(LOST))


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500. The pages are drawn without the request: asking who it is would ask the database."""
    if database_is_away(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(COME_AGAIN)})
    return HttpResponse(render_to_string("500.html"), status=500)
