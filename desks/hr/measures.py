"""/hr/measures/: what gaps ask of management, for HR, heads of office and coordinators to take up or to end with a word."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lms.core import clock
from lms.people.queries import reads_figures_of
from lms.people.typing import SignedInRequest
from tracking.needs import actions, queries


class MeasureForm(forms.Form):
    """What becomes of an action, until when, and in a few words what."""

    step = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[
            ("take", gettext_lazy("I see to it")),
            ("done", gettext_lazy("It is done")),
            ("drop", gettext_lazy("It stays as it is")),
        ],
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=gettext_lazy("What, or why not"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("step") == "take" and not data.get("due_on"):
            self.add_error("due_on", _("Say until when you see to it."))
        if data.get("step") in {"done", "drop"} and not data.get("note"):
            self.add_error("note", _("Say in a few words what was done, or why it stays as it is."))
        return data


@login_required
@require_GET
def measures(request: SignedInRequest) -> HttpResponse:
    """Every live action of the administration whose figures one reads."""
    administration = reads_figures_of(request.user).first()
    if administration is None:
        raise Http404
    lines = queries.management_lines(administration, on=clock.today())
    return render(request, "desks/hr/measures.html", {"lines": lines, "smallest": administration.smallest_group})


@login_required
@require_http_methods(["GET", "POST"])
def measure(request: SignedInRequest, action: UUID) -> HttpResponse:
    """One action: take it up, or end it."""
    found = get_object_or_404(queries.management_visible_to(request.user, on=clock.today()), uid=action)
    form = MeasureForm(request.POST if request.method == "POST" else None, initial={"due_on": found.due_on})
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, clock.now()
        try:
            if data["step"] == "take":
                actions.take_action(
                    action=found, owner=request.user, due_on=data["due_on"], note=data["note"], by=request.user, at=at
                )
            else:
                actions.finish_action(
                    action=found, done=data["step"] == "done", note=data["note"], by=request.user, at=at
                )
        except actions.ActionOver:
            messages.warning(request, _("Someone has ended it already; nothing was changed."))
        else:
            messages.success(request, _("Kept."))
        return redirect("hr-measures")
    return render(request, "desks/hr/measure.html", {"form": form, "action": found})
