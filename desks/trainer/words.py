"""Reasons in words: the rooms below give codes, this desk says them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.scheduling.models import Room, Session
from courses.scheduling.rules import Clash, Good, Reason, Slot
from lms.people.models import User


@dataclass(frozen=True)
class Said:
    """A clash in words: whether it is refused, the sentence, and the session that has the room or the person."""

    clash: Clash
    text: str
    session: Session | None


def say(clashes: Collection[Clash], *, asked_by: User) -> list[Said]:
    """Clashes in words, in at most three queries. Of a session elsewhere, its title stays with those who may see it."""
    from courses.scheduling.queries import sessions_visible_to

    sessions = sessions_visible_to(asked_by).select_related("cohort").in_bulk({c.session for c in clashes if c.session})
    rooms = {Reason.ROOM_TAKEN, Reason.ROOM_CLOSED, Reason.ROOM_SMALL}
    named_rooms = Room.objects.select_related("venue").in_bulk({c.key for c in clashes if c.reason in rooms})
    named_people = User.objects.in_bulk({c.key for c in clashes if c.reason not in rooms})
    return [
        Said(
            clash,
            sentence(clash.reason, str((named_rooms if clash.reason in rooms else named_people)[clash.key])),
            sessions.get(clash.session or 0),
        )
        for clash in clashes
    ]


def sentence(reason: Reason, name: str) -> str:
    facts = {"name": name}
    match reason:
        case Reason.ROOM_TAKEN:
            return _("%(name)s is taken then.") % facts
        case Reason.ROOM_CLOSED:
            return _("%(name)s is closed then.") % facts
        case Reason.ROOM_SMALL:
            return _("%(name)s has fewer seats than the cohort.") % facts
        case Reason.TRAINER_TAKEN:
            return _("%(name)s teaches elsewhere then.") % facts
        case Reason.TRAINER_AWAY:
            return _("%(name)s is away then.") % facts
        case Reason.PARTICIPANT_TAKEN:
            return _("%(name)s has another session then.") % facts


def praise(slot: Slot) -> list[str]:
    """What speaks for a slot, and how many it does not suit."""
    words: dict[str, Any] = {
        Good.SAME_TIME: _("same time of day"),
        Good.SAME_ROOM: _("same room"),
        Good.EVERYONE_FREE: _("everyone is free"),
    }
    said = [str(words[reason]) for reason in slot.reasons]
    if slot.busy:
        said.append(ngettext("%(n)d participant is busy", "%(n)d participants are busy", slot.busy) % {"n": slot.busy})
    return said
