"""/coordinator/: one administration: its programmes, its indicators, and who promised it what."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desks.evaluation import comparison
from desks.evaluation.board import board
from desks.evaluation.views import compared
from lms.people.queries import administrations_of
from lms.people.typing import SignedInRequest
from tracking.impact import queries


@login_required
@require_GET
def administration(request: SignedInRequest) -> HttpResponse:
    own = administrations_of(request.user, roles={"national_coordinator"}).order_by("name")
    place = own.first()
    if place is None:
        raise Http404
    table = comparison.comparison(request.user)
    programmes = queries.visible_to(request.user).filter(administration__in=own)
    promises = queries.commitments_visible_to(request.user).filter(programme__administration__in=own)
    context = {
        "place": place,
        "parties": board(request, promises),
        "programmes": programmes.select_related("administration"),
        **compared(table, request.GET.get("sort", "")),
    }
    return render(request, "desks/coordinator/administration.html", context)
