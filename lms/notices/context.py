"""How many unread notices the reader has, for the head of every page; counted only where a template asks."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from lms.notices import queries


def unread(request: HttpRequest) -> dict[str, Callable[[], int]]:
    # Called by the template, once for the page: plural forms reckon with the number, which a lazy object does not do.
    return {"unread_notices": cache(lambda: count(request))}


def count(request: HttpRequest) -> int:
    # A request that was refused before anyone looked who sends it has no user.
    user = getattr(request, "user", None)
    return queries.unread(user).count() if user and user.is_authenticated else 0
