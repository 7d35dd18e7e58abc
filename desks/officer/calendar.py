"""One's own sessions as a calendar feed, for a phone that does not sign in: the address itself is the key."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from courses.scheduling.ical import published
from lms.core import clock
from lms.core.programs import for_programs
from lms.people.models import User
from lms.people.typing import SignedInRequest
from tracking.enrolment.queries import sessions_of

SIGNER = Signer(salt="desks.officer.calendar")


def token_of(person: User) -> str:
    return SIGNER.sign(str(person.uid))


def address(request: SignedInRequest) -> str:
    """The address of the asking person's feed."""
    return request.build_absolute_uri(f"{reverse('my-calendar')}?token={token_of(request.user)}")


@for_programs
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The sessions of the person whose token it is; any other token leads nowhere."""
    try:
        uid = SIGNER.unsign(request.GET.get("token", ""))
    except BadSignature:
        raise Http404 from None
    person = User.objects.filter(uid=uid, is_active=True).first()
    if person is None:
        raise Http404
    text = published(sessions_of(person), at=clock.now())
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )
