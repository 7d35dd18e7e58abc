"""/my/team/approvals/: the requests for seats that wait for one's yes or no."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.core import clock
from lms.people.queries import memberships_of
from lms.people.typing import SignedInRequest
from tracking.admission import actions, queries
from tracking.enrolment.queries import free_places


@login_required
@require_GET
def approvals(request: SignedInRequest) -> HttpResponse:
    """Who asks for which cohort, and how many places are left. For supervisors and HR; for others no such page (404)."""
    if not memberships_of(request.user, on=clock.today(), roles=queries.DECIDES).exists():
        raise Http404
    waiting = list(queries.waiting_for(request.user, on=clock.today()))
    free = free_places({seat.cohort_id for seat in waiting})
    return render(
        request,
        "desks/officer/approvals.html",
        {"lines": [{"seat": seat, "free": free[seat.cohort_id]} for seat in waiting]},
    )


@login_required
@require_POST
def decide(request: SignedInRequest, seat: UUID) -> HttpResponse:
    """Yes, or no with its reason. A request that somebody has decided meanwhile is said to be decided."""
    found = get_object_or_404(queries.seats_decided_by(request.user, on=clock.today()), uid=seat)
    reason = request.POST.get("reason", "").strip()
    try:
        if request.POST.get("answer") == "yes":
            actions.approve(seat=found, by=request.user, at=clock.now())
            messages.success(request, _("Approved; the officer is being told."))
        elif request.POST.get("answer") == "no" and reason:
            actions.decline(seat=found, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("Declined; the officer is told why."))
        else:
            messages.warning(request, _("To decline, say why in a few words. Nothing has changed."))
    except actions.AlreadyDecided:
        messages.warning(request, _("This request was decided meanwhile. Nothing has changed."))
    return redirect("my-team-approvals")
