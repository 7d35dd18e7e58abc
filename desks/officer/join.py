"""/my/join/: the way into a remote session. The link is made for one person and session, leads to the meeting's own address
only, and following it is evidence of having come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from courses.scheduling.models import Session
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest
from tracking.attendance import actions, queries, rules
from tracking.enrolment.queries import sessions_of

SIGNER = TimestampSigner(salt="desks.officer.join")
#: A link that a page was left open with leads to the session's page after that, not into the meeting.
LASTS = timedelta(hours=12)
WEEK = timedelta(days=7)
#: The desk lists no more: whoever has that many in a week has a calendar.
FEW = 8


@dataclass(frozen=True)
class Door:
    """A remote session that can be joined now: where it leads, and the link that leads there."""

    session: Session
    host: str
    href: str


def doors(person: User, *, at: datetime) -> list[Door]:
    """The remote sessions that a person may join now, for the desk; in one query."""
    return [door(session, person) for session in queries.joinable(person, at=at)]


def coming(person: User, *, at: datetime, besides: Iterable[Door] = ()) -> list[Session]:
    """This week's sessions that are still ahead, or where there are none the next one, however far; those that stand on a
    door already are left out. In one query."""
    open_now = {door.session.pk for door in besides}
    found = sessions_of(person).filter(state__in=Session.ON, starts_at__gt=at)[:FEW]
    ahead = [session for session in found if session.pk not in open_now]
    return [session for session in ahead if session.starts_at < at + WEEK] or ahead[:1]


def door(session: Session, person: User) -> Door:
    token = SIGNER.sign(f"{session.uid}~{person.uid}")
    host = rules.host_of(session.meeting_url)
    return Door(session, host, reverse("my-join", kwargs={"token": token}) if host else "")


@login_required
@require_GET
@never_cache
def page(request: SignedInRequest, session: UUID) -> HttpResponse:
    """What an invitation links to: when the session is, and the way in once it is time. Nobody else's (404)."""
    found = get_object_or_404(sessions_of(request.user), uid=session, mode=Session.Mode.REMOTE)
    return calm(request, found)


@login_required
@require_GET
@never_cache
def join(request: SignedInRequest, token: str) -> HttpResponse:
    """Write down that the person came, and go to the meeting."""
    session = get_object_or_404(sessions_of(request.user), uid=session_of(token, request.user))
    host = rules.host_of(session.meeting_url)
    # A browser that fetches ahead has not come.
    if not host or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return redirect("my-join-page", session=session.uid)
    try:
        SIGNER.unsign(token, max_age=LASTS)
        actions.joined(session=session, person=request.user, at=clock.now())
    except (SignatureExpired, actions.NotOpenYet, actions.NotTakingPlace):
        return redirect("my-join-page", session=session.uid)
    return HttpResponseRedirect(session.meeting_url)


def session_of(token: str, person: User) -> UUID:
    """The session that a link was made for; of another person's link, or a forged one, there is none (404)."""
    try:
        session, _between, whose = SIGNER.unsign(token).partition("~")
    except BadSignature:
        raise Http404 from None
    if whose != str(person.uid):
        raise Http404
    return UUID(session)


def calm(request: SignedInRequest, session: Session) -> HttpResponse:
    at = clock.now()
    is_on = session.state in Session.ON
    may = is_on and rules.may_join(at=at, starts_at=session.starts_at, ends_at=session.ends_at)
    return render(
        request,
        "desks/officer/join.html",
        {
            "session": session,
            "door": door(session, request.user) if may else None,
            "is_cancelled": session.state == Session.State.CANCELLED,
            "is_early": is_on and at < session.starts_at - rules.EARLY,
            "opens_at": session.starts_at - rules.EARLY,
        },
    )
