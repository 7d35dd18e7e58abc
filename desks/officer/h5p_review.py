"""What was answered in a package, attempt by attempt: for its learner, and for whoever supervises her, who is then on record
as having looked."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.packages.models import Package
from lms.core import audit, clock
from lms.people.queries import sees_rows
from lms.people.rules import Record
from lms.people.typing import SignedInRequest
from tracking.enrolment.models import Enrolment
from tracking.study import reviews

ANSWERS = "answers in an exercise"


@login_required
@require_GET
@never_cache
@transaction.atomic
def review(request: SignedInRequest, enrolment: UUID, package: UUID) -> HttpResponse:
    """Each attempt with each question: answer, what would have been right, time."""
    seen = Enrolment.objects.filter(sees_rows(request.user, Record.ABILITY)).select_related("person")
    found = get_object_or_404(seen, uid=enrolment)
    played = Package.objects.filter(uid=package).first()
    attempts = reviews.review(found, package)
    if played is None or not attempts:
        raise Http404
    audit.looked(by=request.user, person=found.person, at=clock.now(), what=ANSWERS)
    context = {"person": found.person, "package": played, "attempts": attempts[::-1], "enrolment": found}
    return render(request, "desks/officer/h5p_review.html", context)
