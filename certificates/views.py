"""/verify/: whether a certificate stands today, for anyone who holds the paper. No sign-in; only what is printed."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certificates import codes, queries
from certificates.models import Certificate
from certificates.printing import Printed
from lms.core import clock

#: So many codes that nobody was given may be tried from one address in so many seconds. Guessing one of 54 bits would take
#: longer than the world has; this spares the machine, and is counted by each process for itself.
MOST_MISSES, SECONDS = 20, 600


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a code that was read from paper; with a code, the way to its page."""
    typed = codes.read(request.GET.get("code", ""))
    if typed:
        return redirect("verify", code=codes.grouped(typed)[:40])
    return answer(request, "certificates/ask.html", {})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The facts as printed and the state of today; of an unknown code, calmly, whether it can be one at all."""
    if has_missed_too_often(request):
        return render(request, "429.html", status=429)
    certificate = queries.by_code(code)
    if certificate is None:
        miss(request)
        mistyped = not codes.is_sound(codes.read(code))
        return answer(request, "certificates/unknown.html", {"code": code, "mistyped": mistyped}, status=404)
    return answer(request, "certificates/verify.html", standing(certificate))


def standing(certificate: Certificate) -> dict[str, Any]:
    state = queries.state_on(certificate, today=clock.today())
    return {
        "printed": Printed(certificate.facts),
        "state": state,
        "state_word": Certificate.State(state).label,
        "since": certificate.expires_on if state == Certificate.State.EXPIRED else certificate.state_at.date(),
        "reason": certificate.get_reason_display(),
        "today": clock.today(),
    }


def answer(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that no search engine keeps and no cache hands on: it is true today."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, no_store=True)
    return response


def counter(request: HttpRequest) -> str:
    return f"verify-misses-{request.META.get('REMOTE_ADDR', '')}"


def has_missed_too_often(request: HttpRequest) -> bool:
    return int(cache.get(counter(request), 0)) >= MOST_MISSES


def miss(request: HttpRequest) -> None:
    key = counter(request)
    if not cache.add(key, 1, SECONDS):
        cache.incr(key)
