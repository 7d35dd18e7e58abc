"""/hr/assessments/: HR asks officers to assess themselves, and their supervisors to say what they have seen, until a day."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from lms.core import clock
from lms.core.small_groups import Table, suppress_list
from lms.people.models import Administration, OrgUnit
from lms.people.typing import SignedInRequest
from tracking.needs import actions, queries
from tracking.needs.actions import Round
from tracking.needs.assessing import OPEN_FOR
from tracking.needs.models import Assessment, Instrument


class RoundForm(forms.Form):
    """Who is asked, about what, and until when."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which unit"),
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label=gettext_lazy("Everyone with a post"),
        help_text=gettext_lazy("Of a unit, also those of the units below it."),
    )
    instrument = forms.ModelChoiceField(
        label=gettext_lazy("With which assessment"), queryset=Instrument.objects.none(), empty_label=None
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("On this day it closes with what was said, and gaps open."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, administration: Administration, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset = OrgUnit.objects.filter(administration=administration).order_by("path")  # type: ignore[attr-defined]
        self.fields["instrument"].queryset = queries.instruments_for(administration)  # type: ignore[attr-defined]

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Name a day that is still to come."))
        return until


@login_required
@require_http_methods(["GET", "POST"])
def rounds(request: SignedInRequest) -> HttpResponse:
    """What is running, and a new round. Who opens none finds no page."""
    on = clock.today()
    administration = queries.rounds_opened_by(request.user, on=on).order_by("name").first()
    if administration is None:
        raise Http404
    first = {"instrument": queries.instrument_for(administration), "until": on + OPEN_FOR}
    form = RoundForm(request.POST or None, administration=administration, today=on, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        opened = actions.open_round(
            administration=administration, instrument=data["instrument"], unit=data["unit"], due_on=data["until"],
            by=request.user, at=clock.now(),
        )  # fmt: skip
        messages.success(request, in_words(opened))
        return redirect("hr-assessments")
    context = {
        "form": form,
        "administration": administration,
        "running": running(administration),
        "smallest": administration.smallest_group,
    }
    return render(request, "desks/hr/rounds.html", context)


def running(administration: Administration) -> Table[str, None]:
    """How many have not sent theirs, how many wait for others: figures of a group."""
    live = Assessment.objects.filter(administration=administration).exclude(state=Assessment.State.CLOSED)
    states = list(live.values_list("state", flat=True))
    counts = {str(state): states.count(state) for state in (Assessment.State.OPEN, Assessment.State.SENT)}
    return suppress_list(counts, smallest=administration.smallest_group)


def in_words(opened: Round) -> str:
    asked = ngettext("%(n)d officer is being asked.", "%(n)d officers are being asked.", opened.asked)
    said = asked % {"n": opened.asked}
    if not opened.already:
        return said
    running = ngettext("%(n)d is being assessed already.", "%(n)d are being assessed already.", opened.already)
    return f"{said} {running % {'n': opened.already}}"
