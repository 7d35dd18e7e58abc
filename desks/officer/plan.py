"""/my/plan/: what is proposed for the gaps, and taking it. One's own plan only; anyone else's item is not there (404)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from desks.officer import planning, queries
from desks.officer.words import REFUSED
from lms.core import clock
from lms.people.queries import home_of
from lms.people.typing import SignedInRequest
from tracking.admission import actions as admission
from tracking.admission.queries import levels_of
from tracking.enrolment.models import Enrolment, Seat
from tracking.enrolment.queries import own_seats, place_in_line
from tracking.plans import actions
from tracking.plans.models import PlanItem
from tracking.plans.queries import items_of, plan_of


class PlanForm(forms.Form):
    """What a plan may take: hours a month in duty time, for how long, and how much money."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours a month"), min_value=1, max_value=200, max_digits=5, decimal_places=1, initial=10
    )
    months = forms.IntegerField(label=gettext_lazy("Months ahead"), min_value=1, max_value=36, initial=actions.MONTHS)
    budget = forms.DecimalField(
        label=gettext_lazy("Budget"), min_value=0, max_digits=9, decimal_places=2, required=False,
        help_text=gettext_lazy("Empty: no limit."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is declined; those concerned read it."""

    reason = forms.CharField(label=gettext_lazy("Why not?"), max_length=300, required=True)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest) -> HttpResponse:
    """The gaps with the plan beside them; POST makes the plan anew within the hours and the budget given."""
    home = home_of(request.user)
    found = plan_of(request.user, home)
    given = {"hours": found.hours, "months": found.months, "budget": found.budget} if found else None
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=given)
    if request.method == "POST" and home is not None and form.is_valid():
        try:
            actions.recommend(
                person=request.user, administration=home, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except actions.NoAnswerInTime:
            messages.error(
                request, _("No answer was found in time; your plan is as it was. Fewer hours or months make it easier.")
            )
        else:
            messages.success(request, _("Your plan is up to date."))
        return redirect("my-plan")
    levels = levels_of(request.user, on=clock.today())
    shown = planning.shown(request.user, found, on=clock.today(), levels=levels)
    lines = queries.gap_lines(request.user, on=clock.today(), levels=levels)
    return render(
        request,
        "desks/officer/plan.html",
        {
            "plan": found,
            "shown": shown,
            "form": form,
            "can_plan": home is not None,
            "open_lines": [line for line in lines if line.is_open],
        },
        status=400 if form.is_bound and not form.is_valid() else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: SignedInRequest, item: UUID) -> HttpResponse:
    """Ask once, with dates, clashes and who approves; then take the seat or begin."""
    found = get_object_or_404(items_of(request.user).filter(state=PlanItem.State.PROPOSED), uid=item)
    proposal = planning.proposal(found, request.user, on=clock.today(), cohort=chosen(request))
    if request.method == "GET":
        return render(request, "desks/officer/plan_accept.html", {"proposal": proposal})
    if not proposal.can_accept:
        messages.warning(request, _("No cohort of this course can be joined now."))
        return redirect("my-plan")
    cohort = proposal.cohort.cohort if proposal.cohort else None
    try:
        taken = actions.accept(item=found, cohort=cohort, by=request.user, at=clock.now())
    except admission.NotEligible as refusal:
        for reason in refusal.reasons:
            messages.warning(request, REFUSED[reason])
        return redirect("my-plan")
    except (actions.Settled, actions.NothingToTake):
        raise Http404 from None
    messages.success(request, said_of(taken))
    if isinstance(taken, Enrolment):
        return redirect("learn", enrolment=taken.uid)
    return redirect("my-plan")


def chosen(request: SignedInRequest) -> UUID | None:
    """The cohort that was shown, so that the one confirmed is the one that was read."""
    given = request.POST.get("cohort") or request.GET.get("cohort")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise BadRequest("cohort") from None


def said_of(taken: Seat | Enrolment) -> str:
    if isinstance(taken, Enrolment):
        return _("You are enrolled. Everything you do here is kept in your record.")
    if taken.state == Seat.State.REQUESTED:
        return _("Your request is with your supervisor. You will be told.")
    if taken.state == Seat.State.WAITING:
        place = place_in_line(taken)
        return ngettext(
            "The cohort is full. You are first in line.", "The cohort is full. You are number %(place)s in line.", place
        ) % {"place": place}
    return _("You have a seat. The invitations to its sessions are on their way to you.")


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, item: UUID) -> HttpResponse:
    """Say no to a proposal, and why."""
    found = get_object_or_404(items_of(request.user).filter(state=PlanItem.State.PROPOSED), uid=item)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.decline(item=found, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
        messages.success(request, _("It is not proposed again until you reconsider."))
        return redirect("my-plan")
    status = 400 if form.is_bound else 200
    return render(request, "desks/officer/plan_decline.html", {"item": found, "form": form}, status=status)


@login_required
@require_POST
def reconsider(request: SignedInRequest, item: UUID) -> HttpResponse:
    """Take a no back."""
    found = get_object_or_404(items_of(request.user).filter(state=PlanItem.State.DECLINED), uid=item)
    actions.reconsider(item=found, by=request.user, at=clock.now())
    return redirect("my-plan")


@login_required
@require_http_methods(["GET", "POST"])
def seat(request: SignedInRequest, seat: UUID) -> HttpResponse:
    """One's own seat: its sessions, an offer to take, and leaving it."""
    found = get_object_or_404(own_seats(request.user), uid=seat)
    if request.method == "GET":
        line, place = planning.cohort_line(found.cohort, request.user), place_in_line(found)
        return render(request, "desks/officer/seat.html", {"seat": found, "line": line, "place": place})
    return answer(request, found)


def answer(request: SignedInRequest, found: Seat) -> HttpResponse:
    if request.POST.get("answer") == "take":
        try:
            taken = admission.take_offer(seat=found, by=request.user, at=clock.now())
        except admission.OfferOver:
            messages.warning(request, _("This offer is over; the place has gone to the next in line."))
        else:
            messages.success(request, said_of(taken))
    elif request.POST.get("answer") == "leave":
        waited = found.state == Seat.State.WAITING
        admission.withdraw(seat=found, by=request.user, at=clock.now())
        messages.success(
            request,
            _("You are no longer in line. You can ask for another cohort from your plan.")
            if waited
            else _("You have given up your place. Your course stays open to you."),
        )
    else:
        return HttpResponse(status=400)
    return redirect("my-plan")
