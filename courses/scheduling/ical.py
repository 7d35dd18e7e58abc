"""Sessions as iCalendar text (RFC 5545): a feed to subscribe to, invitations and cancellations by mail (RFC 5546, 6047)."""

from collections.abc import Iterable
from datetime import date, datetime
from email.utils import parseaddr
from functools import cache
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

from courses.scheduling.models import Session
from lms.people.models import User

PRODUCT = "-//Clearway//EN"
#: The years of which a calendar is told when clocks change.
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2038, 1, 1)


def published(sessions: Iterable[Session], *, at: datetime) -> bytes:
    """A feed to subscribe to: METHOD:PUBLISH, without attendees (RFC 5546 §3.2.1), times in each session's own zone."""
    return calendar_of([event(session, at=at) for session in sessions], method="PUBLISH")


def request(session: Session, attendee: User, *, at: datetime, link: str = "/my/") -> str:
    """An invitation, or its update: the same UID with a higher SEQUENCE takes the earlier one's place (§3.2.2)."""
    return addressed(event(session, at=at, link=link), attendee, method="REQUEST")


def cancellation(session: Session, attendee: User, *, at: datetime, link: str = "/my/") -> str:
    """Takes the invitation back (§3.2.5): for a session that was cancelled, and for someone who no longer sits in it."""
    entry = event(session, at=at, link=link)
    entry["status"] = icalendar.vText("CANCELLED")
    if session.state != Session.State.CANCELLED:
        # The session stands and only this attendee is out: higher than every invitation sent so far.
        entry["sequence"] = icalendar.vInt(session.sequence + 1)
    return addressed(entry, attendee, method="CANCEL")


def event(session: Session, *, at: datetime, link: str = "") -> icalendar.Event:
    """One VEVENT: the same UID for as long as the session lives."""
    zone = ZoneInfo(session.time_zone)
    entry = icalendar.Event()
    entry.add("uid", f"{session.uid}@clearway")
    entry.add("dtstamp", at)
    entry.add("last-modified", session.state_at)
    entry.add("sequence", session.sequence)
    entry.add("summary", session.title)
    entry.add("dtstart", session.starts_at.astimezone(zone))
    entry.add("dtend", session.ends_at.astimezone(zone))
    entry.add("status", "CANCELLED" if session.state == Session.State.CANCELLED else "CONFIRMED")
    if session.room:
        entry.add("location", str(session.room))
    if link:
        entry.add("url", f"{settings.PUBLIC_URL}{link}")
    return entry


def addressed(entry: icalendar.Event, attendee: User, *, method: str) -> str:
    """From the address that sends the mail (some calendars insist), to one attendee, who is not asked to answer."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = icalendar.vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = icalendar.vText(name)
    entry["organizer"] = organizer
    person = icalendar.vCalAddress(f"mailto:{attendee.email}")
    person.params.update(CN=icalendar.vText(str(attendee)), ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE")
    entry.add("attendee", person, encode=False)
    return calendar_of([entry], method=method).decode()


def calendar_of(entries: Iterable[icalendar.Event], *, method: str) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    zones = b"".join(rules_of_zone(name) for name in sorted(calendar.get_missing_tzids()))
    # Before the events that name them, as some calendars read from top to bottom.
    head, first, events = calendar.to_ical().partition(b"BEGIN:VEVENT")
    return head + zones + first + events


@cache
def rules_of_zone(name: str) -> bytes:
    """When the clocks of a zone change, as any calendar must be told (RFC 5545 §3.6.5). Written once: it is half a feed."""
    return bytes(icalendar.Timezone.from_tzid(name, first_date=FIRST_DAY, last_date=LAST_DAY).to_ical())
