"""All that an indicator is, as a form: what is counted out of what, whence it comes, who answers for it, who reads it."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from lms.core.languages import other_languages
from tracking.impact.models import Indicator

Kind, Tier = Indicator.Kind, Indicator.Tier

KINDS = [
    (Kind.SHARE, gettext_lazy("A share: a part of a whole, such as inspections with a finding of all inspections")),
    (Kind.COUNT, gettext_lazy("A count: how many cases there were, such as complaints upheld")),
    (Kind.MEASURE, gettext_lazy("A measure: a figure with its unit, such as hours from arrival to release")),
]
#: What `tracking.impact.rules.parties.READS_TIER` decides.
TIERS = [
    (Tier.PUBLIC, gettext_lazy("Public: also WCO advisers, experts and donors read it")),
    (Tier.COMMUNITY, gettext_lazy("Community: also WCO advisers and experts read it")),
    (Tier.NATIONAL, gettext_lazy("National: only this administration reads it, unless a programme shares it")),
]  # fmt: skip

#: Of the WCO's Performance Measurement Mechanism.
DIMENSIONS = ("TF", "RC", "ES", "OD")

FIXED = gettext_lazy(
    "Figures were read under it, so it stays as it is; whoever measures something else defines a new indicator."
)


class IndicatorForm(forms.Form):
    """An indicator of an administration; `fixed` are the facts that can no longer change."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=12)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("Read by everybody for whom there is none in their own language."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, widget=forms.RadioSelect)
    numerator = forms.CharField(
        label=gettext_lazy("What is counted or measured"),
        max_length=160,
        help_text=gettext_lazy("The numerator; of a share, the part: inspections with a finding."),
    )
    denominator = forms.CharField(
        label=gettext_lazy("Out of what"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "The denominator of a share, the whole: all inspections. Counts and measures have none."
        ),
    )
    unit_of_measure = forms.CharField(
        label=gettext_lazy("Unit of measure"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("Of a measure: hours, days, minutes, or a word of your own."),
    )
    period = forms.ChoiceField(
        label=gettext_lazy("How often it is read"),
        choices=Indicator.Period.choices,
        help_text=gettext_lazy(
            "A figure for each month, quarter or year. What a programme has changed is estimated from monthly figures."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=160,
        help_text=gettext_lazy(
            "Where the figures come from: a system, a report, a study. It stands beside every estimate."
        ),
    )
    owner = forms.CharField(
        label=gettext_lazy("Owner"),
        max_length=160,
        help_text=gettext_lazy("The unit or post that answers for the figures; no person's name."),
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        choices=TIERS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("HR, heads of office and coordinators of the administration always do."),
    )
    pmm = forms.CharField(
        label=gettext_lazy("Dimension of the WCO's Performance Measurement Mechanism"), max_length=12, required=False
    )
    counts_people = forms.BooleanField(
        label=gettext_lazy("It counts people"),
        required=False,
        help_text=gettext_lazy(
            "Then its figures about few people are shown on no page that others read: fewer than five inside the "
            "administration, fewer than ten where others read along."
        ),
    )
    has_season = forms.BooleanField(
        label=gettext_lazy("It rises and falls with the time of year"),
        required=False,
        help_text=gettext_lazy("Then an estimate takes out what every year brings before it says what has changed."),
    )

    def __init__(self, data: Any = None, *, indicator: Indicator | None = None, fixed: tuple[str, ...] = ()) -> None:
        super().__init__(data, initial=facts_of(indicator) if indicator else {"period": Indicator.Period.MONTH})
        self.indicator = indicator
        self.fields["code"].help_text = format_html(
            _(
                "Short, as reports call it: letters, digits and hyphens, such as {example}. Indicators of one code stand "
                "side by side with those of other administrations."
            ),
            example=as_written("E2"),
        )
        self.fields["pmm"].help_text = format_html(
            _(
                "{tf}: trade facilitation; {rc}: revenue collection; {es}: enforcement and security; {od}: organisational "
                "development; several with a slash between them."
            ),
            **{code.lower(): as_written(code) for code in DIMENSIONS},
        )
        for code in other_languages():
            self.fields[titled(code)] = title_in(code, indicator)
        for name in fixed:
            self.fields[name].disabled, self.fields[name].help_text = True, FIXED
        after_title = ["code", "title", *(titled(code) for code in other_languages())]
        self.order_fields(after_title)

    def clean_unit_of_measure(self) -> str:
        """A unit that the site knows is kept by its own word, so that everybody reads it in their language."""
        typed: str = self.cleaned_data["unit_of_measure"]
        return next((unit for unit, word in Indicator.UNITS.items() if typed == str(word)), typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, denominator = data.get("kind"), data.get("denominator")
        if kind == Kind.SHARE and not denominator:
            self.add_error("denominator", _("A share needs a whole that it is a part of."))
        if kind in {Kind.COUNT, Kind.MEASURE} and denominator:
            self.add_error("denominator", _("Only a share has a denominator: leave it empty."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What the action is told. Titles in languages that the site no longer has stay."""
        facts = {name: value for name, value in self.cleaned_data.items() if not name.startswith("title_")}
        kept = dict(self.indicator.titles) if self.indicator else {}
        kept |= {code: self.cleaned_data[titled(code)] for code in other_languages()}
        return facts | {"titles": {code: title for code, title in kept.items() if title}}


def as_written(code: str) -> SafeString:
    """A code that is the same in every language."""
    return format_html('<bdi translate="no">{}</bdi>', code)


def titled(code: str) -> str:
    return f"title_{code}"


def title_in(code: str, indicator: Indicator | None) -> forms.CharField:
    language = get_language_info(code)
    return forms.CharField(
        label=_("Title in %(language)s") % {"language": language["name_translated"]},
        max_length=160,
        required=False,
        initial=indicator.titles.get(code, "") if indicator else "",
        widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if language["bidi"] else "ltr"}),
    )


def facts_of(indicator: Indicator) -> dict[str, Any]:
    facts = {name: getattr(indicator, name) for name in IndicatorForm.base_fields}
    return facts | {"unit_of_measure": indicator.unit_shown}
