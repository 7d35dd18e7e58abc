"""Who keeps which book: what an address names is found among what its reader keeps, and nowhere else."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from lms.core import clock
from lms.people.models import Administration
from lms.people.typing import SignedInRequest
from tracking.impact import queries
from tracking.impact.models import Indicator, Programme


def administrations_kept(request: SignedInRequest) -> tuple[Administration, list[Administration]]:
    """The administration that the address chooses (else the first) of those whose book the reader keeps, and all of these."""
    kept = list(queries.kept_by(request.user, on=clock.today()))
    code = request.GET.get("administration", "")
    found = next((each for each in kept if code in ("", each.code)), None)
    if found is None:
        raise Http404
    return found, kept


def indicator_kept(request: SignedInRequest, administration: str, indicator: str) -> Indicator:
    kept = queries.indicators_kept_by(request.user, on=clock.today()).select_related("administration")
    return get_object_or_404(kept, administration__code=administration, code=indicator)


def programme_kept(request: SignedInRequest, code: str) -> Programme:
    """The programme of an administration whose book the reader keeps; 404 for everyone else, who may well read it."""
    kept = queries.kept_by(request.user, on=clock.today())
    found = Programme.objects.filter(administration__in=kept).select_related("administration__parent", "primary")
    return get_object_or_404(found, code=code)


def keeps(request: SignedInRequest, administration: Administration) -> bool:
    """Whether the reader keeps the book of an administration; no query on a page that is read."""
    return administration.pk in queries.books_kept_by(request.user, on=clock.today())
