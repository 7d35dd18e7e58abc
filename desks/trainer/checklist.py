"""/trainer/cohorts/…/people/: who has been observed, and the checklist of one person, ticked as it is seen, then signed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import edition_for
from courses.scheduling.models import Cohort
from courses.scheduling.queries import taught_by
from lms.core import audit, clock
from lms.people.models import User
from lms.people.typing import SignedInRequest
from tracking.attendance import actions, queries
from tracking.attendance.models import Observation

CHECKLIST = "checklist"


@dataclass(frozen=True)
class Item:
    """A behaviour on the page: seen or not yet, and by whom."""

    key: str
    text: str
    seen_by: str


@dataclass(frozen=True)
class Sheet:
    """A checklist of the course as it stands with one person."""

    competency: str
    code: str
    title: str
    level: int
    items: list[Item]
    kept: Observation | None

    @property
    def is_signed(self) -> bool:
        return bool(self.kept and self.kept.is_signed)


def taught(request: SignedInRequest, uid: UUID) -> tuple[Cohort, ReleaseEdition]:
    """A cohort that the person asking teaches, with its course in her language; any other is not there (404)."""
    cohort = get_object_or_404(taught_by(request.user).select_related("release"), uid=uid)
    edition = edition_for(cohort.release, get_language() or "en")
    if edition is None:
        raise Http404
    return cohort, edition


@login_required
@require_GET
def people(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Everyone in the cohort, and what has been seen of each checklist. By name: no list ranks people."""
    found, edition = taught(request, cohort)
    return render(
        request,
        "desks/trainer/people.html",
        {"cohort": found, "edition": edition, "looks": queries.observed_in(found, edition)},
    )


@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def checklist(request: SignedInRequest, cohort: UUID, person: UUID) -> HttpResponse:
    """The checklists of the course for one person of the cohort. Looking is logged, and shown to that person."""
    found, edition = taught(request, cohort)
    seat = get_object_or_404(queries.seated(found.pk).select_related("person"), person__uid=person)
    if seat.person_id == request.user.pk:
        raise Http404
    if request.method == "POST":
        keep(request, found, edition, seat.person)
        return redirect("trainer-checklist", cohort=cohort, person=person)
    audit.looked(by=request.user, person=seat.person, at=clock.now(), what=CHECKLIST)
    return render(
        request,
        "desks/trainer/checklist.html",
        {"cohort": found, "edition": edition, "person": seat.person, "sheets": sheets(found, edition, seat.person)},
    )


def keep(request: SignedInRequest, cohort: Cohort, edition: ReleaseEdition, person: User) -> None:
    """Keep the ticks of the posted checklist, and sign it where that was pressed."""
    asked = {f"{one['competency']}/{one['level']}": one for one in queries.checklists(edition)}
    posted = asked.get(request.POST.get("checklist", ""))
    if posted is None:
        raise Http404
    ticked = set(request.POST.getlist("seen"))
    try:
        observation = actions.observe(
            cohort=cohort,
            person=person,
            competency_uid=posted["competency"],
            level=posted["level"],
            seen={item["key"]: item["key"] in ticked for item in posted["items"]},
            note=request.POST.get("note", "")[:2000],
            sign="sign" in request.POST,
            by=request.user,
            at=clock.now(),
        )
    except actions.AlreadySigned:
        messages.warning(request, _("This checklist is signed already; it is read, not changed."))
        return
    if observation.is_signed:
        messages.success(
            request, _("Signed. It is in %(person)s's record, and %(person)s sees it.") % {"person": person}
        )
    elif "sign" in request.POST:
        messages.warning(request, _("Kept, not signed: a checklist is signed once every behaviour on it was seen."))
    else:
        messages.success(request, _("Kept. Nothing is in the record until you sign."))


def sheets(cohort: Cohort, edition: ReleaseEdition, person: User) -> list[Sheet]:
    kept = Observation.objects.filter(cohort=cohort, person=person).select_related("competency", "by")
    found = {(str(one.competency.uid), one.level): one for one in kept.prefetch_related("behaviours__by")}
    return [as_sheet(one, found.get((one["competency"], one["level"]))) for one in queries.named_checklists(edition)]


def as_sheet(asked: dict[str, Any], kept: Observation | None) -> Sheet:
    seen = {one.key: str(one.by) for one in kept.behaviours.all()} if kept else {}
    return Sheet(
        competency=asked["competency"],
        code=asked["code"],
        title=asked["title"],
        level=asked["level"],
        items=[Item(item["key"], item["text"], seen.get(item["key"], "")) for item in asked["items"]],
        kept=kept,
    )
