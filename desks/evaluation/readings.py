"""/impact/indicators/…/: one indicator, what stands of it with what stood before, and entering what was read since.

Whoever keeps the book reads in it what was entered, figures about few people too; everybody else reads of it what
`comparison` and `effects` show.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desks.evaluation import periods
from desks.evaluation.keepers import indicator_kept
from desks.evaluation.reading_form import ReadingForm
from desks.evaluation.telling import told
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest
from tracking.impact import keeping
from tracking.impact.checking import Checked, said_by
from tracking.impact.models import Indicator, Reading
from tracking.impact.queries import standing

PER_PAGE = 50


@dataclass(frozen=True)
class Earlier:
    """What stood until it was revised, by whom, and why."""

    figure: str
    until: datetime
    by: User | None
    reason: str


@dataclass(frozen=True)
class Line:
    """What stands of a unit in a period, with what stood there before, the latest first."""

    it: Reading
    period: str
    figure: str
    earlier: list[Earlier]


@login_required
@require_http_methods(["GET", "POST"])
def indicator(request: SignedInRequest, administration: str, indicator: str) -> HttpResponse:
    found = indicator_kept(request, administration, indicator)
    form = ReadingForm(request.POST if request.method == "POST" else None, indicator=found, today=clock.today())
    if request.method == "POST" and form.is_valid() and (entered := form.found):
        try:
            keeping.take_readings(indicator=found, readings=[entered.reading], by=request.user, at=clock.now())
        except keeping.FaultyReadings:
            # Somebody has entered the same period since this form was looked at: what stands now is said.
            form = ReadingForm(request.POST, indicator=found, today=clock.today())
            form.is_valid()
        else:
            messages.success(request, in_words(found, entered))
            return redirect(f"{reverse('impact-indicator', args=[administration, indicator])}#readings")
    only_revised = "revised" in request.GET
    page = Paginator(rows(found, only_revised=only_revised), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "indicator": found,
        "form": form,
        "is_told": bool(form.is_bound and form.data.get("revises")),
        "page": page,
        "query": query,
        "only_revised": only_revised,
        "lines": lines(found, page),
        "columns": [{"label": _("Period")}, {"label": _("Unit")}, {"label": _("Figure")}, {"label": _("Entered")}],
    }
    return render(request, "desks/evaluation/book/indicator.html", context)


def rows(indicator: Indicator, *, only_revised: bool) -> QuerySet[Reading]:
    """What stands, the newest first, the whole administration before its units."""
    found = standing(indicator.readings.all()).select_related("unit", "by")
    if only_revised:
        before = Reading.objects.filter(indicator=indicator, begins_on=OuterRef("begins_on"), revised_at__isnull=False)
        found = found.filter(
            Exists(before.filter(unit=OuterRef("unit")))
            | (Q(unit__isnull=True) & Exists(before.filter(unit__isnull=True)))
        )
    return found.order_by("-begins_on", F("unit__path").asc(nulls_first=True))


def lines(indicator: Indicator, page: Page[Reading]) -> list[Line]:
    """Two queries: what stands on this page, and what stood before."""
    stands = list(page)
    old = Reading.objects.filter(indicator=indicator, begins_on__in={row.begins_on for row in stands})
    before: dict[tuple[object, object], list[Reading]] = {}
    for row in old.filter(revised_at__isnull=False).order_by("known_from", "pk"):
        before.setdefault((row.unit_id, row.begins_on), []).append(row)
    return [
        Line(
            row,
            periods.shown(row.begins_on, indicator.period),
            told(indicator, said_by(row)),
            earlier(indicator, [*before.get((row.unit_id, row.begins_on), []), row]),
        )
        for row in stands
    ]


def earlier(indicator: Indicator, chain: list[Reading]) -> list[Earlier]:
    """Each value was ended by the next, which says by whom and why."""
    ended = [
        Earlier(told(indicator, said_by(old)), old.revised_at, new.by, new.reason)
        for old, new in pairwise(chain)
        if old.revised_at
    ]
    return ended[::-1]


def in_words(indicator: Indicator, found: Checked) -> str:
    """What has become of a reading."""
    said = {
        "period": periods.shown(found.reading.begins_on, indicator.period),
        "figure": told(indicator, found.reading.said),
    }
    if found.is_as_it_stands:
        return _("%(period)s: %(figure)s stood already; nothing was changed.") % said
    if found.standing:
        said["before"] = told(indicator, said_by(found.standing))
        return _("%(period)s is revised: %(before)s before, %(figure)s now.") % said
    return _("%(period)s is entered: %(figure)s.") % said
