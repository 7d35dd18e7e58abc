"""/coordinator/: the indicators of one administration, and its programmes."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desks.evaluation import comparison
from desks.evaluation.views import compared
from lms.people.queries import administrations_of
from lms.people.typing import SignedInRequest
from tracking.impact import queries


@login_required
@require_GET
def administration(request: SignedInRequest) -> HttpResponse:
    own = administrations_of(request.user, roles={"national_coordinator"})
    if not own.exists():
        raise Http404
    table = comparison.comparison(request.user)
    programmes = queries.visible_to(request.user).filter(administration__in=own)
    context = {
        "programmes": programmes.select_related("administration"),
        **compared(table, request.GET.get("sort", "")),
    }
    return render(request, "desks/evaluation/programmes.html", context)
