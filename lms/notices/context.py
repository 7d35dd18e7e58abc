"""How many unread notices the reader has, for the head of every page; counted only where a template asks."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lms.notices import queries


def unread(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    return {"unread_notices": SimpleLazyObject(lambda: count(request))}


def count(request: HttpRequest) -> int:
    return queries.unread(request.user).count() if request.user.is_authenticated else 0
