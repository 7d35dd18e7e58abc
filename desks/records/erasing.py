"""Erasing a person, and how long statements are kept: first what would go, then, when that is confirmed, for good."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from desks.records.keepers import administration_of, show
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.lrs.actors import Actor
from tracking.lrs.erasing import actions, queries
from tracking.lrs.erasing.models import Erasure, RetentionRule
from tracking.lrs.grammar import is_iri


class PersonForm(forms.Form):
    """The person whose statements go."""

    home_page = forms.CharField(
        label=gettext_lazy("System of the account"), max_length=500, help_text=gettext_lazy("Here, or another one.")
    )
    name = forms.CharField(label=gettext_lazy("Name of the account, or mail address"), max_length=500)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("It is logged, so it names nobody.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "@" in data.get("name", ""):
            said: dict[str, Any] = {"mbox": f"mailto:{data['name']}"}
        else:
            said = {"account": {"homePage": data.get("home_page"), "name": data.get("name")}}
        try:
            data["agent"] = msgspec.convert(said, Actor)
        except msgspec.ValidationError:
            raise forms.ValidationError(_("That is no account.")) from None
        return data


class RetentionForm(forms.Form):
    """How long statements are kept."""

    verb = forms.CharField(
        label=gettext_lazy("Verb (IRI)"), max_length=500, required=False,
        help_text=gettext_lazy("Empty for all that have no rule of their own."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=1, max_value=36_500, required=False,
        help_text=gettext_lazy("Empty lifts the rule: such statements are kept for good."),
    )  # fmt: skip

    def clean_verb(self) -> str:
        verb = str(self.cleaned_data["verb"]).strip()
        if verb and not is_iri(verb):
            raise forms.ValidationError(_("That is no IRI."))
        return verb


@dataclass(frozen=True)
class Rule:
    """A rule and how many statements it would take now."""

    rule: RetentionRule
    takes: int


@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest) -> HttpResponse:
    """POST counts what would go; with "for_good" it goes."""
    administration, _own = administration_of(request)
    form = PersonForm(request.POST or None, initial={"home_page": settings.PUBLIC_URL})
    counts, at = None, clock.now()
    if request.method == "POST" and form.is_valid():
        person, of = form.cleaned_data["agent"], administration.uid
        if "for_good" in request.POST:
            done = actions.erase_person(
                agent=person, tenant=of, reason=form.cleaned_data["reason"], by=request.user, at=at
            )
            messages.success(request, _("%(n)d statements are erased.") % {"n": done.counts["statements"]})
            return back(administration.code)
        counts = queries.counts_of(person, tenant=of)
    rules = RetentionRule.objects.filter(tenant=administration.uid).order_by("verb")
    return show(
        request, "erasing", "erasing", form=form, counts=counts, retention=RetentionForm(),
        rules=[Rule(rule, queries.beyond(rule, at=at).count()) for rule in rules],
        erasures=Erasure.objects.filter(tenant=administration.uid).order_by("-at", "-pk")[:20],
    )  # fmt: skip


@require_POST
def retention(request: SignedInRequest) -> HttpResponse:
    administration, _own = administration_of(request)
    form = RetentionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        actions.set_retention(tenant=administration.uid, by=request.user, at=clock.now(), **given)
        messages.success(request, _("The rule holds from tonight."))
    else:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return back(administration.code)


def back(code: str) -> HttpResponse:
    return redirect(f"{reverse('records:erasing')}?administration={code}")
