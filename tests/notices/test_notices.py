"""Telling: on the site at once, by mail once, in the reader's language and zone, and only what the reader wants."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client

from courses.scheduling import actions as scheduling
from courses.scheduling.events import SessionMoved
from lms.core.events import as_fact
from lms.core.models import Event
from lms.notices import actions, mailing, queries
from lms.notices.events import NoticeGiven
from lms.notices.kinds import KINDS
from lms.notices.models import Letter, Notice
from lms.people.models import User
from tests.cast import Cast
from tests.courses.scheduling.timetable import lay_out

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
FACTS = {
    "session": "Day one", "cohort": "Risk management", "zone": "Europe/Berlin", "room": "Averin, Hall",
    "room_before": "Averin, Hall", "starts_at": "2027-03-29T07:00:00+00:00", "ends_at": "2027-03-29T13:00:00+00:00",
    "started_at": "2027-03-08T08:00:00+00:00", "ended_at": "2027-03-08T14:00:00+00:00", "reason": "",
}  # fmt: skip
ANNOUNCED = {"cohort": "Risk management", "seats": 24, "starts_on": "2027-03-01", "ends_on": "2027-03-14"}


@pytest.fixture(autouse=True)
def _morning() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def tell(person: User, kind: str = "session_moved", at: datetime = NOW, calendar: str | None = None) -> Notice:
    facts = FACTS if kind != "cohort_announced" else ANNOUNCED
    return actions.tell(person=person, kind=kind, facts=facts, link="/my/", at=at, calendar=calendar)


def send(notice: Notice) -> Letter | None:
    return actions.send(NoticeGiven(at=notice.at, notice_id=notice.pk, person_id=notice.person_id))


def test_what_cannot_wait_is_mailed_once_however_often_it_is_tried(cast: Cast) -> None:
    notice = tell(cast.amina)
    letters = [send(notice) for _ in range(3)]
    assert [letter is not None for letter in letters] == [True, False, False]
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["amina@scbs.example"], "Day one moves to Mon, 29 Mar 2027, 09:00 (Europe/Berlin)")
    ]
    assert list(queries.letters_visible_to(cast.amina).values_list("subject", "sent_at")) == [
        (mail.outbox[0].subject, NOW)
    ]


def test_a_mail_server_that_refuses_leaves_it_to_the_next_try(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = tell(cast.amina)

    def refuse(*_args: object, **_more: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr(mailing, "send", refuse)
        with pytest.raises(ConnectionRefusedError):
            send(notice)
    assert (Letter.objects.count(), send(notice) is not None, len(mail.outbox)) == (0, True, 1)


def test_mail_says_both_zones_and_what_it_was_before(cast: Cast) -> None:
    cast.amina.time_zone = "Asia/Dubai"
    cast.amina.save()
    send(tell(cast.amina))
    body = str(mail.outbox[0].body)
    lines = [line for line in body.splitlines() if line.startswith(("Until now", "From now on"))]
    assert lines == [
        (
            "Until now: Mon, 8 Mar 2027, 09:00–15:00 (Europe/Berlin), for you Mon, 8 Mar, 12:00–18:00 (Asia/Dubai), "
            "Averin, Hall"
        ),
        (
            "From now on: Mon, 29 Mar 2027, 09:00–15:00 (Europe/Berlin), for you Mon, 29 Mar, 11:00–17:00 (Asia/Dubai), "
            "Averin, Hall"
        ),
    ]


def test_an_invitation_goes_as_a_calendar_part_with_its_method(cast: Cast) -> None:
    send(tell(cast.amina, calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"))
    parts = [p for p in mail.outbox[0].message().walk() if p.get_content_type() == "text/calendar"]
    assert [(part.get_param("method"), part.get_filename()) for part in parts] == [("REQUEST", "session.ics")]


def test_what_can_wait_comes_in_one_digest_a_day(cast: Cast) -> None:
    tell(cast.ren, "cohort_announced")
    waiting = tell(cast.ren, "cohort_announced")
    assert send(waiting) is None
    assert [actions.send_digests(at=NOW + timedelta(minutes=n)) for n in (1, 31)] == [1, 0]
    tell(cast.ren, "cohort_announced")
    assert [actions.send_digests(at=NOW + timedelta(hours=n)) for n in (2, 24)] == [0, 1]
    assert [each.subject for each in mail.outbox] == ["2 notices from Clearway", "1 notice from Clearway"]


def test_what_is_declined_or_read_or_old_is_not_mailed(cast: Cast) -> None:
    actions.choose_mail(person=cast.amina, kinds=set(KINDS) - {"session_moved"}, by=cast.amina, at=NOW)
    declined, old = tell(cast.amina), tell(cast.bela, at=NOW - timedelta(days=400))
    read = tell(cast.ren, "cohort_announced")
    actions.read(notice=read, by=cast.ren, at=NOW)
    assert [send(declined), send(old), actions.send_digests(at=NOW)] == [None, None, 0]
    assert mail.outbox == []


def test_an_unknown_kind_is_refused_and_every_known_one_that_has_words_has_them(cast: Cast) -> None:
    with pytest.raises(actions.UnknownKind):
        tell(cast.amina, "gossip")
    assert [kind for kind in KINDS if not get_template(f"notices/{kind}.txt")] == []


def test_one_reads_ones_own_and_nobody_elses(cast: Cast) -> None:
    notice = tell(cast.amina)
    answers = {}
    for who in ("amina", "jonas", "ren"):
        client = Client()
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        answers[who] = (
            client.get("/my/notices/").content.count(b"Day one"),
            client.get(f"/my/notices/{notice.uid}/").status_code,
        )
    assert answers == {"amina": (1, 302), "jonas": (0, 404), "ren": (0, 404)}
    assert queries.unread(cast.amina).count() == 0


def test_the_list_takes_as_many_queries_for_three_notices_as_for_one(
    cast: Cast, django_assert_num_queries: object
) -> None:
    client = Client()
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    for more in (1, 2):
        for _ in range(more):
            tell(cast.amina)
        client.get("/my/notices/")
        with django_assert_num_queries(6):  # type: ignore[operator]
            client.get("/my/notices/")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "إشعار واحد غير مقروء"),
        (2, "إشعاران غير مقروءين"),
        (3, "\u200f3 إشعارات غير مقروءة"),
        (11, "\u200f11 إشعارًا غير مقروء"),
    ],
)
def test_however_many_are_unread_the_list_says_so_in_arabic(cast: Cast, number: int, said: str) -> None:
    for _ in range(number):
        tell(cast.amina)
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f"<p>{said}</p>" in client.get("/my/notices/").content.decode()


def test_the_choice_of_mail_is_kept_by_a_form(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post("/my/notices/mail/", {"kind": ["session_moved", "nonsense"]})
    assert queries.kinds_by_mail(cast.amina) == ["session_moved"]


def test_trainers_are_told_of_a_move_with_an_entry_for_their_calendars(cast: Cast) -> None:
    timetable = lay_out(cast)
    session = timetable.session(timetable.release(), 2)
    day = timedelta(days=21)
    scheduling.move_session(
        session=session, starts_at=session.starts_at + day, ends_at=session.ends_at + day, room=timetable.annexe,
        by=cast.ren, at=NOW,
    )  # fmt: skip
    fact = as_fact(Event.objects.get(type="courses.scheduling.SessionMoved"))
    assert isinstance(fact, SessionMoved)
    scheduling.tell_trainers(fact)
    notice = Notice.objects.get(person=cast.lucia)
    entry = icalendar.Calendar.from_ical(notice.calendar)
    assert (notice.kind, notice.method, entry["METHOD"]) == ("session_moved", "REQUEST", "REQUEST")
    assert (notice.facts["room_before"], notice.facts["room"]) == ("Averin, Hall", "Averin, Annexe")
    assert [event["SEQUENCE"] for event in entry.walk("VEVENT")] == [1]
