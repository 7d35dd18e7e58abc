"""In which language, time zone and theme a person sees the site.

A signed-in person's own choice comes first, then the cookie of this browser, then what the browser asks for. Both choices
are made by a posted form, so that they work before JavaScript, and lead back to the page they were made on.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lms.core import audit, clock
from lms.people.models import User

THEMES: Final = ("auto", "light", "dark")
THEME_COOKIE: Final = "theme"
ONE_YEAR: Final = 365 * 24 * 60 * 60


class PreferencesMiddleware:
    """Answers each request in the language and the time zone of whoever asks.

    A streamed body is made after this has returned: a view that streams takes its words along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zone_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    spoken = dict(settings.LANGUAGES)
    for choice in (getattr(request.user, "language", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")):
        if choice in spoken:
            return choice
    return translation.get_language_from_request(request)


def zone_of(request: HttpRequest) -> ZoneInfo:
    return ZoneInfo(getattr(request.user, "time_zone", "") or settings.TIME_ZONE)


def theme_of(request: HttpRequest) -> str:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "auto"


def prefer_language(*, person: User, language: str, by: User, at: datetime) -> None:
    """Keep the language that a person wants to be spoken to in, on every device and in mail."""
    with transaction.atomic():
        person.language = language
        person.save(update_fields=["language"])
        audit.record(by=by, at=at, verb="language chosen", about=person, language=language)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    answer = HttpResponseRedirect(where_from(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            prefer_language(person=request.user, language=language, by=request.user, at=clock.now())
        keep(request, answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    answer = HttpResponseRedirect(where_from(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        keep(request, answer, THEME_COOKIE, theme)
    return answer


def keep(request: HttpRequest, answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())


def where_from(request: HttpRequest) -> str:
    """The page that the form was posted from, when it is one of ours that can be asked for again; else the front page."""
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not ours:
        return "/"
    try:
        resolve(wanted.partition("?")[0].partition("#")[0])
    except Resolver404:
        return "/"
    return wanted
