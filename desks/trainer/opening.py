"""/trainer/new/: a cohort from a blueprint. Nothing is kept before a draft or a release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.scheduling import actions, bookings, drafting
from courses.scheduling.drafting import DatedSession
from courses.scheduling.failures import NotATrainer, NotOpen
from courses.scheduling.models import Blueprint, Room
from courses.scheduling.queries import blueprints_for, trainers_for
from courses.scheduling.rules import Slot, Wall
from desks.trainer import words
from desks.trainer.answering import put_in_force
from desks.trainer.forms import StartForm
from desks.trainer.slots import changes_in, written
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest

#: How far ahead of a cohort's start its drafts begin by default: time to nominate and to read the first lessons.
AHEAD = timedelta(days=28)
#: So many weeks are tried for one without a clash.
WEEKS_TRIED = 8


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
