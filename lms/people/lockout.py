"""What happens after too many failed sign-ins: counted by django-axes in the database, told calmly by our own page."""

import math
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lms.people.models import User


def username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that a sign-in was tried on, one name for it whether its user name or its e-mail address was typed.

    Without this an attacker would have five tries by name and five more by address.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login") or ""
    typed = str(typed).strip().lower()
    if "@" in typed:
        known = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return (known or typed).lower()
    return typed


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say how long to wait and what else helps. Axes starts the wait anew at each try, so the whole of it lies ahead."""
    wait = get_cool_off(request)
    seconds = int(wait.total_seconds()) if wait else 0
    response = render(request, "account/locked_out.html", {"minutes": math.ceil(seconds / 60)}, status=429)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response
