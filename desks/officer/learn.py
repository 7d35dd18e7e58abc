"""/learn/: studying, in the release that the enrolment is pinned to. Plain views over frozen data, permission first."""

from uuid import UUID

import structlog
from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue import iris
from courses.catalogue.queries import edition_shows
from courses.lessons.models import Media
from desks.officer import answers, going_on, queries
from desks.officer.certificates import CertificateLine, lines_of
from lms.core import clock
from lms.core.ranges import answer_part
from lms.people.typing import SignedInRequest
from tracking.enrolment.queries import of_person
from tracking.progress.models import PartDone
from tracking.study import actions, activities
from tracking.study import queries as studying
from tracking.study.models import Launch

log = structlog.get_logger(__name__)


def own_study(request: SignedInRequest, enrolment: UUID) -> queries.Study:
    """The asking person's own enrolment with its outline; anyone else's is not there (404)."""
    found = get_object_or_404(of_person(request.user).prefetch_related("parts_done"), uid=enrolment)
    return queries.study(found, locale=get_language() or "en")


@login_required
@require_GET
def course(request: SignedInRequest, enrolment: UUID) -> HttpResponse:
    """The outline of a course, with what is done and the next step."""
    study = own_study(request, enrolment)
    is_complete = study.standing.complete
    context = {
        "study": study,
        "lines": served(request, study) if is_complete else [],
        "certificates": earned(request, study) if is_complete else [],
    }
    return render(request, "desks/officer/course.html", context)


def earned(request: SignedInRequest, study: queries.Study) -> list[CertificateLine]:
    """What attests to a person, today, that the course was completed."""
    uid = study.enrolment.course_uid
    lines = lines_of(request.user, on=clock.today())
    return [line for line in lines if line.stands and line.certificate.certification.course_uid == uid]


def served(request: SignedInRequest, study: queries.Study) -> list[queries.GapLine]:
    """Of a person's competencies those that the course develops."""
    developed = {outcome["competency"] for outcome in study.edition.data["outcomes"]}
    return queries.gap_lines(request.user, on=clock.today(), competencies=developed)


#: Only a lesson with a package may frame anything.
framing = csp_update({"media-src": [SELF], "frame-src": [SELF]})


@login_required
@require_http_methods(["GET", "POST"])
@gzip_page
def lesson(request: SignedInRequest, enrolment: UUID, lesson: UUID) -> HttpResponse:
    """A lesson as frozen; POST says that it was read and goes on, or back to what of it is still to do."""
    study = own_study(request, enrolment)
    launched = open_lesson(request, study, lesson)
    if request.method == "POST":
        actions.read(launch=launched, by=request.user, at=clock.now())
        return redirect(going_on.onward(own_study(request, enrolment), launched))
    return framing(show)(request, study, launched) if answers.has_packages(launched) else show(request, study, launched)


@login_required
@require_POST
def quiz(request: SignedInRequest, enrolment: UUID, lesson: UUID, quiz: UUID) -> HttpResponse:
    """Answers to a quiz of a lesson: graded here, and shown with what is said about each."""
    study = own_study(request, enrolment)
    launched = open_lesson(request, study, lesson)
    version = studying.quiz_version(launched.edition, lesson, quiz)
    if version is None:
        raise Http404
    given = answers.posted(request.POST, version.data)
    try:
        attempt, graded = actions.answer(launch=launched, quiz_uid=quiz, answers=given, by=request.user, at=clock.now())
    except actions.NoAttemptLeft:
        messages.warning(request, _("No attempt is left for this quiz; your earlier result stands."))
        return redirect("learn-lesson", enrolment=enrolment, lesson=lesson)
    if graded.passed:
        messages.success(request, _("Passed. The result is in your record."))
    return redirect(
        f"{reverse('learn-lesson', kwargs={'enrolment': enrolment, 'lesson': lesson})}#quiz-{attempt.quiz_uid}"
    )


@login_required
@require_POST
def launch(request: SignedInRequest, enrolment: UUID, lesson: UUID) -> HttpResponse:
    """A launch for a player in the browser: where to send statements, with what credential, and of what it may speak."""
    study = own_study(request, enrolment)
    try:
        opened, secret = actions.launch(
            enrolment=study.enrolment, lesson_uid=lesson, edition=study.edition, by=request.user, at=clock.now()
        )
    except (actions.NotPartOfRelease, actions.EnrolmentOver):
        raise Http404 from None
    return JsonResponse(
        {
            # Without a slash at the end: players put one there themselves.
            "endpoint": f"{settings.PUBLIC_URL}/xapi",
            "key": opened.credential.key,
            "secret": secret,
            "actor": activities.account(str(request.user.uid), settings.PUBLIC_URL),
            "registration": str(study.enrolment.uid),
            "activity": iris.lesson(lesson),
            "expires_at": opened.expires_at.isoformat(),
        }
    )


@login_required
@require_GET
@cache_control(private=True, max_age=31_536_000, immutable=True)
def media(request: SignedInRequest, enrolment: UUID, digest: str) -> HttpResponseBase:
    """A frozen file or the part of it that a player asks for, for those whose edition shows it. Named by its content, it may
    be kept for ever."""
    study = own_study(request, enrolment)
    found = get_object_or_404(Media, digest=digest)
    if not edition_shows(study.edition, found):
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        # The storage has lost it, or is another one than the site wrote to: for the operator, not for the reader.
        log.exception("media_lost", digest=digest)
        raise Http404 from None
    response = answer_part(request, file, size=found.size, mime=found.mime)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def open_lesson(request: SignedInRequest, study: queries.Study, lesson: UUID) -> Launch:
    try:
        return actions.open_lesson(
            enrolment=study.enrolment, lesson_uid=lesson, edition=study.edition, by=request.user, at=clock.now()
        )
    except (actions.NotPartOfRelease, actions.EnrolmentOver):
        raise Http404 from None


def passed(study: queries.Study) -> set[str]:
    return {str(part.uid) for part in study.enrolment.parts_done.all() if part.kind == PartDone.Kind.QUIZ}


@csp_update({"media-src": [SELF]})
def show(request: SignedInRequest, study: queries.Study, launched: Launch) -> HttpResponse:
    place = going_on.place_of(study, launched.lesson_uid)
    return render(
        request,
        "desks/officer/lesson.html",
        {
            "study": study,
            "line": study.outline[place],
            "before": study.outline[place - 1] if place else None,
            "after": going_on.after(study, launched.lesson_uid),
            "to_do": going_on.still_to_do(study, launched),
            "body": answers.lesson_body(request, study, launched),
            # One thing to do at a time: while a quiz waits, its button is the bright one.
            "quiz_waits": bool(
                queries.quizzes_of(studying.lesson(launched.edition, launched.lesson_uid)) - passed(study)
            ),
            "packages": answers.has_packages(launched),
            "lines": served(request, study),
        },
    )
