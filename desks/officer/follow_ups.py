"""/my/follow-ups/: what a supervisor sees at work, ninety days after a gap has closed; the officer reads it too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from desks.evaluation.words import BEHAVIOURS, CONDITIONS, OFTEN
from desks.officer import queries as officers
from lms.core import audit, clock
from lms.people.models import User
from lms.people.queries import Asker
from lms.people.typing import SignedInRequest
from tracking.impact import actions, queries
from tracking.impact.behaviours import behaviours_of
from tracking.impact.models import FollowUp

#: As many answers as a list shows; the rest are in the record of each officer.
LATEST = 20


@dataclass(frozen=True)
class SeenAtWork:
    """An answered follow-up, in words."""

    it: FollowUp

    @property
    def behaviours(self) -> list[tuple[Any, Any]]:
        """Each behaviour that was asked about with how often it is seen; None: it could not be observed."""
        asked = self.it.asked or BEHAVIOURS
        often = {key: OFTEN[number] for key, number in self.it.seen.items()}
        return [(words, often.get(key)) for key, words in asked.items()]

    @property
    def given(self) -> list[Any]:
        return [words for key, words in CONDITIONS.items() if key in self.it.given]


def seen_at_work(person: User, *, asked_by: Asker) -> list[SeenAtWork]:
    return [SeenAtWork(each) for each in queries.answers_about(person, asked_by=asked_by)]


def waiting_for(person: User) -> int:
    """How many follow-ups a supervisor is asked for today."""
    return queries.follow_ups_asked_of(person, on=clock.today()).count()


@login_required
@require_GET
def follow_ups(request: SignedInRequest) -> HttpResponse:
    """Who is asked about, the longest due first. Who supervises nobody finds no page."""
    if not officers.supervises(request.user, on=clock.today()):
        raise Http404
    due = queries.follow_ups_asked_of(request.user, on=clock.today())
    answered = queries.answered_by(request.user)[:LATEST]
    return render(request, "desks/officer/follow_ups.html", {"due": due, "answered": answered})


@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def follow_up(request: SignedInRequest, follow_up: UUID) -> HttpResponse:
    """Behaviours from never to always, and what the person was given. Nobody answers about themselves, nor reads questions
    about themselves before they are answered."""
    open_to_all = ~Q(person=request.user) | Q(state=FollowUp.State.ANSWERED)
    asked = queries.follow_ups_visible_to(request.user).filter(open_to_all)
    rows = asked.select_related("person", "gap__competency", "gap__closed_by", "state_by")
    found = get_object_or_404(rows, uid=follow_up)
    if request.method == "POST":
        return record(request, found)
    if found.person_id != request.user.pk:
        audit.looked(by=request.user, person=found.person, at=clock.now(), what=officers.GAPS_AND_EVIDENCE)
    if found.state == FollowUp.State.ANSWERED:
        return render(request, "desks/officer/follow_up.html", {"follow_up": found, "seen": SeenAtWork(found)})
    return render(request, "desks/officer/follow_up.html", {"follow_up": found, **choices(asked_of(found))})


def asked_of(found: FollowUp) -> dict[str, str]:
    """The behaviours of the course that closed the gap, in the reader's language; none where it names none."""
    return behaviours_of(found, locale=get_language() or "en")


def choices(asked: Mapping[str, str]) -> dict[str, Any]:
    behaviours = (asked or BEHAVIOURS).items()
    return {"behaviours": behaviours, "often": list(enumerate(OFTEN)), "conditions": CONDITIONS.items()}


def record(request: SignedInRequest, found: FollowUp) -> HttpResponse:
    asked = asked_of(found)
    given = {key: request.POST.get(key, "") for key in asked or BEHAVIOURS}
    seen = {key: int(often) for key, often in given.items() if often in {"0", "1", "2", "3", "4"}}
    try:
        actions.record_follow_up(
            follow_up=found, seen=seen, given=request.POST.getlist("given"), note=request.POST.get("note", ""),
            asked=asked, by=request.user, at=clock.now(),
        )  # fmt: skip
    except actions.AnsweredAlready:
        messages.info(request, _("This was answered before; what was said stays."))
    else:
        messages.success(request, _("Thank you. It is kept, and the officer can read it."))
    return redirect("my-follow-ups")
