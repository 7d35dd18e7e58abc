"""/office/: one page for a head of office."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desks.evaluation import charts
from desks.evaluation.board import board
from desks.evaluation.views import Told
from desks.hr.periods import quarter
from desks.office import queries
from desks.office.queries import Trend
from lms.core import clock
from lms.people.models import OrgUnit
from lms.people.typing import SignedInRequest


@login_required
@require_GET
def office(request: SignedInRequest) -> HttpResponse:
    """The hit rate with the programme's beginning, gaps closing, measures, follow-ups, promises."""
    today = clock.today()
    offices = list(queries.offices_of(request.user, on=today))
    chosen = one_of(offices, request.GET.get("unit", ""))
    trend = queries.trend_of(chosen, asked_by=request.user, on=today)
    return render(
        request,
        "desks/office/office.html",
        {
            "office": chosen,
            "offices": offices,
            "smallest": chosen.administration.smallest_group,
            **picture_of(trend),
            "standing": (standing := queries.standing_of(chosen, on=today)),
            "quarters": [(quarter(day, today=today), cell) for day, cell in standing.quarters],
            "measures": queries.measures_of(chosen, on=today),
            "parties": board(request, queries.promises_of(chosen, asked_by=request.user)),
        },
    )


def one_of(offices: list[OrgUnit], code: str) -> OrgUnit:
    """The office of this code among those that one heads, or the first; who heads none finds no page."""
    found = next((office for office in offices if office.code == code or not code), None)
    if found is None:
        raise Http404
    return found


def picture_of(trend: Trend | None) -> dict[str, object]:
    """What the picture of the desk of evaluation needs."""
    if trend is None:
        return {"trend": None}
    begins_on, ramp = trend.programme.begins_on, trend.programme.ramp_months
    effect = trend.evidence.effect
    return {
        "trend": trend,
        "told": Told(effect) if effect else None,
        "charts": charts.charts(trend.evidence, begins_on=begins_on, ramp_months=ramp),
    }
