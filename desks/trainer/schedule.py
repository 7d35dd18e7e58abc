"""/trainer/ and the timetable of a cohort: open, release, tell, move, cancel. Nothing is kept before a draft or a release."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.scheduling import actions, bookings, drafting
from courses.scheduling.drafting import DatedSession
from courses.scheduling.failures import CannotSchedule, Clashes, NotATrainer, NotOpen, Over
from courses.scheduling.models import Blueprint, Cohort, Room, Session
from courses.scheduling.queries import blueprints_for, sessions_visible_to, taught_by, trainers_for, visible_to
from courses.scheduling.rules import Slot, Wall
from courses.scheduling.telling import nominators
from desks.trainer import queries, words
from desks.trainer.forms import ReasonForm, StartForm, TrainersForm
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest
from tracking.progress import prework

#: How far ahead of a cohort's start its drafts begin by default: time to nominate and to read the first lessons.
AHEAD = timedelta(days=28)
#: So many weeks are tried for one without a clash.
WEEKS_TRIED = 8


@login_required
@require_GET
def desk(request: SignedInRequest) -> HttpResponse:
    """What is coming, and the cohorts. Who teaches nothing and schedules nowhere finds no page here."""
    at = clock.now()
    blueprints = blueprints_for(request.user)
    lines = queries.lines(queries.current_cohorts(request.user, on=at.date()), at=at, taught=taught_by(request.user))
    if not lines and not blueprints and not taught_by(request.user).exists():
        raise Http404
    session = queries.next_session(request.user, at=at)
    return render(
        request,
        "desks/trainer/desk.html",
        {
            "next": session,
            "next_is_over": session is not None and session.ends_at <= at,
            "next_line": next((line for line in lines if session and line.cohort.pk == session.cohort_id), None),
            "lines": lines,
            "past": queries.past_cohorts(request.user, on=at.date()),
            "may_open": blueprints.exists(),
        },
    )


@login_required
@require_GET
def new(request: SignedInRequest) -> HttpResponse:
    """Which blueprint: each with what it holds."""
    blueprints = list(blueprints_for(request.user).select_related("administration").prefetch_related("sessions"))
    if not blueprints:
        raise Http404
    return render(request, "desks/trainer/new.html", {"blueprints": blueprints})


@dataclass(frozen=True)
class Row:
    """A dated session on the page, what stands against it, and free alternatives, each with the address that takes it."""

    session: DatedSession
    said: list[words.Said]
    alternatives: list[tuple[Slot, Room | None, list[str], str]]

    @property
    def is_refused(self) -> bool:
        return any(said.clash.is_refused for said in self.said)

    @property
    def is_shifted(self) -> bool:
        return self.session.wall != Wall.PLAIN


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, blueprint: UUID) -> HttpResponse:
    """The dated sessions of a start date with every clash and free alternatives; posting releases, or keeps a draft."""
    found = get_object_or_404(blueprints_for(request.user).select_related("administration"), uid=blueprint)
    asked = request.POST if request.method == "POST" else request.GET
    trainers = who_teaches(request, found)
    form = StartForm(asked if "start" in asked else {"start": first_day(found, trainers)})
    if not form.is_valid():
        return render(request, "desks/trainer/plan.html", {"blueprint": found, "form": form})
    starts_on = form.cleaned_data["start"]
    changes = changes_in(asked, found)
    if request.method == "POST":
        return open_cohort(request, found, starts_on, changes, trainers)
    rows = dated_rows(request, found, starts_on, changes, trainers)
    return render(
        request,
        "desks/trainer/plan.html",
        {
            "blueprint": found,
            "form": form,
            "rows": rows,
            "trainers": trainers,
            "kept": [(name, value) for name, value in asked.items() if name.startswith("at-")],
            "is_refused": any(row.is_refused for row in rows),
        },
    )


def who_teaches(request: SignedInRequest, blueprint: Blueprint) -> list[User]:
    """Who taught it last, or whoever opens it; who does not teach leaves it to the first who does."""
    usual = drafting.default_trainers(blueprint, by=request.user)
    able = list(trainers_for(blueprint.administration, on=clock.today()))
    return usual if usual != [request.user] or request.user in able else able[:1]


def first_day(blueprint: Blueprint, trainers: list[User]) -> date:
    """A start that leaves time: the first work day of a week, some weeks ahead, in which room and trainers are free."""
    day = clock.today() + AHEAD
    mondays = [day + timedelta(days=-day.weekday() % 7, weeks=week) for week in range(WEEKS_TRIED)]
    calendar = bookings.calendar_of(blueprint.administration)
    days = [calendar.work_day_from(monday) for monday in mondays]
    return next((each for each in days if is_free(blueprint, each, trainers)), days[0])


def is_free(blueprint: Blueprint, starts_on: date, trainers: list[User]) -> bool:
    sessions = drafting.dated(blueprint, starts_on=starts_on, changes={})
    clashes = drafting.clashes_of(sessions, trainers=[person.pk for person in trainers], seats=blueprint.seats)
    return not any(clash.is_refused for clash in clashes)


def changes_in(asked: QueryDict, blueprint: Blueprint) -> dict[int, tuple[Slot, Room | None]]:
    """Sessions that were put elsewhere: `at-2=<start>/<end>/<room>` for the second; what is not readable is let be."""
    wanted = {name.removeprefix("at-"): str(value) for name, value in asked.items() if name.startswith("at-")}
    rooms = Room.objects.filter(venue__administration=blueprint.administration).select_related("venue").in_bulk()
    changes = {}
    for place, value in wanted.items():
        slot = read_slot(value)
        if place.isdigit() and slot is not None:
            changes[int(place)] = (slot, rooms.get(slot.room or 0))
    return changes


def read_slot(value: str) -> Slot | None:
    start, _slash, rest = value.partition("/")
    end, _slash, room = rest.partition("/")
    try:
        starts_at, ends_at = datetime.fromisoformat(start), datetime.fromisoformat(end)
    except ValueError:
        return None
    if starts_at.tzinfo is None or ends_at.tzinfo is None or ends_at <= starts_at:
        return None
    return Slot(starts_at, ends_at, int(room) if room.isdigit() else None)


def written(slot: Slot) -> str:
    return f"{slot.starts_at.isoformat()}/{slot.ends_at.isoformat()}/{slot.room or ''}"


def dated_rows(
    request: SignedInRequest,
    blueprint: Blueprint,
    starts_on: date,
    changes: Mapping[int, tuple[Slot, Room | None]],
    trainers: list[User],
) -> list[Row]:
    sessions = drafting.dated(blueprint, starts_on=starts_on, changes=changes)
    people = [person.pk for person in trainers]
    clashes = drafting.clashes_of(sessions, trainers=people, seats=blueprint.seats)
    said = words.say(clashes, asked_by=request.user)
    return [
        Row(
            session,
            mine := [each for each in said if each.clash.wanted == session.place],
            alternatives(request, blueprint, session, sessions, people)
            if any(each.clash.is_refused for each in mine)
            else [],
        )
        for session in sessions
    ]


def alternatives(
    request: SignedInRequest,
    blueprint: Blueprint,
    session: DatedSession,
    sessions: list[DatedSession],
    people: list[int],
) -> list[tuple[Slot, Room | None, list[str], str]]:
    slots = drafting.suggestions(
        session.as_wanted(trainers=people, seats=blueprint.seats),
        zone=session.time_zone,
        room=session.room,
        administration=blueprint.administration,
        after=clock.now(),
        beside=[each.as_wanted(trainers=people, seats=blueprint.seats) for each in sessions],
    )
    rooms = Room.objects.select_related("venue").in_bulk({slot.room for slot in slots if slot.room})
    found = []
    for slot in slots:
        address = request.GET.copy()
        address[f"at-{session.place}"] = written(slot)
        found.append((slot, rooms.get(slot.room or 0), words.praise(slot), f"?{address.urlencode()}"))
    return found


def open_cohort(
    request: SignedInRequest,
    blueprint: Blueprint,
    starts_on: date,
    changes: Mapping[int, tuple[Slot, Room | None]],
    trainers: list[User],
) -> HttpResponse:
    """Keep the draft; release it too where that was asked. A refused release leaves the draft, with its reasons."""
    at = clock.now()
    try:
        cohort = actions.draft_cohort(
            blueprint=blueprint, starts_on=starts_on, trainers=trainers, changes=changes, by=request.user, at=at
        )
    except NotOpen:
        messages.error(request, _("The course has no release yet. Release the course first, then open a cohort."))
        return redirect("trainer-plan", blueprint=blueprint.uid)
    except NotATrainer:
        messages.error(request, _("Someone who taught this last no longer teaches here. Choose who does."))
        return redirect("trainer-plan", blueprint=blueprint.uid)
    if "release" in request.POST:
        return put_in_force(request, cohort, at)
    messages.success(request, _("The draft is kept. It takes no room and no trainer until you release it."))
    return redirect("trainer-cohort", cohort=cohort.uid)


def put_in_force(request: SignedInRequest, cohort: Cohort, at: datetime) -> HttpResponse:
    return answer(
        request,
        lambda: actions.release_cohort(cohort=cohort, by=request.user, at=at),
        _("Released. Seats can be asked for now."),
        cohort,
    )


def answer(request: SignedInRequest, act: Callable[[], object], done: str, cohort: Cohort) -> HttpResponse:
    """Do it and say so on the cohort's page, or say there why not."""
    try:
        act()
    except Clashes as refused:
        for said in words.say(refused.clashes, asked_by=request.user):
            messages.error(request, said.text)
    except Over:
        messages.error(request, _("That is over: it was cancelled or held, or was released already. Nothing changed."))
    except NotOpen:
        messages.error(request, _("The course has no release that one can enrol in. Nothing changed."))
    except CannotSchedule:
        messages.error(request, _("Nobody on that list teaches here. Nothing changed."))
    else:
        messages.success(request, done)
    return redirect("trainer-cohort", cohort=cohort.uid)


@login_required
@require_GET
def board(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Sessions across, people down. The marks lead to their sheet for those who teach; others find no sheet."""
    line = find(request, cohort)
    found = line.cohort
    return render(
        request,
        "desks/trainer/board.html",
        {
            "line": line,
            "cohort": found,
            "sessions": list(found.sessions.all()),
            "people": queries.board_of(line, asked_by=request.user),
            "teaches": taught_by(request.user).filter(pk=found.pk).exists(),
            "to_tell": to_tell(found) if is_news(found) else 0,
        },
    )


def find(request: SignedInRequest, cohort: UUID) -> queries.CohortLine:
    lines = queries.lines(
        visible_to(request.user).filter(uid=cohort), at=clock.now(), taught=taught_by(request.user).filter(uid=cohort)
    )
    if not lines:
        raise Http404
    return lines[0]


def is_news(cohort: Cohort) -> bool:
    """Whether somebody might still be told of it: nobody nominates for what has begun."""
    return cohort.state == Cohort.State.RELEASED and not cohort.announced_at and cohort.starts_on >= clock.today()


def to_tell(cohort: Cohort) -> int:
    """How many a released cohort is told to: who teaches, and who nominates."""
    concerned = {person.pk for person in nominators(cohort, at=clock.now())}
    return len(concerned | {trainer.person_id for trainer in cohort.trainers.all()})


@login_required
@require_POST
def release(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    return put_in_force(request, get_object_or_404(visible_to(request.user), uid=cohort), clock.now())


@login_required
@require_POST
def tell(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user), uid=cohort)
    try:
        told = actions.announce(cohort=found, by=request.user, at=clock.now())
    except Over:
        raise Http404 from None
    said = ngettext("%(n)d person is told.", "%(n)d people are told.", told) if told else _("They were told already.")
    messages.success(request, said % {"n": told} if told else said)
    return redirect("trainer-cohort", cohort=cohort)


@login_required
@require_http_methods(["GET", "POST"])
def behind(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Who of a cohort that one teaches still has lessons to read; POST reminds them."""
    found = get_object_or_404(taught_by(request.user).select_related("administration"), uid=cohort)
    if request.method == "POST":
        told = prework.remind(cohort=found, by=request.user, at=clock.now())
        said = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told) % {"n": told}
        messages.success(request, said if told else _("They were reminded lately."))
        return redirect("trainer-cohort", cohort=cohort)
    context = {
        "cohort": found,
        "behind": prework.behind([found]).get(found.pk, []),
        "session": prework.next_session(found, at=clock.now()),
    }
    return render(request, "desks/trainer/behind.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def trainers(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """Who teaches."""
    found = get_object_or_404(visible_to(request.user).select_related("administration"), uid=cohort)
    able = trainers_for(found.administration, on=clock.today())
    form = TrainersForm(
        request.POST or None, able=able, initial=TrainersForm.first(list(found.trainers.order_by("-role", "pk")))
    )
    if request.method == "POST" and form.is_valid():
        return answer(
            request,
            lambda: actions.change_trainers(cohort=found, trainers=form.trainers, by=request.user, at=clock.now()),
            _("The trainers are changed."),
            found,
        )
    return render(request, "desks/trainer/trainers.html", {"cohort": found, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """The whole cohort, with a reason."""
    found = get_object_or_404(visible_to(request.user), uid=cohort)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return answer(
            request,
            lambda: actions.cancel_cohort(cohort=found, by=request.user, at=clock.now(), reason=reason),
            _("The cohort is cancelled. Everyone who was to come is told, with your reason."),
            found,
        )
    told = len(queries.participants(found))
    return render(request, "desks/trainer/cancel.html", {"cohort": found, "form": form, "told": told})


@login_required
@require_http_methods(["GET", "POST"])
def cancel_session(request: SignedInRequest, session: UUID) -> HttpResponse:
    """One session, with a reason."""
    found = get_object_or_404(sessions_visible_to(request.user).select_related("cohort", "room__venue"), uid=session)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return answer(
            request,
            lambda: actions.cancel_session(session=found, by=request.user, at=clock.now(), reason=reason),
            _("The session is cancelled. Everyone who was to come is told, with your reason."),
            found.cohort,
        )
    told = len(queries.participants(found.cohort))
    return render(
        request, "desks/trainer/cancel.html", {"cohort": found.cohort, "session": found, "form": form, "told": told}
    )


@login_required
@require_GET
def sheet(request: SignedInRequest, cohort: UUID) -> HttpResponse:
    """An attendance sheet to print and sign."""
    line = find(request, cohort)
    return render(
        request,
        "desks/trainer/sheet.html",
        {
            "cohort": line.cohort,
            "line": line,
            "sessions": [each for each in line.steps if each.mode == Session.Mode.CLASSROOM] or line.steps,
            "people": queries.participants(line.cohort),
        },
    )
