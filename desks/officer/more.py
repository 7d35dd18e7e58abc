"""The second part of an assessment, all of it optional: how tasks weigh, what stands in the way, how one works and learns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from desks.officer.answering import CONNECTIONS, MODES, Item
from lms.people.models import User
from tracking.needs import actions, causes, queries
from tracking.needs.models import Assessment, NamedCause

#: So many tasks of the post are weighed by each person; holders of a post take turns.
TASKS = 4
SCALE = [("", "–"), *((str(number), str(number)) for number in range(1, 6))]
ASKED = (
    ("difficulty", _("How hard is it to do well?")),
    ("importance", _("How serious is it if done badly?")),
    ("frequency", _("How often does it come?")),
)


class MoreForm(forms.Form):
    """Fields by name: difficulty-7, importance-7, frequency-7 and causes-7 of the competency with id 7."""

    years = forms.IntegerField(label=_("Years in this kind of work"), min_value=0, max_value=60, required=False)
    languages = forms.CharField(label=_("Languages you learn well in"), max_length=120, required=False)
    connection = forms.ChoiceField(
        label=_("Your connection at work"), choices=[("", "–"), *CONNECTIONS.items()], required=False
    )
    mode = forms.ChoiceField(label=_("How you like to learn"), choices=[("", "–"), *MODES.items()], required=False)
    hours = forms.IntegerField(
        label=_("Hours a month for learning in duty time"), min_value=0, max_value=80, required=False
    )
    accessibility = forms.CharField(label=_("What would make learning easier for you"), max_length=300, required=False)
    wish = forms.CharField(
        label=_("What would help you most?"),
        help_text=_("You and your supervisor read this; colleagues do not."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, assessment: Assessment, items: list[Item]) -> None:
        super().__init__(data, initial={**assessment.about, "wish": assessment.wish})
        self.assessment = assessment
        chosen = causes.sample([item.competency.pk for item in items], person=assessment.person_id, size=TASKS)
        self.weighed = [item for item in items if item.competency.pk in chosen]
        self.lacking = [item for item in items if item.answered and float(item.level) < item.target]
        self.add_weights()
        self.add_causes()

    def add_weights(self) -> None:
        views = {view.competency_id: view for view in self.assessment.task_views.all()}
        for item in self.weighed:
            for part, words in ASKED:
                value = getattr(views.get(item.competency.pk), part, "")
                self.fields[f"{part}-{item.competency.pk}"] = forms.ChoiceField(
                    label=words, choices=SCALE, required=False, initial=str(value)
                )

    def add_causes(self) -> None:
        named = queries.causes_of(self.assessment)
        for item in self.lacking:
            self.fields[f"causes-{item.competency.pk}"] = forms.MultipleChoiceField(
                label=str(item.competency.title_shown),
                choices=NamedCause.Cause.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=named.get(item.competency.pk, []),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for item in self.lacking:
            if len(data.get(f"causes-{item.competency.pk}", [])) > causes.MOST_CAUSES:
                self.add_error(f"causes-{item.competency.pk}", _("Choose two at most."))
        for item in self.weighed:
            given = [data.get(f"{part}-{item.competency.pk}") for part, _words in ASKED]
            if any(given) and not all(given):
                self.add_error(f"{ASKED[given.index('')][0]}-{item.competency.pk}", _("Answer all three, or none."))
        return data

    @property
    def tasks(self) -> list[tuple[Item, list[BoundField]]]:
        return [(item, [self[f"{part}-{item.competency.pk}"] for part, _words in ASKED]) for item in self.weighed]

    @property
    def obstacles(self) -> list[BoundField]:
        return [self[f"causes-{item.competency.pk}"] for item in self.lacking]

    @property
    def rest(self) -> list[BoundField]:
        return [self[name] for name in (*ABOUT, "wish")]

    @transaction.atomic
    def save(self, *, by: User, at: datetime) -> None:
        data = self.cleaned_data
        told = {name: data[name] for name in ABOUT if data.get(name) not in (None, "")}
        actions.tell_about(assessment=self.assessment, about=told, wish=data["wish"], by=by, at=at)
        views = {pk: view for pk in (item.competency.pk for item in self.weighed) if (view := self.view(pk))}
        if views:
            actions.weigh(assessment=self.assessment, views=views, by=by, at=at)
        before = queries.causes_of(self.assessment)
        for item in self.lacking:
            pk = item.competency.pk
            named = sorted(data[f"causes-{pk}"])
            if named != before.get(pk, []):
                actions.name_causes(assessment=self.assessment, competency_id=pk, named=named, by=by, at=at)

    def view(self, pk: int) -> tuple[int, int, int] | None:
        hard, serious, often = (self.cleaned_data[f"{part}-{pk}"] for part, _words in ASKED)
        return (int(hard), int(serious), int(often)) if hard else None


ABOUT = ("years", "languages", "connection", "mode", "hours", "accessibility")
