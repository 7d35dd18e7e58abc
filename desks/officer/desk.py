"""/my/: what is next, the gaps, the record."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.catalogue import queries as catalogue
from courses.catalogue.models import CoursePage
from desks.officer import answering, calendar, follow_ups, gaps, join, planning, queries
from desks.officer.certificates import lines_of
from lms.competencies.models import Competency
from lms.core import clock
from lms.people.queries import home_of, memberships_of
from lms.people.typing import SignedInRequest
from tracking.attendance import queries as attendance
from tracking.enrolment.actions import enrol as enrol_in
from tracking.needs import actions as needs
from tracking.plans.queries import meets


@login_required
@require_GET
def my(request: SignedInRequest) -> HttpResponse:
    """The desk: the next lesson with its time, what the post asks for, what else is being studied."""
    doors = join.doors(request.user, at=clock.now())
    studies = queries.studies(queries.running(request.user), locale=get_language() or "en")
    standing = gaps.standing(request.user, asked_by=request.user, on=clock.today())
    lines = [each.line for each in standing.every]
    study = next((each for each in studies if each.next), None)
    has_team = queries.supervises(request.user, on=clock.today())
    plan = planning.on_desk(request.user, has_gaps=any(line.is_open for line in lines), on=clock.today())
    return render(
        request,
        "desks/officer/my.html",
        {
            "doors": doors,
            "sessions": join.coming(request.user, at=clock.now(), besides=doors),
            # One bright button: while a session can be joined, it is that one.
            "bright": "" if doors else "primary",
            "studies": studies,
            "next": study,
            "serves": serves(study, lines) if study else [],
            "standing": standing,
            "invitation": answering.invitation(request.user, targets=standing.targets, on=clock.today()),
            # Looked for only where nothing else is next.
            "offers": [] if study or plan.first else offers(request, lines),
            "plan": plan,
            "certificates": [line for line in lines_of(request.user, on=clock.today()) if line.stands],
            "has_team": has_team,
            "to_rate": len(queries.waiting_to_be_rated(request.user, on=clock.today())) if has_team else 0,
            "follow_ups_due": follow_ups.waiting_for(request.user) if has_team else 0,
        },
    )


def serves(study: queries.Study, lines: list[queries.GapLine]) -> list[Competency]:
    """Which of a person's open gaps a course is studied for."""
    developed = {outcome["competency"] for outcome in study.edition.data["outcomes"]}
    return [line.competency for line in lines if line.is_open and str(line.competency.uid) in developed]


def offers(request: SignedInRequest, lines: list[queries.GapLine]) -> list[object]:
    """Courses on offer that develop what is still open, each with the gap that it would serve."""
    open_ids = [line.competency.pk for line in lines if line.is_open]
    return list(catalogue.courses_developing(open_ids, for_person=request.user)) if open_ids else []


@login_required
@require_GET
def record(request: SignedInRequest) -> HttpResponse:
    """Everything that is kept about the person asking, and who has looked at it."""
    return render(
        request,
        "desks/officer/record.html",
        {
            "memberships": memberships_of(request.user).select_related("administration", "unit", "post"),
            "evidence": queries.evidence_of(request.user),
            "certificates": lines_of(request.user, on=clock.today()),
            "marks": attendance.marks_of(request.user, asked_by=request.user),
            "observations": attendance.observations_of(request.user, asked_by=request.user),
            "answers": follow_ups.seen_at_work(request.user, asked_by=request.user),
            "looks": queries.looks_at(request.user),
            "calendar_url": calendar.address(request),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: SignedInRequest, course: UUID) -> HttpResponse:
    """Ask once, then begin: the course, how long it takes, which gap it serves."""
    page = get_object_or_404(catalogue.visible_to(request.user), translation_key=course)
    release = catalogue.open_release(course)
    administration = home_of(request.user)
    if release is None or administration is None:
        raise Http404
    running = queries.running(request.user).filter(release__course_uid=course).first()
    if running is not None:
        return redirect("learn", enrolment=running.uid)
    if request.method == "GET":
        lines = queries.gap_lines(request.user, on=clock.today())
        developed = developed_by(page)
        served = [line for line in lines if line.is_open and line.competency.pk in developed]
        return render(
            request, "desks/officer/enrol.html", {"page": page, "served": served, "meets": meets(release.rules)}
        )
    at = clock.now()
    enrolment = enrol_in(person=request.user, administration=administration, release=release, by=request.user, at=at)
    needs.take_up_for(
        person=request.user, enrolment_id=enrolment.pk, competency_ids=developed_by(page), by=request.user, at=at
    )
    messages.success(request, _("You are enrolled. Everything you do here is kept in your record."))
    return redirect("learn", enrolment=enrolment.uid)


def developed_by(page: CoursePage) -> list[int]:
    return [outcome.competency_id for outcome in page.outcomes.all()]
