"""/my/assessment/: one's own view of what one can do, saved at each tap; a placement test; what else one likes to say."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.quizzes.rules import asked
from desks.officer import answering, answers
from desks.officer.more import MoreForm
from lms.competencies.queries import targets_of
from lms.core import clock
from lms.people.queries import home_of
from lms.people.typing import SignedInRequest
from tracking.needs import actions, queries
from tracking.needs.models import Assessment, Rating


def running(request: SignedInRequest) -> Assessment:
    """The asking person's own assessment that still takes answers (404: there is none)."""
    found = queries.running_of(request.user)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def assessment(request: SignedInRequest) -> HttpResponse:
    """The whole assessment on one page, a competency a screen; POST keeps what was answered, and sends it if asked to."""
    if request.method == "POST":
        return keep(request, running(request))
    found = queries.running_of(request.user)
    if found is None:
        today = clock.today()
        invitation = answering.invitation(request.user, targets=targets_of(request.user, on=today), on=today)
        return render(request, "desks/officer/assessment_none.html", {"invitation": invitation})
    return show(request, found)


def show(request: SignedInRequest, found: Assessment, page: answering.Page | None = None) -> HttpResponse:
    page = page or answering.page_of(found, on=clock.today())
    is_open = found.state == Assessment.State.OPEN
    template = "desks/officer/assessment.html" if is_open else "desks/officer/assessment_sent.html"
    return render(
        request,
        template,
        {
            "page": page,
            "last_done": Rating.LastDone.choices,
            "waits": [] if is_open else queries.waits_for(found, on=clock.today()),
            "wrong": [item for item in page.items if item.errors],
        },
    )


def keep(request: SignedInRequest, found: Assessment) -> HttpResponse:
    """Keep every good answer; send when that was the button, nothing was wrong, and there is something to send."""
    page = answering.page_of(found, on=clock.today())
    save(request, found, answering.read(page.items, request.POST.dict(), supervising=False))
    if any(item.errors for item in page.items):
        return show(request, found, page)
    if "send" in request.POST:
        try:
            actions.send(assessment=found, by=request.user, at=clock.now())
        except actions.NothingSaid:
            messages.warning(request, _("There is no answer to send yet. One tap is enough to begin."))
        else:
            messages.success(request, _("Sent. Thank you."))
        return redirect("my-assessment")
    messages.success(request, _("Saved. You can go on whenever you like."))
    return redirect("my")


def save(request: SignedInRequest, found: Assessment, news: list[answering.Item]) -> None:
    actions.rate_many(
        assessment=found, source=Rating.Source.SELF, ratings=[item.rating for item in news], by=request.user,
        at=clock.now(),
    )  # fmt: skip


@login_required
@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    """Begin, or go on with what was begun."""
    administration = home_of(request.user)
    instrument = queries.instrument_for(administration) if administration else None
    if administration is None or instrument is None:
        raise Http404
    if not targets_of(request.user, on=clock.today(), administration=administration):
        raise Http404
    actions.open_assessment(
        person=request.user, administration=administration, instrument=instrument, by=request.user, at=clock.now()
    )
    return redirect("my-assessment")


@login_required
@require_POST
def tap(request: SignedInRequest) -> JsonResponse:
    """One answer, saved as it was tapped; how many are answered now."""
    found = running(request)
    items = answering.items_of(found, source=Rating.Source.SELF, on=clock.today())
    save(request, found, answering.read(items, request.POST.dict(), supervising=False))
    wrong = {f"{part}-{item.competency.pk}": text for item in items for part, text in item.errors.items()}
    answered = sum(item.answered for item in items)
    text = _("Saved. %(answered)d of %(of)d answered.") % {"answered": answered, "of": len(items)}
    said = "; ".join(wrong.values()) or text
    return JsonResponse({"answered": answered, "said": said, "wrong": wrong}, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def test(request: SignedInRequest, test: UUID) -> HttpResponse:
    """A placement test: taken once, graded here. What it says of levels counts when the assessment closes."""
    found = running(request)
    offered = get_object_or_404(queries.tests_for(found), uid=test)
    sitting = found.sittings.filter(test=offered).first()
    if request.method == "POST" and sitting is None:
        given = answers.posted(request.POST, offered.quiz_version.data)
        try:
            sitting, _grade = actions.sit(
                assessment=found, test=offered, answers=given, by=request.user, at=clock.now()
            )
        except actions.AlreadySat:
            return redirect("my-assessment-test", test=test)
        text = _("%(points)d of %(most)d right. Your answers are kept; the test is taken once.")
        messages.success(request, text % {"points": sitting.points, "most": sitting.most_points})
        return redirect("my-assessment")
    quiz = asked(offered.quiz_version.data)
    return render(request, "desks/officer/placement.html", {"quiz": quiz, "sitting": sitting})


@login_required
@require_http_methods(["GET", "POST"])
def more(request: SignedInRequest) -> HttpResponse:
    """What else one may say: how tasks weigh, what stands in the way, how one learns best. Every part may stay empty."""
    found = running(request)
    page = answering.page_of(found, on=clock.today())
    form = MoreForm(request.POST if request.method == "POST" else None, assessment=found, items=page.items)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, at=clock.now())
        messages.success(request, _("Kept. Thank you."))
        return redirect("my-assessment")
    return render(request, "desks/officer/assessment_more.html", {"form": form, "page": page})
