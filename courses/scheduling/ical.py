"""Sessions as iCalendar text (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar

from courses.scheduling.models import Session

STATUS = {Session.State.CANCELLED: "CANCELLED"}


def published(sessions: Iterable[Session], *, at: datetime) -> bytes:
    """A feed to subscribe to: METHOD:PUBLISH, without attendees (RFC 5546 §3.2.1), times in each session's own zone."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Clearway//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session in sessions:
        calendar.add_component(event(session, at=at))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event(session: Session, *, at: datetime) -> icalendar.Event:
    zone = ZoneInfo(session.time_zone)
    entry = icalendar.Event()
    entry.add("uid", f"{session.uid}@clearway")
    entry.add("dtstamp", at)
    entry.add("sequence", session.sequence)
    entry.add("summary", session.title)
    entry.add("dtstart", session.starts_at.astimezone(zone))
    entry.add("dtend", session.ends_at.astimezone(zone))
    entry.add("status", STATUS.get(Session.State(session.state), "CONFIRMED"))
    if session.room:
        entry.add("location", str(session.room))
    return entry
