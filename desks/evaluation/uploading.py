"""Readings by file: taken along, filled in, handed in. Every line is looked at first and stored only when it was confirmed.

Nothing is kept between the two steps: the second form carries the file's text back, and all of it is checked again.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from desks.evaluation import files, periods, reading_file
from desks.evaluation.keepers import indicator_kept
from desks.evaluation.reading_file import MOST_ROWS, Line, Unreadable, Wrong
from desks.evaluation.readings import rows
from desks.evaluation.telling import told
from desks.evaluation.words import FAULTS
from lms.core import clock
from lms.people.models import OrgUnit
from lms.people.typing import SignedInRequest
from tracking.impact import keeping
from tracking.impact.checking import Checked, checked, said_by
from tracking.impact.models import Indicator
from tracking.impact.rules.readings import last_ended

UNREADABLE = {
    "too_large": gettext_lazy("The file is larger than a megabyte."),
    "not_utf8": gettext_lazy("The file is not text in UTF-8: save it as “CSV UTF-8”."),
    "no_columns": gettext_lazy("The first line must name the six columns, as the template does."),
    "too_many_rows": gettext_lazy("The file has more than 2,000 lines: hand it in in parts."),
    "no_rows": gettext_lazy("The file has no line below its columns."),
}
WRONG = {
    Wrong.PERIOD: gettext_lazy("The period is not written as in the template."),
    Wrong.UNIT: gettext_lazy("The administration has no unit of this code."),
    Wrong.NUMBER: gettext_lazy("A number is not written in plain digits, without signs between thousands."),
    Wrong.STATE: gettext_lazy("The state is none of the three words."),
    Wrong.TOO_MANY_CELLS: gettext_lazy("There are more cells than columns."),
}


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV)"),
        help_text=gettext_lazy("At most 2,000 lines. It is looked at first; nothing is stored yet."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


@dataclass(frozen=True)
class Outcome:
    """A line of the file: what is wrong with it, or what would become of it."""

    line: Line
    checked: Checked | None
    period: str
    figure: str
    before: str
    wrong: list[str]


@dataclass(frozen=True)
class Report:
    """What would become of a file."""

    text: str
    outcomes: list[Outcome]

    @property
    def wrong(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.wrong]

    @property
    def new(self) -> list[Outcome]:
        return [each for each in self.outcomes if not each.wrong and each.checked and each.checked.is_new]

    @property
    def revising(self) -> list[Outcome]:
        return [each for each in self.outcomes if not each.wrong and each.checked and each.checked.revises]

    @property
    def same(self) -> int:
        return len(self.outcomes) - len(self.wrong) - len(self.new) - len(self.revising)

    @property
    def may_be_stored(self) -> bool:
        return not self.wrong and bool(self.new or self.revising)

    @property
    def seen(self) -> str:
        """Which values it revises, in short: confirmed is what was seen, and not what somebody has entered since."""
        stands = [str(each.checked.standing.pk) for each in self.revising if each.checked and each.checked.standing]
        return sha256(" ".join(stands).encode()).hexdigest()


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, administration: str, indicator: str) -> HttpResponse:
    """First a report on every line; then, sent back with the confirmation, all of them or none."""
    found = indicator_kept(request, administration, indicator)
    form, report = FileForm(), None
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        try:
            report = report_on(found, text_of(request, form))
        except Unreadable as why:
            form.add_error("file", str(UNREADABLE[str(why)]))
        except forms.ValidationError:
            report = None
    if report and report.may_be_stored and request.POST.get("seen") == report.seen and stored(request, found, report):
        return redirect(f"{reverse('impact-indicator', args=[administration, indicator])}#readings")
    context = {
        "indicator": found,
        "form": form,
        "report": report,
        "has_moved": report is not None and "seen" in request.POST,
        "example": periods.EXAMPLES[found.period],
        "most": MOST_ROWS,
        **tables(),
    }
    return render(request, "desks/evaluation/book/upload.html", context)


def text_of(request: SignedInRequest, form: FileForm) -> str:
    """What the file says, or what the second form brings back of it. Raises Unreadable; ValidationError without a file."""
    if "rows" in request.POST:
        return reading_file.decoded(request.POST["rows"].encode())
    if not form.is_valid():
        raise forms.ValidationError(form.errors.as_text())
    return reading_file.decoded(form.cleaned_data["file"].read(reading_file.MOST_BYTES + 1))


def tables() -> dict[str, Any]:
    place = [{"label": pgettext("of a file", "Line"), "numeric": True}, {"label": _("Period")}, {"label": _("Unit")}]
    return {
        "wrong_columns": [*place, {"label": _("What is wrong")}],
        "revising_columns": [*place, {"label": _("Stands now")}, {"label": _("Would stand")}, {"label": _("Reason")}],
        "new_columns": [*place, {"label": _("Figure")}],
    }


def report_on(indicator: Indicator, text: str) -> Report:
    """Two queries, however many lines."""
    units = {unit.code: unit for unit in OrgUnit.objects.filter(administration=indicator.administration_id)}
    lines = reading_file.lines_of(text, indicator=indicator, units=units)
    readings = [line.reading for line in lines if line.reading]
    found = iter(checked(indicator, readings, today=clock.today()))
    return Report(text, [outcome(indicator, line, next(found) if line.reading else None) for line in lines])


def outcome(indicator: Indicator, line: Line, found: Checked | None) -> Outcome:
    if found is None:
        return Outcome(line, None, line.cells["period"], "", "", [str(WRONG[each]) for each in line.wrong])
    return Outcome(
        line,
        found,
        periods.shown(found.reading.begins_on, indicator.period),
        told(indicator, found.reading.said) if not found.faults else "",
        told(indicator, said_by(found.standing)) if found.standing else "",
        [str(FAULTS[fault]) for fault in found.faults],
    )


def stored(request: SignedInRequest, indicator: Indicator, report: Report) -> bool:
    """Whether it was; somebody may have entered the same since it was checked, and then the report says so anew."""
    readings = [each.checked.reading for each in report.outcomes if each.checked]
    try:
        made = keeping.take_readings(indicator=indicator, readings=readings, by=request.user, at=clock.now())
    except keeping.FaultyReadings:
        return False
    entered = ngettext("%(n)d reading is entered.", "%(n)d readings are entered.", len(made)) % {"n": len(made)}
    revised = len(report.revising)
    said = ngettext("%(n)d of them revises another.", "%(n)d of them revise others.", revised) % {"n": revised}
    messages.success(request, f"{entered} {said}" if revised else entered)
    return True


@login_required
@require_GET
def readings_csv(request: SignedInRequest, administration: str, indicator: str) -> StreamingHttpResponse:
    """What stands, to be looked at, mended and handed in again."""
    found = indicator_kept(request, administration, indicator)
    stands = rows(found, only_revised=False).order_by("begins_on", F("unit__code").asc(nulls_first=True))
    return files.answer(reading_file.sheet(found, stands), f"{found.administration.code}-{found.code}.csv")


@login_required
@require_GET
def template_csv(request: SignedInRequest, administration: str, indicator: str) -> StreamingHttpResponse:
    """The columns with a line for each unit that was measured before, in the last period that is over."""
    found = indicator_kept(request, administration, indicator)
    codes = found.readings.order_by().values_list("unit__code", flat=True).distinct()
    before = sorted(code or "" for code in codes)
    last = last_ended(clock.today(), period=found.period)
    lines = reading_file.template(found, before or [""], last)
    return files.answer(lines, f"{found.administration.code}-{found.code}-template.csv")
