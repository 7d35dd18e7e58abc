"""Packages in lessons: the document that plays one in its frame, and what that frame sends back.

The page asks for the document with its session. From then on the frame, whose origin is opaque, shows a signed token in
place of a cookie; so the views below `token` need no sign-in, and no CSRF token either: without the signed one they are not
there (404).
"""

import json
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from csp.decorators import csp
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.packages import queries as packages
from courses.packages import words
from courses.packages.h5p.integration import integration, scripts, styles
from desks.officer.answers import outcome
from desks.officer.learn import open_lesson, own_study
from lms.core import clock
from lms.core.policies import PACKAGE
from lms.people.typing import SignedInRequest
from tracking.enrolment.queries import of_person
from tracking.study import h5p
from tracking.study import queries as studying

View = Callable[..., HttpResponse]
#: Bytes that one message of a player may have: a state and its form around it.
LARGEST_MESSAGE = 4 * h5p.LARGEST_STATE
#: The player's origin is opaque, so its browser asks before it sends JSON; the token is what lets it in.
ASKED_BEFORE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}


@login_required
@require_GET
@never_cache
@csp(PACKAGE)
def frame(request: SignedInRequest, enrolment: UUID, lesson: UUID, package: UUID) -> HttpResponse:
    """The document that plays a package of a lesson, with the state in which its learner left it."""
    launched = open_lesson(request, own_study(request, enrolment), lesson)
    version = studying.package_version(launched.edition, lesson, package)
    if version is None:
        raise Http404
    play = h5p.Play(launched, version)
    token = h5p.token_of(play)
    playing = packages.playing(
        version,
        token=token,
        activity=play.activity,
        state=h5p.states(play),
        # The player puts the last two in itself.
        state_url=reverse("h5p-state", args=[token, "TYPE", "SUB"]).replace("TYPE/SUB", ":dataType/:subContentId"),
        finished_url=reverse("h5p-finished", args=[token]),
    )
    return render(
        request,
        "desks/officer/h5p_frame.html",
        {
            "integration": integration(playing, words=words.player()),
            "scripts": scripts(playing.libraries),
            "styles": styles(playing.libraries),
            "ident": playing.ident,
            "title": playing.title,
            "language": playing.language,
            "ways": {"seen": reverse("h5p-seen", args=[token]), "statements": reverse("h5p-statements", args=[token])},
        },
    )


@login_required
@require_GET
@never_cache
def results(request: SignedInRequest, enrolment: UUID, package: UUID) -> HttpResponse:
    """The line below a package, asked for by the page when the frame says that something has ended."""
    found = get_object_or_404(of_person(request.user), uid=enrolment)
    return render(request, "desks/officer/package_results.html", outcome(studying.results(found).get(package, [])))


def with_token(view: View) -> View:
    """Hand the view what the token plays; 404 without, and an answer that the frame may read."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, token: str, **parts: str) -> HttpResponse:
        play = h5p.play(token, at=clock.now())
        if play is None:
            raise Http404
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=ASKED_BEFORE)
        if int(request.headers.get("Content-Length") or 0) > LARGEST_MESSAGE:
            return HttpResponse(status=413)
        response = view(request, play, **parts)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return checked


@with_token
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, play: h5p.Play, data_type: str, sub_content: str) -> HttpResponse:
    """Where the learner is: asked for, kept, or thrown away."""
    if request.method == "GET":
        return JsonResponse({"success": True, "data": h5p.states(play).get(sub_content, {}).get(data_type, False)})
    data = request.POST.get("data")
    if data is None or len(sub_content) > 64 or len(data_type) > 127:
        return HttpResponse(status=400)
    try:
        h5p.keep_state(play=play, data_type=data_type, sub_content=sub_content, data=data, at=clock.now())
    except h5p.TooMuch:
        return HttpResponse(status=413)
    return JsonResponse({"success": True})


@with_token
@require_POST
def finished(request: HttpRequest, play: h5p.Play) -> HttpResponse:
    """The package has ended, with the score that the player says."""
    try:
        h5p.finish(
            play=play,
            score=float(request.POST["score"]),
            max_score=float(request.POST["maxScore"]),
            opened=int(float(request.POST["opened"])),
            finished=int(float(request.POST["finished"])),
            at=clock.now(),
        )
    except (KeyError, ValueError, OverflowError, h5p.BadResult):
        return HttpResponse(status=400)
    except h5p.TooMuch:
        return HttpResponse(status=413)
    return JsonResponse({"success": True})


@with_token
@require_POST
def seen(_request: HttpRequest, play: h5p.Play) -> HttpResponse:
    """A package without points is open: that is all there is to finish in it."""
    h5p.seen(play=play, at=clock.now())
    return JsonResponse({"success": True})


@with_token
@require_POST
def statements(request: HttpRequest, play: h5p.Play) -> HttpResponse:
    """What the player says, as a JSON list; how many of it were sound."""
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    if not isinstance(given, list):
        return HttpResponse(status=400)
    return JsonResponse({"success": True, "stored": h5p.take_statements(play=play, statements=given, at=clock.now())})
