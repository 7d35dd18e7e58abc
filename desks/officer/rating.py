"""/my/team/<person>/assess/: a supervisor says what was observed. The officer sees that it was opened, and the result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desks.officer import answering, queries
from lms.core import audit, clock
from lms.people.models import User
from lms.people.queries import home_of
from lms.people.typing import SignedInRequest
from tracking.needs import actions
from tracking.needs import queries as needs
from tracking.needs.models import Assessment, Rating


@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def assess(request: SignedInRequest, person: UUID) -> HttpResponse:
    """What was observed of each competency of the post. Good answers are kept even when others need another look."""
    found = get_object_or_404(queries.supervised_by(request.user, on=clock.today()), uid=person)
    running = running_of(found, request.user)
    if running is None:
        return begin(request, found)
    items = with_default(answering.items_of(running, source=Rating.Source.SUPERVISOR, on=clock.today()))
    if request.method == "POST":
        news = answering.read(items, request.POST.dict(), supervising=True)
        save(request, running, news)
        if not any(item.errors for item in items):
            return finish(request, found, running)
    else:
        audit.looked(by=request.user, person=found, at=clock.now(), what=queries.OWN_RATING)
    context = {
        "person": found,
        "assessment": running,
        "items": items,
        "levels": list(running.instrument.framework.levels.all()),
        "wrong": [item for item in items if item.errors],
        "differing": [item for item in items if item.competency.pk in differing(running)] if running.rated_at else [],
    }
    return render(request, "desks/officer/team_assess.html", context)


def running_of(person: User, asker: User) -> Assessment | None:
    """The officer's running assessment as far as the asking person may see it."""
    visible = needs.assessments_visible_to(asker, on=clock.today()).filter(person=person)
    running = visible.exclude(state=Assessment.State.CLOSED).select_related("person", "administration", "instrument")
    return running.order_by("-pk").first()


def begin(request: SignedInRequest, person: User) -> HttpResponse:
    """None is running: say so; on POST open one for the officer to answer, too."""
    administration = home_of(person)
    instrument = needs.instrument_for(administration) if administration else None
    if administration is None or instrument is None:
        raise Http404
    if request.method == "GET":
        return render(request, "desks/officer/team_assess_none.html", {"person": person})
    actions.open_assessment(
        person=person, administration=administration, instrument=instrument, by=request.user, at=clock.now()
    )
    return redirect("my-team-assess", person=person.uid)


def with_default(items: list[answering.Item]) -> list[answering.Item]:
    for item in items:
        item.level = item.level or answering.NOT_OBSERVED
    return items


def save(request: SignedInRequest, running: Assessment, news: list[answering.Item]) -> None:
    actions.rate_many(
        assessment=running, source=Rating.Source.SUPERVISOR, ratings=[item.rating for item in news], by=request.user,
        at=clock.now(),
    )  # fmt: skip


def finish(request: SignedInRequest, person: User, running: Assessment) -> HttpResponse:
    if "send" not in request.POST:
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("my-team-member", person=person.uid)
    actions.send_ratings(assessment=running, by=request.user, at=clock.now())
    messages.success(request, _("Sent. %(person)s sees it when the assessment closes.") % {"person": person})
    return redirect("my-team-member", person=person.uid)


def differing(running: Assessment) -> list[int]:
    """The competencies in which views lie far apart: to be talked through, by these two."""
    return [pk for pk, level in needs.levels_of(running).items() if level.views_differ]
