"""What a programme says of itself, as it is typed: its question, what it measures, whom it compares."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from lms.core.languages import other_languages
from lms.people.models import Administration, OrgUnit
from tracking.impact.models import Indicator, Programme
from tracking.impact.programmes import Plan, plan_of, refusals_of_code
from tracking.impact.rules.declaring import Refusal, refusals_to_change, refusals_to_open

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

#: Under which field a refusal stands, and in which words.
REFUSALS = {
    Refusal.CODE_IS_AN_ADDRESS: ("code", gettext_lazy("This word has another meaning in addresses. Choose another code.")),
    Refusal.CODE_IS_TAKEN: ("code", gettext_lazy("Another programme has this code.")),
    Refusal.NOT_A_MONTH: ("begins_on", gettext_lazy("Name the first day of a month: figures are read by months.")),
    Refusal.NO_UNITS: ("units", gettext_lazy("Name units that take part, too: the whole is not compared with a part of it.")),
    Refusal.BOTH_PARTS: ("compared", gettext_lazy("A unit cannot take part and be compared with itself.")),
    Refusal.NOT_LOOKED_AT: ("shared", gettext_lazy("Share what the programme looks at; the rest is not its own to share.")),
    Refusal.NAMED_TOO_LATE: (
        "primary",
        gettext_lazy(
            "A primary indicator is named before the programme begins, or it proves nothing. Let it begin later, or open it "
            "without one: then every figure is exploratory, and the page says so."
        ),
    ),
    Refusal.MOVED_INTO_THE_PAST: ("begins_on", gettext_lazy("Name a day that is still to come.")),
    Refusal.BEGUN: (None, gettext_lazy("The programme has begun: what was declared beforehand stands.")),
}  # fmt: skip

#: What is written once, and from then on stands as it was declared.
ONLY_BEFORE = ("begins_on", "ramp_months", "primary", "units", "compared", "is_randomised")


class PlanForm(forms.Form):
    """A new programme, or one whose words are changed: once it has begun, only what may still change stands here."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=50,
        help_text=gettext_lazy("Latin letters, digits and hyphens. It is part of the programme's address and stays."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=240,
        help_text=gettext_lazy("What you want to know, so that figures can answer it."),
    )
    begins_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=DATE,
        help_text=gettext_lazy("The first day of the first month that may have changed."),
    )
    ramp_months = forms.IntegerField(
        label=gettext_lazy("Months left out"),
        min_value=0,
        max_value=24,
        initial=0,
        help_text=gettext_lazy("So many months from the first day on count neither as before nor as after."),
    )
    primary = forms.ModelChoiceField(
        label=gettext_lazy("Primary indicator"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: every figure is exploratory"),
        help_text=gettext_lazy("The one that answers the question. It is named before the first day, and stays."),
    )
    others = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other indicators"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are looked at as well, and are always told as exploratory."),
    )
    shared = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Shared with the parties"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever speaks for a party of the programme reads these, national ones too."),
    )
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units that take part"),
        queryset=OrgUnit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Where none is named, the whole administration takes part, with the readings of the whole."
        ),
    )
    compared = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units it is compared with"),
        queryset=OrgUnit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing is changed there meanwhile. No unit is on both sides."),
    )
    is_randomised = forms.BooleanField(label=gettext_lazy("Chance decided which units take part"), required=False)
    chosen_for_low_scores = forms.BooleanField(
        label=gettext_lazy("Participants were chosen for low scores"),
        required=False,
        help_text=gettext_lazy(
            "Low scores tend to rise by themselves; the page says so beside every figure of learning."
        ),
    )

    def __init__(
        self, *args: Any, administration: Administration, today: date, programme: Programme | None = None, **kwargs: Any
    ) -> None:
        self.today, self.old = today, plan_of(programme) if programme else None
        self.has_begun = programme is not None and programme.has_begun(on=today)
        kwargs.setdefault("initial", first_of(self.old) if self.old else {})
        super().__init__(*args, **kwargs)
        self.add_languages()
        for name in ("primary", "others", "shared"):
            self.offer(name, Indicator.objects.filter(administration=administration))
        units = OrgUnit.objects.filter(administration=administration).order_by("path")
        for name in ("units", "compared"):
            self.offer(name, units)
        if not units.exists():
            self.leave_out("units", "compared", "is_randomised")
        if self.old:
            self.keep_what_stands(self.old)

    def add_languages(self) -> None:
        """A field for each other language of the site; what stays empty is read as it was first written."""
        for code in other_languages():
            language = get_language_info(code)["name_translated"]
            for name, label, most in (
                ("title", _("Title in %(language)s"), 160),
                ("question", _("Question in %(language)s"), 240),
            ):
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=label % {"language": language}, max_length=most, required=False,
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )  # fmt: skip

    def offer(self, name: str, found: Any) -> None:
        self.fields[name].queryset = found  # type: ignore[attr-defined]

    def leave_out(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def keep_what_stands(self, old: Plan) -> None:
        """The address stays; and of a programme that has begun, what was declared."""
        del self.fields["code"]
        if not self.has_begun:
            return
        self.leave_out(*ONLY_BEFORE)
        field: Any = self.fields["others"]
        field.label = _("Also look at")
        field.queryset = field.queryset.exclude(pk__in=[each.pk for each in old.indicators])
        if old.chosen_for_low_scores:
            del self.fields["chosen_for_low_scores"]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order in which one thinks of them."""
        words = ["code", "title", *self.in_languages("title"), "question", *self.in_languages("question")]
        groups = (
            (_("What do you want to know?"), words),
            (_("What is measured?"), ["begins_on", "ramp_months", "primary", "others", "shared"]),
            (_("Who takes part?"), ["units", "compared", "is_randomised", "chosen_for_low_scores"]),
        )
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in groups]
        return [(heading, fields) for heading, fields in found if fields]

    def in_languages(self, name: str) -> list[str]:
        return [f"{name}_{code}" for code in other_languages()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self.say(self.refusals())
        return data

    def say(self, refusals: Iterable[Refusal]) -> None:
        """Why it cannot be opened or changed like this, each beside its field."""
        for refusal in refusals:
            where, words = REFUSALS[refusal]
            self.add_error(where if where in self.fields else None, words)

    def refusals(self) -> Sequence[Refusal]:
        new = self.plan.declared
        if self.old:
            return refusals_to_change(self.old.declared, new, today=self.today)
        return [*refusals_of_code(self.cleaned_data["code"]), *refusals_to_open(new, today=self.today)]

    @property
    def plan(self) -> Plan:
        """The programme as it is typed here; what does not stand here is as it was."""
        data = self.cleaned_data
        said: dict[str, Any] = {name: data[name] for name in ("title", "question")}
        said |= {f"{name}s": self.other_words(name) for name in ("title", "question")}
        said |= {name: data[name] for name in (*ONLY_BEFORE, "chosen_for_low_scores") if name in data}
        said |= {name: list(data[name]) for name in ("others", "shared", "units", "compared") if name in data}
        if self.old is None:
            return Plan(**said)
        if self.has_begun:
            said["others"] = [*self.old.others, *said["others"]]
        return replace(self.old, **said)

    def other_words(self, name: str) -> dict[str, str]:
        """What is typed here; words in languages that the site no longer has stay."""
        said = dict(getattr(self.old, f"{name}s")) if self.old else {}
        said |= {code: self.cleaned_data[f"{name}_{code}"] for code in other_languages()}
        return {code: words for code, words in said.items() if words}


def first_of(plan: Plan) -> dict[str, Any]:
    """What a form shows of a programme before anything is typed."""
    words = {
        f"{name}_{code}": getattr(plan, f"{name}s").get(code, "")
        for name in ("title", "question")
        for code in other_languages()
    }
    plain = {name: getattr(plan, name) for name in ("title", "question", *ONLY_BEFORE, "chosen_for_low_scores")}
    chosen = {name: [each.pk for each in getattr(plan, name)] for name in ("others", "shared", "units", "compared")}
    return {**plain, **words, **chosen}
