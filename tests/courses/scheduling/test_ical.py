"""Invitations and cancellations hold to RFC 5545 and RFC 5546, and so does the feed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import override_settings

from courses.scheduling import actions, ical
from courses.scheduling.models import Session
from tests.cast import SCENES, Cast
from tests.courses.scheduling.timetable import AT, Timetable, lay_out
from tests.kept import Scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "timetable": lambda made: lay_out(made["cast"])}


@pytest.fixture
def timetable(kept: dict[str, Any], cast: Cast) -> Timetable:
    return kept.get("timetable") or lay_out(cast)


def read(text: str | bytes) -> tuple[icalendar.Calendar, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def once(component: Any, *names: str) -> bool:
    """RFC 5546: these stand exactly once."""
    return all(name in component and not isinstance(component[name], list) for name in names)


@override_settings(DEFAULT_FROM_EMAIL="Clearway <office@clearway.example>", PUBLIC_URL="https://clearway.example")
def test_an_invitation_is_a_request_to_one_attendee_in_the_sessions_own_zone(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    calendar, event = read(ical.request(session, timetable.cast.amina, at=AT))
    assert once(calendar, "METHOD", "PRODID", "VERSION")
    assert once(event, "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "ORGANIZER", "ATTENDEE",
                "LAST-MODIFIED", "URL", "LOCATION")  # fmt: skip
    assert (calendar["METHOD"], calendar["VERSION"], event["STATUS"]) == ("REQUEST", "2.0", "CONFIRMED")
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == (f"{session.uid}@clearway", 0, "Averin, Hall")
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:office@clearway.example", "mailto:amina@scbs.example")
    assert event["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"
    assert event["URL"] == "https://clearway.example/my/"
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert event["DTSTART"].dt.astimezone(UTC) == session.starts_at
    assert (event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt) == (AT, session.state_at)


def test_moved_and_then_cancelled_it_keeps_its_uid_and_raises_its_sequence(timetable: Timetable) -> None:
    cast, session = timetable.cast, timetable.session(timetable.release(), 2)
    sent = [ical.request(session, cast.amina, at=AT)]
    session = actions.move_session(
        session=session, starts_at=session.starts_at + timedelta(days=21), ends_at=session.ends_at + timedelta(days=21),
        room=session.room, by=cast.lucia, at=AT + timedelta(hours=1),
    )  # fmt: skip
    sent.append(ical.request(session, cast.amina, at=AT + timedelta(hours=1)))
    session = actions.cancel_session(session=session, by=cast.lucia, at=AT + timedelta(hours=2), reason="Storm")
    sent.append(ical.cancellation(session, cast.amina, at=AT + timedelta(hours=2)))
    told = [
        (calendar["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]) for calendar, event in map(read, sent)
    ]
    uid = f"{session.uid}@clearway"
    assert told == [
        ("REQUEST", uid, 0, "CONFIRMED"), ("REQUEST", uid, 1, "CONFIRMED"), ("CANCEL", uid, 2, "CANCELLED")
    ]  # fmt: skip
    stamps = [event["LAST-MODIFIED"].dt for _calendar, event in map(read, sent)]
    assert stamps == sorted(stamps)


def test_whoever_leaves_is_taken_out_while_the_session_stands(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    calendar, event = read(ical.cancellation(session, timetable.cast.amina, at=AT))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_the_feed_is_published_without_people_and_shows_what_was_cancelled(timetable: Timetable) -> None:
    cohort = timetable.release()
    actions.cancel_session(session=timetable.session(cohort, 1), by=timetable.cast.lucia, at=AT, reason="Storm")
    sessions = Session.objects.filter(cohort=cohort).select_related("room__venue").order_by("starts_at")
    calendar = icalendar.Calendar.from_ical(ical.published(sessions, at=AT))
    events = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert [event["STATUS"] for event in events] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert [name for event in events for name in ("ORGANIZER", "ATTENDEE") if name in event] == []


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    session.title = "تقييم المخاطر " * 12
    text = ical.request(session, timetable.cast.amina, at=datetime(2027, 1, 1, tzinfo=UTC)).encode()
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert read(text)[1]["SUMMARY"] == session.title
