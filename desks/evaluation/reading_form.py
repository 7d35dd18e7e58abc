"""One reading as a form. What stands already is shown before it is revised: it takes a reason, and sending the form again."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desks.evaluation import periods
from desks.evaluation.telling import told
from desks.evaluation.words import FAULTS
from lms.people.models import OrgUnit
from tracking.impact.checking import Checked, NewReading, checked, said_by
from tracking.impact.models import Indicator, Reading
from tracking.impact.rules import readings as rules
from tracking.impact.rules.readings import Fault

#: At which field a fault is said; elsewhere than at the numerator.
FIELDS = {
    Fault.NOT_A_FIRST_DAY: "period",
    Fault.NOT_OVER: "period",
    Fault.TOO_LONG_AGO: "period",
    Fault.NO_DENOMINATOR: "denominator",
    Fault.NO_REASON: "reason",
    Fault.REASON_TOO_LONG: "reason",
}


class ReadingForm(forms.Form):
    """A figure of a unit in a period, or why there is none."""

    period = forms.CharField(label=gettext_lazy("Period"), max_length=10)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=OrgUnit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("The whole administration"),
    )
    state = forms.ChoiceField(label=gettext_lazy("Was it measured?"), choices=Reading.State.choices)
    numerator = forms.FloatField(
        label=gettext_lazy("Figure"), required=False, widget=forms.NumberInput(attrs={"step": "any"})
    )
    denominator = forms.FloatField(
        label=gettext_lazy("Out of"), required=False, widget=forms.NumberInput(attrs={"step": "any", "min": 0})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=rules.LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("Why there is no figure, or why one that stands is revised."),
    )
    #: Which reading somebody has been told they revise.
    revises = forms.CharField(required=False, widget=forms.HiddenInput)

    data: Any

    def __init__(self, data: Any = None, *, indicator: Indicator, today: date) -> None:
        first = rules.last_ended(today, period=indicator.period)
        super().__init__(data, initial={"period": typed(first, indicator.period)})
        self.indicator, self.today = indicator, today
        self.found: Checked | None = None
        units: Any = self.fields["unit"]
        units.queryset = OrgUnit.objects.filter(administration=indicator.administration_id).order_by("path")
        self.fields["period"].help_text = periods.HELP[indicator.period]
        self.fields["period"].widget = forms.TextInput(
            attrs={"type": "number" if indicator.period == "year" else "month"}
        )
        self.fields["numerator"].help_text = format_html("<bdi>{}</bdi>", indicator.numerator)
        if indicator.kind == Indicator.Kind.SHARE:
            self.fields["denominator"].help_text = format_html("<bdi>{}</bdi>", indicator.denominator)
        else:
            del self.fields["denominator"]

    def clean_period(self) -> date:
        try:
            day = periods.read(self.cleaned_data["period"], self.indicator.period)
        except ValueError:
            raise forms.ValidationError(periods.HELP[self.indicator.period]) from None
        # Whoever picks a month names the quarter or the year that it lies in.
        return rules.first_day(day, period=self.indicator.period)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            reading = NewReading(
                data["period"],
                data["numerator"],
                data.get("denominator"),
                unit=data["unit"],
                state=data["state"],
                reason=" ".join(data["reason"].split()),
            )
            [self.found] = checked(self.indicator, [reading], today=self.today)
            self.say(self.found)
        return data

    def say(self, found: Checked) -> None:
        """What is wrong; and of what stands, that it would be revised, unless that was said when the form was sent before."""
        for fault in found.faults:
            if fault != Fault.REVISION_WITHOUT_REASON:
                self.add_error(FIELDS.get(fault, "numerator"), str(FAULTS[fault]))
        if self.errors or not found.revises or found.standing is None:
            return
        if found.faults:
            self.add_error("reason", str(FAULTS[Fault.REVISION_WITHOUT_REASON]))
        elif self.data.get("revises") == str(found.standing.pk):
            return
        self.add_error(None, self.what_stands(found.standing))
        # What stands was said: sent once more, the form revises it.
        self.data = dict(self.data.items()) | {"revises": str(found.standing.pk)}

    def what_stands(self, standing: Reading) -> str:
        return _("For %(period)s stands already: %(figure)s. With a reason, sending this again revises it.") % {
            "period": periods.shown(standing.begins_on, self.indicator.period),
            "figure": told(self.indicator, said_by(standing)),
        }


def typed(begins_on: date, period: str) -> str:
    """As the field for a period holds it."""
    return f"{begins_on.year:04}" if period == "year" else f"{begins_on:%Y-%m}"
