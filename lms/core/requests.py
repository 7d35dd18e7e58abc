"""Every request has an id, one line in the log, and a place in the metrics."""

import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

from lms.core import metrics

log = structlog.get_logger(__name__)

HEADER = "X-Request-ID"
#: What a proxy in front may have named the request; anything else could be an attempt to write into the log.
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Parts of an address that open a door to whoever reads them.
SECRET_PARTS = ("key", "token", "code", "secret")
#: Asked every few seconds by machines; a line each would drown the rest.
UNLOGGED = ("/health/", "/metrics")


class RequestIdMiddleware:
    """Outermost, so that what the middlewares below it do is measured and carries the id too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        request_id = given_or_new(request.headers.get(HEADER, ""))
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response[HEADER] = request_id
            seconds = perf_counter() - begun
            metrics.count(
                method=request.method or "", view=view_name(request), status=response.status_code, seconds=seconds
            )
            if not request.path.startswith(UNLOGGED):
                log.info(
                    "request",
                    method=request.method,
                    path=safe_path(request),
                    status=response.status_code,
                    ms=round(seconds * 1000, 1),
                    user=user_uid(request),
                )
        return response


def given_or_new(given: str) -> str:
    return given if SANE_ID.fullmatch(given) else uuid4().hex


def view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or match.route) if match else "none"


def safe_path(request: HttpRequest) -> str:
    """The address without its query, which may hold a token, and without secret parts such as a password reset key."""
    path = request.path
    for name, value in request.resolver_match.kwargs.items() if request.resolver_match else ():
        if name in SECRET_PARTS and value:
            path = path.replace(str(value), "…")
    return path


def user_uid(request: HttpRequest) -> str | None:
    """The opaque name of who asked, where the view looked; asking for it here would cost a query on every request."""
    uid = getattr(getattr(request, "_cached_user", None), "uid", None)
    return str(uid) if uid else None
