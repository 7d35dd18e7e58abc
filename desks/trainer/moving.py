"""Moving a session: free slots to choose from, then the difference and whom it tells, then it is done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.scheduling import actions, bookings, drafting
from courses.scheduling.models import Room, Session
from courses.scheduling.queries import sessions_visible_to
from courses.scheduling.rules import Slot, Wall, Wanted
from desks.trainer import queries, words
from desks.trainer.answering import answer
from desks.trainer.forms import TimeForm
from desks.trainer.slots import read_slot, written
from lms.core import clock
from lms.people.typing import SignedInRequest


@dataclass(frozen=True)
class Difference:
    """What a move would change, and what stands against it."""

    starts_at: datetime
    ends_at: datetime
    room: Room | None
    wall: Wall
    said: list[words.Said]

    @property
    def is_refused(self) -> bool:
        return any(said.clash.is_refused for said in self.said)

    def changes(self, session: Session) -> bool:
        return (self.starts_at, self.ends_at, self.room) != (session.starts_at, session.ends_at, session.room)

    @property
    def as_text(self) -> str:
        return written(Slot(self.starts_at, self.ends_at, self.room.pk if self.room else None))


@login_required
@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, session: UUID) -> HttpResponse:
    """Without a slot: free ones, or a time of one's own. With one: the difference, whom it tells, and the one button."""
    found = get_object_or_404(
        sessions_visible_to(request.user).select_related("cohort__administration", "room__venue"), uid=session
    )
    people = queries.participants(found.cohort)
    wanted = bookings.as_wanted(
        found,
        trainers=found.cohort.trainers.values_list("person", flat=True),
        participants=[person.pk for person in people],
    )
    form = TimeForm(request.GET if "day" in request.GET else None, session=found)
    difference = chosen(request, found, wanted, form)
    if request.method == "POST" and difference is not None:
        return answer(
            request,
            lambda: actions.move_session(
                session=found,
                starts_at=difference.starts_at,
                ends_at=difference.ends_at,
                room=difference.room,
                by=request.user,
                at=clock.now(),
            ),
            _("The session is moved. Everyone who comes is told what it was before and what it is now."),
            found.cohort,
        )
    return render(
        request,
        "desks/trainer/move.html",
        {
            "session": found,
            "cohort": found.cohort,
            "form": form,
            "difference": difference,
            "changes": difference is not None and difference.changes(found),
            "told": len(people) + len(wanted.trainers) if found.state in Session.ON else 0,
            "people": people,
            "slots": [] if difference else slots(found, wanted),
        },
    )


def chosen(request: SignedInRequest, session: Session, wanted: Wanted, form: TimeForm) -> Difference | None:
    """The slot that the address or the form names, in the session's own venue."""
    asked = request.POST.get("to") or request.GET.get("to") or ""
    slot = read_slot(asked)
    if slot is not None:
        room = rooms_near(session).get(slot.room or 0)
        starts_at, ends_at, wall = slot.starts_at, slot.ends_at, Wall.PLAIN
    elif form.is_bound and form.is_valid():
        starts_at, ends_at, room, wall = form.slot
    else:
        return None
    there = Wanted(
        wanted.key,
        starts_at,
        ends_at,
        room.pk if room else None,
        room.seats if room else None,
        wanted.trainers,
        wanted.participants,
        wanted.seats,
    )
    against = bookings.against([there], but=[session.pk])
    return Difference(starts_at, ends_at, room, wall, words.say(against, asked_by=request.user))


def rooms_near(session: Session) -> dict[int, Room]:
    if session.room is None:
        return {}
    return Room.objects.filter(venue=session.room.venue_id).select_related("venue").in_bulk()


def slots(session: Session, wanted: Wanted) -> list[tuple[Slot, Room | None, list[str], str]]:
    found = drafting.suggestions(
        wanted,
        zone=session.time_zone,
        room=session.room,
        administration=session.cohort.administration,
        after=clock.now(),
        but=[session.pk],
    )
    rooms = rooms_near(session)
    return [(slot, rooms.get(slot.room or 0), words.praise(slot), written(slot)) for slot in found]
