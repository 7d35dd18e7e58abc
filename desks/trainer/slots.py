"""Slots as addresses and forms carry them: `at-2=<start>/<end>/<room>`."""

from datetime import datetime

from django.http import QueryDict

from courses.scheduling.models import Blueprint, Room
from courses.scheduling.rules import Slot


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
