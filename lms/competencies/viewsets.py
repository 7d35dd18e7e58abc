"""The framework in the editors' admin: competencies and levels with their words in every language. Others read it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from lms.competencies import queries
from lms.competencies.actions import describe
from lms.competencies.models import Competency, Level
from lms.core import clock
from lms.people.typing import SignedInRequest

#: The words of each, and the field that holds them in other languages.
WORDS = {
    Competency: (
        ("title", "titles", gettext_lazy("Title")),
        ("statement", "statements", gettext_lazy("Without help I can …")),
    ),
    Level: (("name", "names", gettext_lazy("Name")), ("anchor", "anchors", gettext_lazy("Anchor"))),
}
OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class WordsForm(forms.Form):
    """The words of a competency or level: first in the site's language, then in each other one."""

    def __init__(self, data: Any, *, thing: Competency | Level) -> None:
        super().__init__(data)
        self.thing = thing
        for name, others, label in WORDS[type(thing)]:
            most = type(thing)._meta.get_field(name).max_length  # type: ignore[union-attr]
            initial = getattr(thing, name)
            self.fields[name] = forms.CharField(label=label, max_length=most, initial=initial)
            for code, language in OTHER_LANGUAGES:
                self.fields[f"{others}-{code}"] = forms.CharField(
                    label=f"{label} ({language})",
                    max_length=most,
                    required=False,
                    initial=getattr(thing, others).get(code, ""),
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )

    @property
    def words(self) -> dict[str, Any]:
        words: dict[str, Any] = {}
        for name, others, _label in WORDS[type(self.thing)]:
            words[name] = self.cleaned_data[name]
            translated = {code: self.cleaned_data[f"{others}-{code}"] for code, _name in OTHER_LANGUAGES}
            words[others] = {code: text for code, text in translated.items() if text}
        return words


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """The frameworks that the editor knows, each with its levels and competencies."""
    frameworks = queries.visible_to(request.user).prefetch_related("levels", "competencies")
    shown = [(each, queries.may_edit(request.user, each)) for each in frameworks.order_by("title", "version")]
    return render(request, "lms/competencies/frameworks.html", {"frameworks": shown})


def edit(request: SignedInRequest, thing: Competency | Level) -> HttpResponse:
    if not queries.may_edit(request.user, thing.framework):
        raise PermissionDenied
    form = WordsForm(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid():
        describe(thing=thing, words=form.words, by=request.user, at=clock.now())
        messages.success(request, _("Kept. It is read so from now on."))
        return redirect("frameworks:index")
    return render(request, "lms/competencies/words.html", {"form": form, "thing": thing})


@require_http_methods(["GET", "POST"])
def edit_competency(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Competency.objects.filter(framework__in=queries.visible_to(request.user))
    return edit(request, get_object_or_404(seen, pk=pk))


@require_http_methods(["GET", "POST"])
def edit_level(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Level.objects.filter(framework__in=queries.visible_to(request.user))
    return edit(request, get_object_or_404(seen, pk=pk))


class FrameworkViewSet(ViewSet):
    """Reading for all editors; editing for whoever the framework belongs to."""

    name = "frameworks"
    url_prefix = "frameworks"
    menu_label = gettext_lazy("Competencies")
    icon = "list-ul"
    menu_order = 310
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("competency/<int:pk>/", edit_competency, name="competency"),
            path("level/<int:pk>/", edit_level, name="level"),
        ]
