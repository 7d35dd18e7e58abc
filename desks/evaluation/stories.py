"""Stories of a programme: told with the teller's consent, shown as far as it goes, and gone when it is taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desks.evaluation.keepers import programme_kept
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.impact import actions, queries
from tracking.impact.models import Indicator, Programme, Story

Consent = Story.Consent
CONSENTS = [
    (
        Consent.NAMED,
        gettext_lazy(
            "With the name. Everyone who finds this programme, here and at its other parties, reads name and post."
        ),
    ),
    (
        Consent.ANONYMOUS,
        gettext_lazy("Without the name. The same people read the story; in place of the name stands the role."),
    ),
    (
        Consent.INTERNAL,
        gettext_lazy(
            "Inside only. HR, heads of office and coordinators of the administration read it, without the name."
        ),
    ),
]  # fmt: skip
PARAGRAPH = forms.Textarea(attrs={"rows": 4})


class ConsentForm(forms.Form):
    """How far the teller wants a story to be read."""

    consent = forms.ChoiceField(
        label=gettext_lazy("What the teller has agreed to"),
        choices=CONSENTS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Ask before you write it down, and show the words. Consent is free: who says no, or takes it back later, needs "
            "no reason and has no disadvantage. Once it is taken back nobody is shown the story, and the words are erased."
        ),
    )
    who = forms.CharField(
        label=gettext_lazy("Name and post of the teller"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Needed only if the name may be shown; otherwise leave it out."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("consent") == Consent.NAMED and not data.get("who"):
            self.add_error("who", _("With the name, the name is needed."))
        return data


class StoryForm(ConsentForm):
    """What somebody saw change."""

    domain = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=120, help_text=gettext_lazy("A few words, as a heading.")
    )
    what = forms.CharField(label=gettext_lazy("What has changed"), max_length=4000, widget=PARAGRAPH)
    why = forms.CharField(
        label=gettext_lazy("Why it matters to the one who tells it"), max_length=4000, widget=PARAGRAPH
    )
    role = forms.CharField(
        label=gettext_lazy("Role of the teller"),
        max_length=160,
        help_text=gettext_lazy("As it may be read without the name. In a small office a role can be a name."),
    )
    verification = forms.CharField(
        label=gettext_lazy("Who has checked it"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Who else saw it, or looked at the figures."),
    )
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("The indicator it illustrates"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    field_order = ("domain", "what", "why", "role", "verification", "indicator", "consent", "who")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = Indicator.objects.filter(pk__in=programme.indicators.values("indicator"))
        self.fields["indicator"].queryset = used  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, programme: str) -> HttpResponse:
    found = programme_kept(request, programme)
    form = StoryForm(request.POST or None, programme=found)
    if request.method == "POST" and form.is_valid():
        actions.tell_story(programme=found, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("The story is told, as far as its teller agreed."))
        return redirect(stories_of(found))
    return render(request, "desks/evaluation/story_new.html", {"form": form, "programme": found})


@login_required
@require_http_methods(["GET", "POST"])
def story(request: SignedInRequest, programme: str, story: int) -> HttpResponse:
    """Change how far a story is read, or take it back."""
    found = programme_kept(request, programme)
    told = get_object_or_404(queries.stories_visible_to(request.user).filter(programme=found), pk=story)
    if "withdraw" in request.POST:
        actions.withdraw_story(story=told, by=request.user, at=clock.now())
        messages.success(request, _("The story is withdrawn: nobody is shown it, and its words are erased."))
        return redirect(stories_of(found))
    form = ConsentForm(request.POST or None, initial={"consent": told.consent, "who": told.who})
    if request.method == "POST" and form.is_valid():
        actions.change_consent(story=told, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect(stories_of(found))
    context = {"form": form, "programme": found, "story": told}
    return render(request, "desks/evaluation/story.html", context)


def stories_of(programme: Programme) -> str:
    return f"{reverse('impact-programme', args=[programme.code])}#stories"
