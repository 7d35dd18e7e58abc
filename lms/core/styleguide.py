"""The living page of all components: each one drawn by its own template, beside the line that includes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

#: The names of the colours in tokens.css, and what each is for.
COLOURS: Final = (
    ("paper", _("paper")),
    ("paper-2", _("a second paper, for what lies aside")),
    ("ink", _("ink: text, and what is current")),
    ("ink-2", _("grey: what may be read later")),
    ("line", _("hairline")),
    ("edge", _("edge of what can be filled in")),
    ("signal", _("yellow: the one thing to do")),
    ("green", _("green: shown, done")),
)


@dataclass(frozen=True)
class Sample:
    """One use of one component."""

    template: str
    values: Mapping[str, Any]

    @property
    def line(self) -> str:
        """The line that a template writes for it; what is not a plain value is written as its name."""
        values = " ".join(f"{name}={written(name, value)}" for name, value in self.values.items())
        return f'{{% include "components/{self.template}.html" with {values} only %}}'

    @property
    def drawn(self) -> SafeString:
        return render_to_string(f"components/{self.template}.html", dict(self.values))


def written(name: str, value: Any) -> str:
    if isinstance(value, str | Promise) and name != "csrf_token":
        return f'"{value}"'
    return str(value) if value is None or isinstance(value, int | float) else name


class Example(forms.Form):
    """A form that comes back with one field filled and one found wanting."""

    title = forms.CharField(label=_("Name of the cohort"), help_text=_("As it stands in calendars."))
    seats = forms.IntegerField(label=_("Seats"), min_value=1)
    remote = forms.BooleanField(label=_("Some sessions are remote"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), widget=forms.RadioSelect, choices=[("en", _("English")), ("ar", _("Arabic"))]
    )


def samples(request: HttpRequest) -> dict[Any, list[Sample]]:
    """Every component in use, by the section that it stands in."""
    form = Example({"title": _("Targeting, spring"), "seats": "0", "language": "en"})
    page = Paginator(range(240), 24).get_page(request.GET.get("page", 3))
    token = get_token(request)
    return {
        _("To act"): [
            Sample("button", {"label": _("Continue"), "kind": "primary", "icon": "forward", "href": "#main"}),
            Sample("button", {"label": _("Save")}),
            Sample("button", {"label": _("Not now"), "kind": "quiet"}),
            Sample(
                "card",
                {
                    "kicker": _("Next · 12 minutes"),
                    "title": _("Reading a manifest"),
                    "text": _("Because your post asks for level 3 in targeting."),
                    "href": "#main",
                    "action": _("Go on"),
                    "kind": "primary",
                },
            ),
            Sample(
                "confirm",
                {
                    "question": _("Move the session to 3 March?"),
                    "text": _("24 people are told at once."),
                    "consequences": [_("Two of them have a clash on that day."), _("The room is booked anew.")],
                    "yes": _("Move and tell them"),
                    "action": "#main",
                    "back": "#main",
                    "csrf_token": token,
                },
            ),
        ],
        _("To fill in"): [
            Sample("error_summary", {"form": form}),
            Sample("field", {"field": form["title"]}),
            Sample("field", {"field": form["seats"]}),
            Sample("field", {"field": form["remote"]}),
            Sample("field", {"field": form["language"]}),
        ],
        _("Gaps and progress"): [
            Sample("gap_range", {"label": _("Risk management and targeting"), "target": 3, "shown": 1, "highest": 4}),
            Sample("gap_range", {"label": _("Interviewing"), "target": 2, "shown": 3, "highest": 4}),
            Sample("gap_range", {"label": _("Wildlife permits"), "target": 2, "shown": None, "highest": 4}),
            Sample("progress_bar", {"title": _("Module 2: selectivity"), "share": 0.6, "done": 3, "of": 5}),
            Sample("progress_bar", {"title": _("Module 1: the risk cycle"), "share": 1}),
            Sample("badge", {"word": _("shown"), "tone": "done"}),
            Sample("badge", {"word": _("not yet"), "tone": "next"}),
            Sample("badge", {"word": _("unknown"), "tone": "unknown"}),
            Sample(
                "timeline",
                {
                    "steps": [
                        {
                            "mode": "elearning",
                            "title": _("The risk cycle"),
                            "when": _("6 hours, until 2 March"),
                            "state": "done",
                        },
                        {
                            "mode": "remote",
                            "title": _("Build a profile"),
                            "when": _("4 March, 10:00 to 12:00"),
                            "state": "now",
                        },
                        {
                            "mode": "classroom",
                            "title": _("Two days in the targeting cell"),
                            "when": _("11 and 12 March"),
                        },
                    ]
                },
            ),
        ],
        _("Figures"): [
            Sample(
                "figure",
                {
                    "label": _("Gaps open at the Port of Vesna"),
                    "number": 38,
                    "trend": "down",
                    "change": _("5 fewer than in May"),
                    "sentence": _("Most of them in targeting and in examination."),
                    "href": "#main",
                    "action": _("See which"),
                },
            ),
            Sample("suppressed", {"limit": 5}),
        ],
        _("To say"): [
            Sample("notice", {"kind": "success", "text": _("Saved. Your supervisor is told on Monday.")}),
            Sample("notice", {"kind": "warning", "text": _("Two sessions fall on the same afternoon.")}),
            Sample("notice", {"kind": "info", "text": _("Only you and your supervisor can read this.")}),
            Sample(
                "empty_state",
                {
                    "title": _("No sessions this week"),
                    "text": _("The next one is on 4 March."),
                    "href": "#main",
                    "action": _("See the calendar"),
                },
            ),
        ],
        _("To find one's way"): [
            Sample(
                "breadcrumbs",
                {
                    "trail": [
                        {"label": _("Catalogue"), "href": "/catalogue/"},
                        {"label": _("Risk management and targeting")},
                    ]
                },
            ),
            Sample(
                "tabs",
                {
                    "label": _("Which gaps"),
                    "items": [
                        {"label": _("Open"), "href": "#main", "current": True, "count": 38},
                        {"label": _("In training"), "href": "#main", "count": 12},
                        {"label": _("Closed"), "href": "#main"},
                    ],
                },
            ),
            Sample("pagination", {"page": page, "query": QueryDict()}),
            Sample(
                "desk_nav",
                {
                    "desks": [{"label": _("My desk"), "path": "#main"}, {"label": _("Training"), "path": "#head"}],
                    "here": "#main",
                    "label": _("Desks of a trainer"),
                },
            ),
        ],
    }


def show(request: HttpRequest) -> HttpResponse:
    sort = request.GET.get("sort", "unit")
    rows = [(_("Port of Vesna"), 62, 38), (_("Averin Airport"), 44, 21), (_("Olm Island post"), 4, None)]
    rows.sort(key=lambda row: row[1] if sort.endswith("people") else str(row[0]), reverse=sort.startswith("-"))
    return render(
        request,
        "styleguide/index.html",
        {
            "colours": COLOURS,
            "sections": {capfirst(str(title)): shown for title, shown in samples(request).items()},
            "columns": [
                {"label": _("Unit"), "key": "unit"},
                {"label": _("People"), "key": "people", "numeric": True},
                {"label": _("Gaps open"), "numeric": True},
            ],
            "rows": rows,
            "sort": sort,
        },
    )
