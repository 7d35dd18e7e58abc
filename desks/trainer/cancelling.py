"""Cancelling a cohort or one of its sessions, with a reason that everyone who was to come reads."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.scheduling import actions
from courses.scheduling.queries import sessions_visible_to, visible_to
from desks.trainer import queries
from desks.trainer.answering import answer
from desks.trainer.forms import ReasonForm
from lms.core import clock
from lms.people.typing import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """The whole cohort, with a reason."""
    found = get_object_or_404(visible_to(request.user), uid=cohort)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return answer(
            request,
            lambda: actions.cancel_cohort(cohort=found, by=request.user, at=clock.now(), reason=reason),
            _("The cohort is cancelled. Everyone who was to come is told, with your reason."),
            found,
        )
    told = len(queries.participants(found))
    return render(request, "desks/trainer/cancel.html", {"cohort": found, "form": form, "told": told})


@login_required
@require_http_methods(["GET", "POST"])
def cancel_session(request: SignedInRequest, session: UUID) -> HttpResponse:
    """One session, with a reason."""
    found = get_object_or_404(sessions_visible_to(request.user).select_related("cohort", "room__venue"), uid=session)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return answer(
            request,
            lambda: actions.cancel_session(session=found, by=request.user, at=clock.now(), reason=reason),
            _("The session is cancelled. Everyone who was to come is told, with your reason."),
            found.cohort,
        )
    told = len(queries.participants(found.cohort))
    return render(
        request, "desks/trainer/cancel.html", {"cohort": found.cohort, "session": found, "form": form, "told": told}
    )
