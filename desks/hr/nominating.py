"""/hr/nominate/: HR puts officers forward for a cohort, first those whose certificate of its course lapses soon.

HR does not read levels, so a nomination from here leaves the entry level to the officer and the supervisor, who know it;
the reasons for a refusal are only such as HR may know.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from certificates import queries as certificates
from certificates.models import Certificate
from courses.catalogue.queries import visible_to as courses_visible_to
from courses.scheduling.models import Cohort
from courses.scheduling.queries import open_cohorts
from desks.hr.trends import LAPSING_DAYS
from lms.core import clock
from lms.people.models import Administration, Membership, OrgUnit, User
from lms.people.queries import administrations_of, memberships_of, within_scope_of
from lms.people.rules import Record
from lms.people.typing import SignedInRequest
from tracking.admission import actions
from tracking.admission.rules import Refusal
from tracking.enrolment.models import Seat
from tracking.enrolment.queries import free_places

#: Why someone may not be put forward, of another person and to HR.
REFUSED: Final[dict[str, Any]] = {
    Refusal.NOT_AN_OFFICER: _("serves as no officer today"),
    Refusal.NOT_FOR_YOU: _("the course is not on offer to this administration"),
    Refusal.NOT_OPEN: _("the cohort takes nobody any more"),
    Refusal.ALREADY_IN: _("has, or asks for, a seat in another cohort of the course"),
}


@dataclass(frozen=True)
class Candidate:
    """Someone who may be put forward: until when the certificate of this course is valid, what seat there is already."""

    person: User
    unit: OrgUnit | None
    expires_on: date | None
    seat: Seat | None


@dataclass(frozen=True)
class Refused:
    """Someone who was not put forward, and why not."""

    person: User
    reasons: list[Any]


def nominates(request: HttpRequest) -> bool:
    return memberships_of(request.user, on=clock.today(), roles=[Membership.Role.HR]).exists()


def administration_for(request: SignedInRequest) -> Administration:
    """The one for which a person puts officers forward as HR; who does so for none finds no page."""
    found = administrations_of(request.user, on=clock.today(), roles=[Membership.Role.HR]).order_by("name").first()
    if found is None:
        raise Http404
    return found


def cohorts_for(request: SignedInRequest, administration: Administration) -> list[Cohort]:
    on = clock.today()
    courses = courses_visible_to(request.user, on=on).values_list("translation_key", flat=True)
    return list(open_cohorts(list(courses), administration=administration, on=on).select_related("release"))


def lapsing_of(request: SignedInRequest, administration: Administration, unit: OrgUnit | None) -> list[Certificate]:
    """The certificates that lapse soon, of an administration or of a unit in it."""
    on = clock.today()
    seen = certificates.visible_to(request.user, on=on).filter(administration=administration)
    near = seen.filter(certificates.lapsing(on, days=LAPSING_DAYS))
    near = near.filter(unit__path__startswith=unit.path) if unit else near
    return list(near.select_related("person", "unit", "certification").order_by("expires_on", "pk"))


def unit_of(request: SignedInRequest, administration: Administration) -> OrgUnit | None:
    code = request.GET.get("unit", "")
    return OrgUnit.objects.filter(administration=administration, code=code).first() if code else None


@login_required
@require_GET
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Which cohorts take people, and for how many of them a certificate of the course lapses."""
    administration = administration_for(request)
    unit = unit_of(request, administration)
    found = cohorts_for(request, administration)
    lapsing = [held.certification.course_uid for held in lapsing_of(request, administration, unit)]
    free = free_places(cohort.pk for cohort in found)
    lines = [
        {"cohort": cohort, "free": free[cohort.pk], "lapsing": lapsing.count(cohort.release.course_uid)}
        for cohort in found
    ]
    lines.sort(key=lambda line: line["lapsing"] == 0)
    context = {"administration": administration, "unit": unit, "lines": lines, "query": request.GET.urlencode()}
    return render(request, "desks/hr/nominate.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def nominate(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Tick people and put them forward; who cannot be is named with the reasons, and the others are."""
    administration = administration_for(request)
    found = next((each for each in cohorts_for(request, administration) if each.uid == cohort), None)
    if found is None:
        raise Http404
    unit = unit_of(request, administration)
    candidates = candidates_for(request, found, administration, unit)
    refused: list[Refused] = []
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        named = [each.person for each in candidates if str(each.person.uid) in chosen and each.seat is None]
        refused = put_forward(request, found, named)
        if not refused:
            return redirect(request.get_full_path())
        candidates = candidates_for(request, found, administration, unit)
    context = {
        "administration": administration,
        "cohort": found,
        "unit": unit,
        "units": OrgUnit.objects.filter(administration=administration).order_by("path"),
        "candidates": candidates,
        "able": sum(each.seat is None for each in candidates),
        "refused": refused,
        "free": free_places([found.pk])[found.pk],
    }
    return render(request, "desks/hr/nominate_cohort.html", context)


def candidates_for(
    request: SignedInRequest, cohort: Cohort, administration: Administration, unit: OrgUnit | None
) -> list[Candidate]:
    """Those whose certificate of the course lapses soon, then, of the unit chosen, everybody else; in four queries."""
    lapsing = {
        held.person_id: held
        for held in lapsing_of(request, administration, unit)
        if held.certification.course_uid == cohort.release.course_uid
    }
    seats = {
        seat.person_id: seat
        for seat in Seat.objects.filter(cohort=cohort, administration=administration).exclude(state__in=Seat.OVER)
    }
    first = [Candidate(h.person, h.unit, h.expires_on, seats.get(pk)) for pk, h in lapsing.items()]
    others = officers_of(request, unit, administration) if unit else []
    return first + [
        Candidate(held.person, held.unit, None, seats.get(held.person_id))
        for held in others
        if held.person_id not in lapsing
    ]


def officers_of(request: SignedInRequest, unit: OrgUnit, administration: Administration) -> list[Membership]:
    """The officers of a unit and of those below it, whose participation HR reads; each once."""
    held = within_scope_of(request.user, Record.PARTICIPATION, on=clock.today()).filter(
        administration=administration, role=Membership.Role.OFFICER, unit__path__startswith=unit.path
    )
    rows = held.exclude(person=request.user).select_related("person", "unit")
    by_person = {row.person_id: row for row in rows.order_by("person__last_name", "person__first_name", "pk")}
    return list(by_person.values())


def put_forward(request: SignedInRequest, cohort: Cohort, people: list[User]) -> list[Refused]:
    """Nominate each by itself, and say how many were; those who could not be."""
    refused = []
    for person in people:
        try:
            actions.nominate(person=person, cohort=cohort, by=request.user, at=clock.now(), entry_waived=True)
        except actions.NotEligible as no:
            refused.append(Refused(person, [REFUSED[reason] for reason in no.reasons]))
    done = len(people) - len(refused)
    said = ngettext("%(n)d officer is put forward.", "%(n)d officers are put forward.", done) % {"n": done}
    (messages.success if done else messages.warning)(request, said)
    return refused
