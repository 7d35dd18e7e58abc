"""/trainer/sessions/: who is there. Every button posts by itself; `marks.js` sends taps at once, or when the line is back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.scheduling.models import Session
from courses.scheduling.queries import taught_by
from lms.core import clock
from lms.people.models import User
from lms.people.queries import visible_to as people_visible_to
from lms.people.typing import SignedInRequest
from tracking.attendance import actions, queries, rules
from tracking.attendance.models import Mark

#: A phone keeps no more than this in one go: a room of fifty, marked ten times over.
MOST_AT_ONCE = 500
LONGEST_WAIT_MS = 31 * 86_400_000
#: What a trainer is told in words; everything else is a page that is not there, or a forged request.
REFUSED = (actions.SheetClosed, actions.NotOpenYet, actions.NotTakingPlace)


class Tap(msgspec.Struct):
    """A mark as a phone sends it: named by the phone, said `ago` milliseconds ago by the phone's own clock."""

    uid: UUID
    person: UUID
    state: str
    minutes: Annotated[int, msgspec.Meta(ge=0, le=1440)] | None = None
    ago: int = 0


class Closing(msgspec.Struct):
    ago: int = 0


class Taps(msgspec.Struct):
    """What a phone sends at once, in the order of its taps; the sheet is closed last. `after` names the tap before them."""

    marks: Annotated[list[Tap], msgspec.Meta(max_length=MOST_AT_ONCE)] = []
    close: Closing | None = None
    after: UUID | None = None


def taught(request: SignedInRequest, uid: UUID) -> Session:
    """A session of a cohort that the person asking teaches; any other is not there (404)."""
    sessions = Session.objects.filter(cohort__in=taught_by(request.user).order_by().values("pk"))
    return get_object_or_404(
        sessions.exclude(state=Session.State.DRAFT).select_related("cohort__release", "room__venue", "state_by"),
        uid=uid,
    )


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, session: UUID) -> HttpResponse:
    """The sheet of a session; POST is a single button of it, for browsers without our script."""
    found = taught(request, session)
    if request.method == "POST":
        return press(request, found)
    lines, at = queries.sheet(found), clock.now()
    return render(
        request,
        "desks/trainer/session.html",
        {
            "session": found,
            "lines": lines,
            "numbers": {state: sum(bool(line.mark and line.mark.state == state) for line in lines) for state in STATES},
            "others": sum(bool(line.mark and line.mark.state in (rules.PARTIAL, rules.EXCUSED)) for line in lines),
            "unmarked": sum(line.mark is None for line in lines),
            "guests": [] if found.state == Session.State.HELD else guests(request, found),
            "is_closed": found.state == Session.State.HELD,
            "is_cancelled": found.state == Session.State.CANCELLED,
            "is_early": not rules.may_mark(
                state=rules.PRESENT, at=at, starts_at=found.starts_at, time_zone=found.time_zone
            ),
            "meeting_host": rules.host_of(found.meeting_url),
            "words": words_for_script(),
        },
    )


STATES = (rules.PRESENT, rules.PARTIAL, rules.EXCUSED, rules.ABSENT)


def guests(request: SignedInRequest, session: Session) -> list[Mark]:
    """People who may make up a session here and whom the trainer knows: from the same administration, or a cohort of hers."""
    known = people_visible_to(request.user).values("pk")
    theirs = taught_by(request.user).order_by().values("pk")
    may = queries.makes_up(session)
    found = may.filter(person__in=known) | may.filter(session__cohort__in=theirs)
    return list({mark.person_id: mark for mark in found}.values())


def press(request: SignedInRequest, session: Session) -> HttpResponse:
    """One button of the form: a state for a person, for everyone without a mark, a guest, or the end."""
    at, here = clock.now(), reverse("trainer-session", kwargs={"session": session.uid})
    try:
        if "close" in request.POST:
            actions.close(session=session, by=request.user, at=at)
            messages.success(request, _("The sheet is closed; its marks count from now on."))
        else:
            said = pressed(request, session)
            actions.mark(session=session, marks=said, by=request.user, at=at)
            if len(said) == 1 and "mark" in request.POST:
                here = f"{here}#person-{request.POST['mark'].partition(':')[0]}"
    except REFUSED as failure:
        messages.warning(request, in_words(failure))
    except (actions.NotSeated, ValueError):
        messages.warning(request, _("That person is not on this sheet."))
    return redirect(here)


def pressed(request: SignedInRequest, session: Session) -> list[actions.NewMark]:
    """The marks that a button stands for. Raises ValueError for what no button says."""
    if "all" in request.POST:
        return [
            actions.NewMark(person_id=line.person.pk, state=rules.PRESENT)
            for line in queries.sheet(session)
            if line.mark is None or line.mark.source != Mark.Source.TRAINER
        ]
    who, _colon, state = request.POST.get("mark", "").partition(":")
    if "guest" in request.POST:
        who, state = request.POST.get("guest-choice", ""), rules.PRESENT
    minutes = request.POST.get(f"minutes-{who}", "")
    if state not in STATES:
        raise ValueError(state)
    return [
        actions.NewMark(
            person_id=User.objects.filter(uid=UUID(who)).values_list("pk", flat=True).first() or 0,
            state=state,
            minutes=int(minutes) if state == rules.PARTIAL and minutes.isdecimal() else None,
        )
    ]


@login_required
@require_POST
def marks(request: SignedInRequest, session: UUID) -> JsonResponse:
    """Taps of a phone, perhaps made while it was out of reach and perhaps sent before; said in words what was not taken."""
    found, at = taught(request, session), clock.now()
    try:
        taps = msgspec.json.decode(request.body, type=Taps)
        people = dict(User.objects.filter(uid__in={tap.person for tap in taps.marks}).values_list("uid", "pk"))
        moments = moments_of(taps, session=found, by=request.user, at=at)
        said = [as_mark(tap, people, at=moment) for tap, moment in zip(taps.marks, moments, strict=False)]
        actions.mark(session=found, marks=said, by=request.user, at=at)
        if taps.close:
            actions.close(session=found, by=request.user, at=moments[-1])
    except REFUSED as failure:
        return JsonResponse({"words": in_words(failure)}, status=409)
    except actions.NotSeated:
        return JsonResponse({"words": _("Someone is no longer on this sheet. Load the page again.")}, status=409)
    except (msgspec.DecodeError, ValueError):
        return JsonResponse({"words": _("These marks could not be read.")}, status=400)
    return JsonResponse({"taken": [str(tap.uid) for tap in taps.marks], "closed": bool(taps.close)})


def moments_of(taps: Taps, *, session: Session, by: User, at: datetime) -> list[datetime]:
    """When each tap was made, and the closing last; what was sent before keeps the moment that was written down then."""
    names = [tap.uid for tap in taps.marks]
    known = queries.said_of(session, [*names, *([taps.after] if taps.after else [])], by=by)
    made = [known.get(tap.uid, ago(tap, at=at)) for tap in taps.marks]
    closed = [ago(taps.close, at=at)] if taps.close else []
    return list(rules.in_order([*made, *closed], after=known.get(taps.after) if taps.after else None))


def ago(said: Tap | Closing, *, at: datetime) -> datetime:
    return rules.said_at(at=at, ago_ms=min(said.ago, LONGEST_WAIT_MS))


def as_mark(tap: Tap, people: dict[UUID, int], *, at: datetime) -> actions.NewMark:
    if tap.state not in STATES:
        raise ValueError(tap.state)
    return actions.NewMark(
        uid=tap.uid, person_id=people.get(tap.person, 0), state=tap.state, minutes=tap.minutes, at=at
    )


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, session: UUID, person: UUID) -> HttpResponse:
    """Change a mark of a closed sheet, with the reason; what was said of it before stands below."""
    found = taught(request, session)
    mark = get_object_or_404(Mark.objects.select_related("person"), session=found, person__uid=person)
    if request.method == "POST" and request.POST.get("state") in STATES:
        minutes = request.POST.get("minutes", "")
        new = actions.NewMark(
            person_id=mark.person_id,
            state=request.POST["state"],
            minutes=int(minutes) if minutes.isdecimal() and request.POST["state"] == rules.PARTIAL else None,
        )
        try:
            actions.correct(
                session=found, mark=new, reason=request.POST.get("reason", "")[:300], by=request.user, at=clock.now()
            )
        except actions.ReasonMissing:
            messages.warning(request, _("Nothing was changed: say why, for the record."))
        except REFUSED as failure:
            messages.warning(request, in_words(failure))
        else:
            messages.success(request, _("Corrected. What stood before is kept with your reason."))
            return redirect("trainer-session", session=session)
    changes = mark.changes.select_related("by").order_by("at", "pk")
    return render(
        request,
        "desks/trainer/correct.html",
        {"session": found, "mark": mark, "changes": changes, "states": Mark.State.choices},
    )


def in_words(failure: Exception) -> str:
    if isinstance(failure, actions.SheetClosed):
        return _("This sheet is closed. Marks that came after were not taken: use Correct beside a name, and say why.")
    if isinstance(failure, actions.NotOpenYet):
        return _("It is too early: marks are made from the day of the session, and the sheet closes once it has begun.")
    return _("This session does not take place, so nobody is marked in it.")


def words_for_script() -> dict[str, Any]:
    """What `marks.js` says; it knows no language."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "one_waits": _("1 mark waits for the line"),
        "wait": _("%(n)s marks wait for the line"),
        "close_waits": _("Closing waits for the line"),
        "sign_in": _("You are signed out. The marks are kept on this phone: sign in and open this page again."),
        "lost": _("Not taken:"),
    }
