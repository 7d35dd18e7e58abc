"""/my/team/gaps/<gap>/: a supervisor says what stands in the way of a gap, sets it aside, or opens it again, and why."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desks.officer import queries
from lms.core import audit, clock
from lms.people.typing import SignedInRequest
from tracking.needs import actions, causes
from tracking.needs import queries as needs
from tracking.needs.causes import Step
from tracking.needs.models import Gap, NamedCause

#: What a supervisor may do with a gap, in the order in which it is offered.
STEPS = (
    (Step.TRIAGE, gettext_lazy("Say what stands in the way")),
    (Step.SET_ASIDE, gettext_lazy("It is not a training need")),
    (Step.REOPEN, gettext_lazy("Open it again")),
)


class DecisionForm(forms.Form):
    """The steps that the gap's state allows; causes for the first, a reason for the others."""

    step = forms.ChoiceField(label=gettext_lazy("What becomes of it"), widget=forms.RadioSelect)
    causes = forms.MultipleChoiceField(
        label=gettext_lazy("What stands in the way"),
        help_text=gettext_lazy("Two at most."),
        choices=NamedCause.Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The officer reads it. Needed for setting aside and for opening again."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, gap: Gap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [(str(step), words) for step, words in STEPS if causes.after(gap.state, step)]
        self.fields["step"].choices = allowed  # type: ignore[attr-defined]
        if len(allowed) == 1:
            self.fields["step"].initial = allowed[0][0]
        if str(Step.TRIAGE) not in dict(allowed):
            del self.fields["causes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named, step = data.get("causes", []), data.get("step")
        if len(named) > causes.MOST_CAUSES:
            self.add_error("causes", _("Two at most."))
        if step == Step.TRIAGE and not named:
            self.add_error("causes", _("Name what stands in the way."))
        if step in {Step.SET_ASIDE, Step.REOPEN} and not data.get("reason"):
            self.add_error("reason", _("Say why in a few words."))
        return data


@login_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def decide(request: SignedInRequest, gap: UUID) -> HttpResponse:
    """A gap of an officer whom one supervises; of anyone else's, and of one's own, there is no page (404)."""
    theirs = needs.visible_to(request.user, on=clock.today()).exclude(person=request.user)
    found = get_object_or_404(theirs.select_related("person", "competency", "administration", "assessment"), uid=gap)
    form = DecisionForm(request.POST if request.method == "POST" else None, gap=found)
    if request.method == "POST" and form.is_valid():
        take(request, found, form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("my-team-member", person=found.person.uid)
    audit.looked(by=request.user, person=found.person, at=clock.now(), what=queries.GAPS_AND_EVIDENCE)
    return render(request, "desks/officer/team_gap.html", {"gap": found, "form": form})


def take(request: SignedInRequest, gap: Gap, data: dict[str, Any]) -> None:
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    if data["step"] == Step.SET_ASIDE:
        actions.set_aside(gap=gap, reason=data["reason"], **who)
    elif data["step"] == Step.REOPEN:
        actions.reopen(gap=gap, reason=data["reason"], **who)
    elif gap.assessment:
        actions.name_causes(assessment=gap.assessment, competency_id=gap.competency_id, named=data["causes"], **who)
    else:
        actions.triage(gap=gap, named=data["causes"], **who)
