"""/trainer/: what is coming, and the cohorts."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from courses.scheduling.queries import blueprints_for, taught_by
from desks.trainer import queries
from lms.core import clock
from lms.people.typing import SignedInRequest


@login_required
@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """What is coming, and the cohorts. Who teaches nothing and schedules nowhere finds no page here."""
    at = clock.now()
    blueprints = blueprints_for(request.user)
    lines = queries.lines(queries.current_cohorts(request.user, on=at.date()), at=at, taught=taught_by(request.user))
    if not lines and not blueprints and not taught_by(request.user).exists():
        raise Http404
    session = queries.next_session(request.user, at=at)
    return render(
        request,
        "desks/trainer/desk.html",
        {
            "next": session,
            "next_is_over": session is not None and session.ends_at <= at,
            "next_line": next((line for line in lines if session and line.cohort.pk == session.cohort_id), None),
            "lines": lines,
            "past": queries.past_cohorts(request.user, on=at.date()),
            "written": queries.courses_written(request.user),
            "may_open": blueprints.exists(),
        },
    )
