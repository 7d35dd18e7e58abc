"""/trainer/cohorts/: the board of a cohort, its release, who is told of it, who teaches, who is behind; and its sheet."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.scheduling import actions
from courses.scheduling.failures import Over
from courses.scheduling.models import Cohort, Session
from courses.scheduling.queries import taught_by, trainers_for, visible_to
from courses.scheduling.telling import nominators
from desks.trainer import queries
from desks.trainer.answering import answer, put_in_force
from desks.trainer.forms import TrainersForm
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.progress import prework


@login_required
@require_GET
def board(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Sessions across, people down. The marks lead to their sheet for those who teach; others find no sheet."""
    line = find(request, cohort)
    found = line.cohort
    return render(
        request,
        "desks/trainer/board.html",
        {
            "line": line,
            "cohort": found,
            "sessions": list(found.sessions.all()),
            "people": queries.board_of(line, asked_by=request.user),
            "teaches": taught_by(request.user).filter(pk=found.pk).exists(),
            "to_tell": to_tell(found) if is_news(found) else 0,
        },
    )


def find(request: SignedInRequest, cohort: UUID) -> queries.CohortLine:
    lines = queries.lines(
        visible_to(request.user).filter(uid=cohort), at=clock.now(), taught=taught_by(request.user).filter(uid=cohort)
    )
    if not lines:
        raise Http404
    return lines[0]


def is_news(cohort: Cohort) -> bool:
    """Whether somebody might still be told of it: nobody nominates for what has begun."""
    return cohort.state == Cohort.State.RELEASED and not cohort.announced_at and cohort.starts_on >= clock.today()


def to_tell(cohort: Cohort) -> int:
    """How many a released cohort is told to: who teaches, and who nominates."""
    concerned = {person.pk for person in nominators(cohort, at=clock.now())}
    return len(concerned | {trainer.person_id for trainer in cohort.trainers.all()})


@login_required
@require_POST
def release(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    return put_in_force(request, get_object_or_404(visible_to(request.user), uid=cohort), clock.now())


@login_required
@require_POST
def tell(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user), uid=cohort)
    try:
        told = actions.announce(cohort=found, by=request.user, at=clock.now())
    except Over:
        raise Http404 from None
    said = ngettext("%(n)d person is told.", "%(n)d people are told.", told) if told else _("They were told already.")
    messages.success(request, said % {"n": told} if told else said)
    return redirect("trainer-cohort", cohort=cohort)


@login_required
@require_http_methods(["GET", "POST"])
def behind(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Who of a cohort that one teaches still has lessons to read; POST reminds them."""
    found = get_object_or_404(taught_by(request.user).select_related("administration"), uid=cohort)
    if request.method == "POST":
        told = prework.remind(cohort=found, by=request.user, at=clock.now())
        said = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told) % {"n": told}
        messages.success(request, said if told else _("They were reminded lately."))
        return redirect("trainer-cohort", cohort=cohort)
    context = {
        "cohort": found,
        "behind": prework.behind([found]).get(found.pk, []),
        "session": prework.next_session(found, at=clock.now()),
    }
    return render(request, "desks/trainer/behind.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def trainers(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Who teaches."""
    found = get_object_or_404(visible_to(request.user).select_related("administration"), uid=cohort)
    able = trainers_for(found.administration, on=clock.today())
    form = TrainersForm(
        request.POST or None, able=able, initial=TrainersForm.first(list(found.trainers.order_by("-role", "pk")))
    )
    if request.method == "POST" and form.is_valid():
        return answer(
            request,
            lambda: actions.change_trainers(cohort=found, trainers=form.trainers, by=request.user, at=clock.now()),
            _("The trainers are changed."),
            found,
        )
    return render(request, "desks/trainer/trainers.html", {"cohort": found, "form": form})


@login_required
@require_GET
def sheet(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """An attendance sheet to print and sign."""
    line = find(request, cohort)
    return render(
        request,
        "desks/trainer/sheet.html",
        {
            "cohort": line.cohort,
            "line": line,
            "sessions": [each for each in line.steps if each.mode == Session.Mode.CLASSROOM] or line.steps,
            "people": queries.participants(line.cohort),
        },
    )
