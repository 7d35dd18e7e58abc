"""/my/follow-ups/: what a supervisor sees at work, ninety days after a gap has closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from desks.evaluation.words import BEHAVIOURS, CONDITIONS, OFTEN
from desks.officer import queries as officers
from lms.core import audit, clock
from lms.people.typing import SignedInRequest
from tracking.impact import actions, queries
from tracking.impact.models import FollowUp


@login_required
@require_GET
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """Who is asked about, the longest due first. Who supervises nobody finds no page."""
    if not officers.supervised_by(request.user, on=clock.today()).exists():
        raise Http404
    due = queries.follow_ups_asked_of(request.user, on=clock.today())
    return render(request, "desks/officer/follow_ups.html", {"due": due})


@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def follow_up(request: SignedInRequest, follow_up: UUID) -> HttpResponse:
    """Five behaviours from never to always, and what the person was given. Nobody answers about themselves."""
    asked = queries.follow_ups_visible_to(request.user).exclude(person=request.user)
    found = get_object_or_404(asked.select_related("person", "gap__competency"), uid=follow_up)
    if request.method == "POST":
        return record(request, found)
    audit.looked(by=request.user, person=found.person, at=clock.now(), what=officers.GAPS_AND_EVIDENCE)
    return render(request, "desks/officer/follow_up.html", {"follow_up": found, **choices()})


def choices() -> dict[str, Any]:
    return {"behaviours": BEHAVIOURS.items(), "often": list(enumerate(OFTEN)), "conditions": CONDITIONS.items()}


def record(request: SignedInRequest, found: FollowUp) -> HttpResponse:
    given = {key: request.POST.get(key, "") for key in BEHAVIOURS}
    seen = {key: int(often) for key, often in given.items() if often in {"0", "1", "2", "3", "4"}}
    try:
        actions.record_follow_up(
            follow_up=found, seen=seen, given=request.POST.getlist("given"), note=request.POST.get("note", ""),
            by=request.user, at=clock.now(),
        )  # fmt: skip
    except actions.AnsweredAlready:
        messages.info(request, _("This was answered before; what was said stays."))
    else:
        messages.success(request, _("Thank you. It is kept, and the officer can read it."))
    return redirect("my-follow-ups")
