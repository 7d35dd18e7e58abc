"""/impact/indicators/: what an administration measures, for whoever keeps its book to define and to define otherwise."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from desks.evaluation import periods
from desks.evaluation.comparison import Latest, latest_of
from desks.evaluation.indicator_form import FIXED, IndicatorForm
from desks.evaluation.keepers import administrations_kept, indicator_kept
from desks.evaluation.telling import told
from lms.core import clock
from lms.people.models import Administration
from lms.people.typing import SignedInRequest
from tracking.impact import keeping
from tracking.impact.models import Indicator, Reading
from tracking.impact.queries import standing
from tracking.impact.rules.readings import Said


@dataclass(frozen=True)
class Kept:
    """An indicator in the book: its newest period with what is known of it, and how many readings stand."""

    it: Indicator
    number: int
    period: str = ""
    figure: str = ""
    #: Of how many units the figure is, where it is of several.
    together: str = ""


@login_required
@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    administration, kept = administrations_kept(request)
    context = {
        "administration": administration,
        "administrations": kept,
        "lines": book(administration),
        "columns": [
            {"label": _("Indicator")}, {"label": _("Newest reading")}, {"label": _("Readings"), "numeric": True},
            {"label": _("Period")}, {"label": _("Tier")}, {"label": _("Owner")}, {"label": _("Source")},
        ],
    }  # fmt: skip
    return render(request, "desks/evaluation/book/indicators.html", context)


def book(administration: Administration) -> list[Kept]:
    """Every indicator; three queries, however many there are and however much was read."""
    stand = Count("readings", filter=Q(readings__revised_at__isnull=True))
    indicators = list(
        Indicator.objects.filter(administration=administration)
        .select_related("administration")
        .annotate(number=stand)
        .order_by("code")
    )
    latest = latest_of(each.pk for each in indicators)
    reasons = reasons_of(pk for pk, known in latest.items() if known.numerator is None)
    return [kept(each, latest.get(each.pk), reasons.get(each.pk)) for each in indicators]


def reasons_of(indicators: object) -> dict[int, tuple[str, str]]:
    """Why the newest period of each has no figure: missing or not measured, and the reason."""
    newest = standing().filter(indicator=OuterRef("indicator")).order_by("-begins_on").values("begins_on")[:1]
    rows = standing().filter(indicator__in=list(indicators), begins_on=Subquery(newest))  # type: ignore[call-overload]
    return {
        pk: (state, reason) for pk, state, reason in rows.order_by("-pk").values_list("indicator", "state", "reason")
    }


def kept(indicator: Indicator, latest: Latest | None, why: tuple[str, str] | None) -> Kept:
    number: int = indicator.number  # type: ignore[attr-defined]
    if latest is None:
        return Kept(indicator, number)
    return Kept(
        indicator,
        number,
        periods.shown(latest.begins_on, indicator.period),
        told(indicator, newest(indicator, latest, why)),
        together(latest),
    )


def newest(indicator: Indicator, latest: Latest, why: tuple[str, str] | None) -> Said:
    """The units of the newest period together: their cases, or of a measure their mean."""
    if latest.numerator is None:
        state, reason = why or (Reading.State.MISSING, "")
        return Said(state, None, None, reason)
    is_mean = indicator.kind == Indicator.Kind.MEASURE and latest.measured > 1
    figure = round(latest.numerator / latest.measured, 2) if is_mean else latest.numerator
    return Said(Reading.State.MEASURED, figure, latest.denominator, "")


def together(latest: Latest) -> str:
    n = latest.measured
    return ngettext("%(n)s unit together", "%(n)s units together", n) % {"n": n} if n > 1 else ""


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Define an indicator; a code that is taken is said at the field, and what was typed stays."""
    administration, administrations = administrations_kept(request)
    form = IndicatorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keeping.define_indicator(
                administration=administration, by=request.user, at=clock.now(), **form.facts
            )  # fmt: skip
        except keeping.CodeTaken:
            form.add_error("code", _("There is an indicator of this code already."))
        else:
            messages.success(request, _("The indicator is defined; its readings can be entered."))
            return redirect("impact-indicator", administration.code, made.code)
    context = {"form": form, "administration": administration, "administrations": administrations}
    return render(request, "desks/evaluation/book/indicator_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, administration: str, indicator: str) -> HttpResponse:
    """Define it otherwise; what its figures mean stays once some were read."""
    found = indicator_kept(request, administration, indicator)
    fixed = keeping.fixed_of(found)
    form = IndicatorForm(request.POST if request.method == "POST" else None, indicator=found, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        try:
            changed = keeping.change_indicator(indicator=found, by=request.user, at=clock.now(), **form.facts)
        except keeping.CodeTaken:
            form.add_error("code", _("There is an indicator of this code already."))
        except keeping.MeaningFixed as refused:
            # The first figure was entered while this form stood open.
            for name in refused.args[0]:
                form.add_error(name, FIXED)
        else:
            messages.success(request, _("Kept."))
            return redirect("impact-indicator", administration, changed.code)
    context = {"form": form, "indicator": found, "administration": found.administration}
    return render(request, "desks/evaluation/book/indicator_form.html", context)
