"""/my/team/: the officers whom one supervises, and what one may know of each. Every look is shown to the person looked at."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from desks.officer import follow_ups, gaps, queries
from lms.core import audit, clock
from lms.people.typing import SignedInRequest
from tracking.admission import queries as admission
from tracking.attendance import queries as attendance


@login_required
@require_GET
def team(request: SignedInRequest) -> HttpResponse:
    """Who they are and where they work; how they stand is on a page for each, for no list ranks people."""
    members = queries.team_of(request.user, on=clock.today())
    if not members:
        raise Http404
    waiting = admission.waiting_for(request.user, on=clock.today()).count()
    to_rate = queries.waiting_to_be_rated(request.user, on=clock.today())
    context = {"members": members, "waiting": waiting, "to_rate": to_rate}
    context["columns"] = [{"label": _("Name")}, {"label": _("Post")}, {"label": _("Unit")}]
    return render(request, "desks/officer/team.html", context)


@login_required
@require_GET
@transaction.atomic
def member(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The open gaps of someone and what that person has shown. Of anyone else's officers there is no page (404)."""
    found = get_object_or_404(queries.supervised_by(request.user, on=clock.today()), uid=person)
    audit.looked(by=request.user, person=found, at=clock.now(), what=queries.GAPS_AND_EVIDENCE)
    return render(
        request,
        "desks/officer/team_member.html",
        {
            "person": found,
            "lines": queries.open_lines_of(found, asked_by=request.user, on=clock.today()),
            "standing": gaps.standing(found, asked_by=request.user, on=clock.today()),
            "evidence": queries.evidence_of_someone(found, asked_by=request.user),
            "marks": attendance.marks_of(found, asked_by=request.user),
            "observations": attendance.observations_of(found, asked_by=request.user),
            "answers": follow_ups.seen_at_work(found, asked_by=request.user),
        },
    )
