"""Venues, rooms, absences, calendars and blueprints, as set-up and the demo make them; editors use the admin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.ownership import administrations_written_by
from courses.scheduling.models import Blueprint, BlueprintSession, Holiday, Room, Unavailability, Venue, WorkCalendar
from lms.core import audit
from lms.people.models import Administration, User


@dataclass(frozen=True)
class Meeting:
    """A session of a blueprint: on the n-th day, at a wall time, for so many minutes."""

    title: str
    mode: str
    day: int
    starts: time
    minutes: int
    room: Room | None = None


def writes_for(administration: Administration, by: User, at: datetime) -> None:
    if not administrations_written_by(by, on=at.date()).filter(pk=administration.pk).exists():
        raise PermissionDenied(f"{by} does not write for {administration}")


@transaction.atomic
def open_venue(*, administration: Administration, name: str, time_zone: str, by: User, at: datetime) -> Venue:
    """A place with rooms; one of that name is handed back. Raises PermissionDenied."""
    writes_for(administration, by, at)
    venue, made = Venue.objects.get_or_create(
        administration=administration, name=name, defaults={"time_zone": time_zone}
    )
    if made:
        audit.record(by=by, at=at, verb="venue opened", about=venue, administration=administration)
    return venue


@transaction.atomic
def open_room(*, venue: Venue, name: str, seats: int, by: User, at: datetime) -> Room:
    """A room of a venue; one of that name is handed back. Raises PermissionDenied."""
    writes_for(venue.administration, by, at)
    room, made = Room.objects.get_or_create(venue=venue, name=name, defaults={"seats": seats})
    if made:
        audit.record(by=by, at=at, verb="room opened", about=room, administration=venue.administration)
    return room


@transaction.atomic
def keep_calendar(
    *,
    administration: Administration,
    rest_days: Sequence[int],
    holidays: Iterable[tuple[date, str]],
    by: User,
    at: datetime,
) -> WorkCalendar:
    """Say on which weekdays (7 is Sunday) and dates an administration does not work. Raises PermissionDenied."""
    writes_for(administration, by, at)
    calendar, _made = WorkCalendar.objects.update_or_create(
        administration=administration, defaults={"rest_days": list(rest_days)}
    )
    Holiday.objects.filter(calendar=calendar).delete()
    Holiday.objects.bulk_create(Holiday(calendar=calendar, on=on, name=name) for on, name in holidays)
    audit.record(by=by, at=at, verb="work days set", about=calendar, administration=administration)
    return calendar


@transaction.atomic
def be_away(
    *,
    administration: Administration,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
    person: User | None = None,
    room: Room | None = None,
    reason: str = "",
) -> Unavailability:
    """A person is away, or a room is closed, for a while; sessions that stand are not touched. Raises PermissionDenied.

    Everyone may say so of themselves; of others and of rooms, those who write for the administration.
    """
    if person is None or person.pk != by.pk:
        writes_for(administration, by, at)
    away = Unavailability.objects.create(person=person, room=room, starts_at=starts_at, ends_at=ends_at, reason=reason)
    audit.record(by=by, at=at, verb="absence noted", about=away, administration=administration)
    return away


@transaction.atomic
def write_blueprint(
    *,
    administration: Administration,
    course_uid: UUID | str,
    title: str,
    seats: int,
    sessions: Iterable[Meeting],
    by: User,
    at: datetime,
    days: int = 1,
    join_days: int = 0,
    meeting_url: str = "",
) -> Blueprint:
    """The pattern of a course's cohorts; an unretired one of that title is handed back. Raises PermissionDenied."""
    writes_for(administration, by, at)
    blueprint, made = Blueprint.objects.get_or_create(
        administration=administration,
        title=title,
        retired_at=None,
        defaults={
            "course_uid": course_uid,
            "seats": seats,
            "days": days,
            "join_days": join_days,
            "meeting_url": meeting_url,
        },
    )
    if made:
        BlueprintSession.objects.bulk_create(
            BlueprintSession(
                blueprint=blueprint, sort_order=place, title=each.title, mode=each.mode, day=each.day,
                starts=each.starts, minutes=each.minutes, room=each.room,
            )
            for place, each in enumerate(sessions)
        )  # fmt: skip
        audit.record(by=by, at=at, verb="blueprint written", about=blueprint, administration=administration)
    return blueprint
