"""Who sits in a session hears once that it moved or was cancelled, and the entry in their calendar follows."""

import re

import pytest

from courses.scheduling import actions as scheduling
from courses.scheduling import ical
from courses.scheduling.models import Booking, Cohort, Session
from lms.core.events import as_fact
from lms.core.models import Event
from lms.notices.models import Notice
from tests.cast import Cast
from tests.courses.scheduling.timetable import AT, Timetable, lay_out
from tracking.enrolment import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def timetable(cast: Cast) -> Timetable:
    return lay_out(cast)


@pytest.fixture
def seated(timetable: Timetable) -> Cohort:
    """A released cohort in which Amina and Jonas sit."""
    cohort, cast = timetable.release(), timetable.cast
    for person in (cast.amina, cast.jonas):
        actions.seat(cohort=cohort, person=person, administration=cast.sanderra, by=cast.lucia, at=AT)
    return cohort


def tell_again(kind: str) -> None:
    """Deliver the last fact of a kind, perhaps once more."""
    event = Event.objects.filter(type=f"courses.scheduling.{kind}").latest("seq")
    actions.tell_participants(as_fact(event))


def move(timetable: Timetable, session: Session) -> None:
    """To later on the same day."""
    later = session.ends_at + (session.ends_at - session.starts_at)
    ends_at = later + (session.ends_at - session.starts_at)
    scheduling.move_session(
        session=session, starts_at=later, ends_at=ends_at, room=session.room, by=timetable.cast.lucia, at=AT
    )
    session.refresh_from_db()


def entries(kind: str) -> list[tuple[str, str, str, int]]:
    """To whom, by which method, for which entry and in which version, as the calendar's text says it."""
    notices = Notice.objects.filter(kind=kind).select_related("person").order_by("person__username")
    return [(notice.person.username, *read(notice.calendar)) for notice in notices]


def read(text: str) -> tuple[str, str, int]:
    found = {name: re.search(rf"^{name}:(.*?)\r?$", text, re.MULTILINE) for name in ("METHOD", "UID", "SEQUENCE")}
    said = {name: match.group(1) for name, match in found.items() if match}
    return said["METHOD"], said["UID"], int(said["SEQUENCE"])


def test_a_move_is_a_request_of_the_same_entry_in_a_higher_version_for_everyone_seated(
    timetable: Timetable, seated: Cohort
) -> None:
    session = timetable.session(seated, 1)
    before, uid = session.sequence, read(invitation(timetable, session))[1]
    move(timetable, session)
    tell_again("SessionMoved")
    assert entries("session_moved") == [(name, "REQUEST", uid, before + 1) for name in ("amina", "jonas")]
    booked = Booking.objects.filter(session=session, kind=Booking.Kind.PARTICIPANT)
    assert list(booked.values_list("starts_at", "ends_at")) == [(session.starts_at, session.ends_at)] * 2


def invitation(timetable: Timetable, session: Session) -> str:
    return ical.request(session, timetable.cast.amina, at=AT, link="/my/plan/")


def test_a_cancelled_session_leaves_the_calendars_and_frees_everyones_time(
    timetable: Timetable, seated: Cohort
) -> None:
    session = timetable.session(seated, 2)
    before, uid = session.sequence, read(invitation(timetable, session))[1]
    scheduling.cancel_session(session=session, by=timetable.cast.lucia, at=AT, reason="The hall is flooded")
    tell_again("SessionCancelled")
    assert entries("session_cancelled") == [(name, "CANCEL", uid, before + 1) for name in ("amina", "jonas")]
    assert Booking.objects.filter(session=session, kind=Booking.Kind.PARTICIPANT).count() == 0


def test_telling_twice_tells_once(timetable: Timetable, seated: Cohort) -> None:
    session = timetable.session(seated, 1)
    move(timetable, session)
    tell_again("SessionMoved")
    tell_again("SessionMoved")
    assert len(entries("session_moved")) == 2


def test_who_sits_elsewhere_or_nowhere_is_not_told(timetable: Timetable, seated: Cohort) -> None:
    session = timetable.session(seated, 1)
    seat = actions.seat(
        cohort=seated,
        person=timetable.cast.bela,
        administration=timetable.cast.sanderra,
        by=timetable.cast.lucia,
        at=AT,
    )
    actions.leave(seat=seat, by=timetable.cast.bela, at=AT)
    move(timetable, session)
    tell_again("SessionMoved")
    assert [name for name, *_entry in entries("session_moved")] == ["amina", "jonas"]
