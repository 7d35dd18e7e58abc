"""Promises: who writes them down, how far they are, what is missing, and who offers to help."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from desks.evaluation.programme_forms import DATE
from lms.core import clock
from lms.people.models import Administration, OrgUnit
from lms.people.typing import SignedInRequest
from tracking.impact import actions, queries
from tracking.impact.models import Commitment, Programme
from tracking.impact.promises import NothingMissing


class PromiseForm(forms.Form):
    """Who promises, what, until when, and how many."""

    party = forms.ChoiceField(
        label=gettext_lazy("Who promises"),
        help_text=gettext_lazy(
            "Whoever has the party's role in that house finds the programme, and says how far it is."
        ),
    )
    what = forms.CharField(label=gettext_lazy("What"), max_length=240)
    owner = forms.CharField(
        label=gettext_lazy("Who sees to it"), max_length=160, help_text=gettext_lazy("A post rather than a person.")
    )
    due_on = forms.DateField(label=gettext_lazy("Until"), widget=DATE)
    of = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=9999,
        initial=1,
        help_text=gettext_lazy("One, if it is either done or not; else how many talks, days or reports."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("In which unit"),
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label=gettext_lazy("In none in particular"),
        help_text=gettext_lazy("The head of that office ticks it, if the administration promises it."),
    )
    gap = forms.CharField(
        label=gettext_lazy("What is missing"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("As the party shares it. All parties read it, and may offer help."),
    )

    def __init__(
        self, *args: Any, programme: Programme, parties: list[tuple[str, Administration]], done: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.done = done
        self.parties = {f"{party}:{house.code}": (party, house) for party, house in parties}
        field: Any = self.fields["party"]
        field.choices = [
            (value, f"{str(Commitment.Party(party).label).capitalize()} · {house}")
            for value, (party, house) in self.parties.items()
        ]
        units = OrgUnit.objects.filter(administration=programme.administration_id).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_of(self) -> int:
        of: int = self.cleaned_data["of"]
        if of < self.done:
            raise forms.ValidationError(_("So many are done already: %(done)d."), params={"done": self.done})
        return of

    @property
    def words(self) -> dict[str, Any]:
        """All but the party, which stays."""
        return {name: self.cleaned_data[name] for name in ("what", "owner", "due_on", "of", "unit", "gap")}


TOO_LONG = gettext_lazy("Say it in a sentence, of at most 240 characters.")


class MissingForm(forms.Form):
    """What is missing to keep a promise; nothing, if nothing is."""

    gap = forms.CharField(max_length=240, required=False)


class OfferForm(forms.Form):
    """In whose name help is offered, and which."""

    party = forms.CharField(required=False)
    words = forms.CharField(max_length=240)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, programme: str) -> HttpResponse:
    """A promise of a party for which the reader writes; who writes for none finds no page."""
    visible = queries.visible_to(request.user).select_related("administration__parent")
    found = get_object_or_404(visible, code=programme)
    parties = queries.parties_written_by(request.user, found, on=clock.today())
    if not parties:
        raise Http404
    form = PromiseForm(request.POST or None, programme=found, parties=parties)
    if request.method == "POST" and form.is_valid():
        party, house = form.parties[form.cleaned_data["party"]]
        actions.commit(programme=found, party=party, house=house, by=request.user, at=clock.now(), **form.words)
        messages.success(request, _("The promise is written down."))
        return redirect(board_of(found))
    return render(request, "desks/evaluation/promise.html", {"form": form, "programme": found})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, commitment: UUID) -> HttpResponse:
    """Other words, another day or number for a promise; 404 for who does not write that party's promises."""
    found = seen(request, commitment)
    if not queries.may_write_for(found.party, found.house, request.user, found.programme, on=clock.today()):
        raise Http404
    first = {name: getattr(found, name) for name in ("what", "owner", "due_on", "of", "unit", "gap")}
    form = PromiseForm(request.POST or None, programme=found.programme, parties=[], done=found.done, initial=first)
    del form.fields["party"]
    if request.method == "POST" and form.is_valid():
        actions.change_commitment(commitment=found, by=request.user, at=clock.now(), **form.words)
        messages.success(request, _("Kept."))
        return redirect(board_of(found.programme))
    context = {"form": form, "programme": found.programme, "commitment": found}
    return render(request, "desks/evaluation/promise.html", context)


@login_required
@require_POST
def progress(request: SignedInRequest, commitment: UUID) -> HttpResponse:
    """Say how far a promise is: the party itself (403 for another party, 404 for who does not see the programme)."""
    found = seen(request, commitment)
    number = request.POST.get("done", "")
    done = int(number) if number.isascii() and number.isdigit() else found.done
    actions.report_progress(commitment=found, done=done, by=request.user, at=clock.now())
    return back(request, found)


@login_required
@require_POST
def missing(request: SignedInRequest, commitment: UUID) -> HttpResponse:
    """Say what is missing, or with no words that nothing is: the party itself, as above."""
    found = seen(request, commitment)
    form = MissingForm(request.POST)
    if form.is_valid():
        actions.say_missing(commitment=found, gap=form.cleaned_data["gap"], by=request.user, at=clock.now())
    else:
        messages.warning(request, TOO_LONG)
    return back(request, found)


@login_required
@require_POST
def help_offered(request: SignedInRequest, commitment: UUID) -> HttpResponse:
    """Offer help with what is missing, in the name of another party that one speaks for (403 for any other)."""
    found = seen(request, commitment)
    form = OfferForm(request.POST)
    if not form.is_valid():
        messages.warning(request, TOO_LONG)
        return back(request, found)
    try:
        actions.offer(commitment=found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The offer stands beside what is missing."))
    except NothingMissing:
        messages.warning(request, _("Nothing is said to be missing any more."))
    return back(request, found)


def seen(request: SignedInRequest, commitment: UUID) -> Commitment:
    visible = queries.commitments_visible_to(request.user)
    return get_object_or_404(visible.select_related("programme__administration__parent", "house"), uid=commitment)


def board_of(programme: Programme) -> str:
    return f"{reverse('impact-programme', args=[programme.code])}#promises"


def back(request: SignedInRequest, commitment: Commitment) -> HttpResponse:
    """To the board that one came from."""
    return redirect(f"{reverse('office')}#promises" if "office" in request.POST else board_of(commitment.programme))
