"""What programs ask has no session, no page and no language: it goes straight to its view."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


def for_programs(view: View) -> View:
    """Mark a view that needs nothing of what middlewares do for people: no user, no messages, no protection of forms."""
    view.is_for_programs = True  # type: ignore[attr-defined]
    return view


class StraightToViewMiddleware:
    """Answers what is marked so below PROGRAMS_BELOW, before the middlewares that are there for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.PROGRAMS_BELOW):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if not getattr(match.func, "is_for_programs", False):
            return self.get_response(request)
        request.get_host()  # raises DisallowedHost
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response
