"""Packages in lessons: the document that plays one in its frame, and what that frame sends back.

The page asks for the document with its session. From then on the frame, whose origin is opaque, shows a signed token in
place of a cookie; so the views below `token` need no sign-in, and no CSRF token either: without the signed one they are not
there (404).
"""

import json
import time
from functools import wraps
from urllib.parse import quote
from uuid import UUID

from csp.decorators import csp
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.packages import queries as packages
from courses.packages import words
from courses.packages.bundles import bundle, own
from courses.packages.crossing import MAY_ASK, View
from courses.packages.exporting import exported
from courses.packages.h5p.integration import SAY_WHEN_DONE, Playing, integration
from courses.packages.models import PackageVersion
from desks.officer.answers import outcome
from desks.officer.learn import open_lesson, own_study
from lms.core import clock, pace
from lms.core.policies import PACKAGE
from lms.people.typing import SignedInRequest
from tracking.study import h5p
from tracking.study import queries as studying

#: Scripts of ours, before the player and to fetch it.
STARTING = ("js/h5p_before.js", "js/h5p_microphone.js", "js/h5p_boot.js")
#: Bytes that one message of a player may have: a state and its form around it.
LARGEST_MESSAGE = 4 * h5p.LARGEST_STATE
#: What one player may send in a minute. A hurried learner sends about forty.
MOST_MESSAGES = 240


@login_required
@require_GET
@never_cache
@csp(PACKAGE)
@gzip_page
def frame(request: SignedInRequest, enrolment: UUID, lesson: UUID, package: UUID) -> HttpResponse:
    """The document that plays a package of a lesson, with the state in which its learner left it."""
    launched = open_lesson(request, own_study(request, enrolment), lesson)
    version = studying.package_version(launched.enrolment, launched.edition, lesson, package)
    if version is None:
        raise Http404
    play = h5p.Play(launched, version)
    token = h5p.token_of(play)
    playing = packages.playing(
        version,
        on=clock.today(),
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
            "assets": assets(version, playing),
            "start": start(),
            "ident": playing.ident,
            "title": playing.title,
            "language": playing.language,
            "ways": {
                "token": token,
                "seen": reverse("h5p-seen", args=[token]),
                "statements": reverse("h5p-statements", args=[token]),
                "waits": playing.main.name in SAY_WHEN_DONE,
            },
        },
    )


def start() -> SafeString:
    """What runs first stands in the document: its origin has no cache, so each play would fetch it anew. Its policy is
    that of a package, which allows it.
    """
    return mark_safe("".join(f"<script>{own(name).decode()}</script>" for name in STARTING))


def assets(version: PackageVersion, playing: Playing) -> dict[str, list[str]]:
    """What the page around the frame fetches for it, in the order of loading; and keeps for the next time."""
    code = bundle(playing.libraries)
    return {
        "scripts": [static("h5p/core/frame.bundle.js"), code.scripts],
        "styles": [static("h5p/core/styles/h5p.css"), code.styles],
        "fonts": [static("h5p/core/fonts/h5p-core-30.woff2"), *code.fonts],
        "pictures": [f"{playing.content_url}/{quote(path)}" for path in packages.pictures(version)],
    }


@login_required
@require_GET
@never_cache
def token(request: SignedInRequest, enrolment: UUID, lesson: UUID, package: UUID) -> HttpResponse:
    """A fresh token for a frame that has been open for so long that its own has run out."""
    launched = open_lesson(request, own_study(request, enrolment), lesson)
    version = studying.package_version(launched.enrolment, launched.edition, lesson, package)
    if version is None:
        raise Http404
    return JsonResponse({"token": h5p.token_of(h5p.Play(launched, version))})


@login_required
@require_GET
@never_cache
def results(request: SignedInRequest, enrolment: UUID, package: UUID) -> HttpResponse:
    """The line below a package, asked for by the page when the frame says that something has ended."""
    study = own_study(request, enrolment)
    grading = studying.grading_of(study.edition, package)
    found = outcome(studying.results(study.enrolment).get(package, []), grading)
    where = reverse("learn-package-review", args=[enrolment, package])
    return render(request, "desks/officer/package_results.html", found | {"review": where})


@login_required
@require_GET
def download(request: SignedInRequest, enrolment: UUID, lesson: UUID, package: UUID) -> FileResponse:
    """A package of a lesson as a file, where its author lets learners have it; elsewhere there is none (404)."""
    study = own_study(request, enrolment)
    edition = study.edition
    if str(lesson) not in studying.lesson_uids(edition) or str(package) not in studying.reusable(edition, lesson):
        raise Http404
    version = studying.package_version(study.enrolment, edition, lesson, package)
    if version is None:
        raise Http404
    name = f"{slugify(version.package.title) or 'content'}.h5p"
    return FileResponse(exported(version), as_attachment=True, filename=name, content_type="application/zip")


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
            return HttpResponse(status=204, headers=MAY_ASK)
        response = refusal(request, play) or view(request, play, **parts)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Retry-After"
        return response

    return checked


def refusal(request: HttpRequest, play: h5p.Play) -> HttpResponse | None:
    """For what is too large, or too much in a minute: a frame that is told when to come back does so."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_MESSAGE:
        return HttpResponse(status=413)
    wait = pace.seconds_to_wait(f"h5p-{play.launch.pk}-{play.version.pk}", most=MOST_MESSAGES, now=time.time())
    return HttpResponse(status=429, headers={"Retry-After": str(wait)}) if wait else None


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
            mark=request.POST.get("play", ""),
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
