"""/impact/new/ and /impact/<programme>/change/: what a programme says of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desks.evaluation.keepers import administrations_kept, programme_kept
from desks.evaluation.programme_forms import PlanForm
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.impact import actions
from tracking.impact.programmes import ProgrammeRefused


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Who keeps the book of an administration opens a programme with its question."""
    place, places = administrations_kept(request)
    form = PlanForm(request.POST or None, administration=place, today=clock.today())
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            actions.open_programme(administration=place, code=code, plan=form.plan, by=request.user, at=clock.now())
        except ProgrammeRefused as refused:  # something has changed since the form looked
            form.say(refused.reasons)
        else:
            messages.success(request, _("The programme is open. Write down next who has promised what."))
            return redirect("impact-programme", programme=code)
    return render(request, "desks/evaluation/new.html", {"form": form, "place": place, "places": places})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, programme: str) -> HttpResponse:
    """Until it begins all of it, afterwards words, sharing, and what else is looked at."""
    found = programme_kept(request, programme)
    form = PlanForm(request.POST or None, administration=found.administration, today=clock.today(), programme=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_programme(programme=found, plan=form.plan, by=request.user, at=clock.now())
        except ProgrammeRefused as refused:
            form.say(refused.reasons)
        else:
            messages.success(request, _("Kept."))
            return redirect("impact-programme", programme=found.code)
    return render(request, "desks/evaluation/change.html", {"form": form, "programme": found})
