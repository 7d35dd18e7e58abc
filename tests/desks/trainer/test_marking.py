"""The sheet of a session: whose it is, what its buttons do, what a phone sends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from courses.scheduling.models import Session
from lms.core import clock
from lms.people.models import User
from tests.tracking.attendance.making import Blend, open_cohort, room_of, take_seat
from tracking.attendance import actions
from tracking.attendance.actions import NewMark
from tracking.attendance.models import Mark, MarkChange


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(session: Session, name: str = "trainer-session") -> str:
    return reverse(name, kwargs={"session": session.uid})


def send(client: Client, session: Session, **letter: Any) -> Any:
    return client.post(address(session, "trainer-marks"), letter, content_type="application/json")


def states(session: Session) -> dict[str, str]:
    return dict(Mark.objects.filter(session=session).values_list("person__username", "state"))


@pytest.mark.parametrize("who", ["amina", "bela", "jonas", "ren", "nadia", "elif", "davit", "stranger"])
def test_a_sheet_is_there_for_the_trainers_of_its_cohort_only(blended: Blend, who: str) -> None:
    take_seat(blended, blended.cast.amina)
    client, session = browser(blended.cast.people[who]), blended.sessions[0]
    correct = reverse("trainer-correct", kwargs={"session": session.uid, "person": blended.cast.amina.uid})
    answers = [
        client.get(address(session)),
        client.post(address(session), {"all": "present"}),
        send(client, session, marks=[]),
        client.get(correct),
        client.post(correct, {"state": "present", "reason": "x"}),
    ]
    assert ([answer.status_code for answer in answers], Mark.objects.count()) == ([404] * 5, 0)


def test_a_draft_has_no_sheet(blended: Blend) -> None:
    Session.objects.filter(pk=blended.sessions[0].pk).update(state=Session.State.DRAFT)
    assert browser(blended.cast.lucia).get(address(blended.sessions[0])).status_code == 404


def test_without_a_script_five_buttons_mark_a_room_and_close_it(blended: Blend) -> None:
    crowd = room_of(blended, 24)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    presses = [
        {"all": "present"}, {"mark": f"{crowd[3].uid}:absent"}, {"mark": f"{crowd[7].uid}:absent"}, {"close": "yes"},
    ]  # fmt: skip
    answers = [client.post(address(session), press).status_code for press in presses]
    session.refresh_from_db()
    absent = sorted(name for name, state in states(session).items() if state == "absent")
    assert (answers, session.state, absent, len(states(session))) == (
        [302] * 4, "held", [crowd[3].username, crowd[7].username], 24,
    )  # fmt: skip


def test_all_present_leaves_what_the_trainer_has_said(blended: Blend) -> None:
    crowd = room_of(blended, 3)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    client.post(address(session), {"mark": f"{crowd[1].uid}:partial", f"minutes-{crowd[1].uid}": "45"})
    client.post(address(session), {"all": "present"})
    assert states(session) == {"amina": "present", "officer01": "partial", "officer02": "present"}
    assert Mark.objects.get(person=crowd[1]).minutes == 45


@pytest.mark.parametrize("mark", ["", "nobody:present", "{bela}:present", "{amina}:asleep", "{amina}"])
def test_a_button_that_no_sheet_has_changes_nothing(blended: Blend, mark: str) -> None:
    take_seat(blended, blended.cast.amina)
    said = mark.format(amina=blended.cast.amina.uid, bela=blended.cast.bela.uid)
    answer = browser(blended.cast.lucia).post(address(blended.sessions[0]), {"mark": said})
    assert (answer.status_code, Mark.objects.count()) == (302, 0)


def test_a_phone_sends_taps_and_the_closing_and_may_send_them_twice(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    tap = {"uid": str(uuid4()), "person": str(blended.cast.amina.uid), "state": "present", "ago": 60_000}
    answers = [send(client, session, marks=[tap], close={"ago": 1_000}).json() for _again in range(2)]
    mark = Mark.objects.get()
    assert answers == [{"taken": [tap["uid"]], "closed": True}] * 2
    assert (mark.state, mark.changes.count()) == ("present", 1)
    assert timedelta(seconds=55) < clock.now() - mark.at < timedelta(seconds=120)


def test_a_tap_that_waited_does_not_undo_a_newer_one(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    for state, ago in (("present", 0), ("absent", 120_000)):
        tap = {"uid": str(uuid4()), "person": str(blended.cast.amina.uid), "state": state, "ago": ago}
        send(client, session, marks=[tap])
    assert states(session) == {"amina": "present"}


def test_a_tap_stands_over_the_one_before_it_though_that_one_crept_to_us(blended: Blend) -> None:
    """Made half a minute apart. The first letter took a minute to arrive, which the phone cannot tell; the second none."""
    take_seat(blended, blended.cast.amina)
    client, session, amina = browser(blended.cast.lucia), blended.sessions[0], str(blended.cast.amina.uid)
    first = {"uid": str(uuid4()), "person": amina, "state": "present", "ago": 0}
    second = {"uid": str(uuid4()), "person": amina, "state": "absent", "ago": 30_000}
    send(client, session, marks=[first])
    send(client, session, marks=[second], after=first["uid"])
    assert states(session) == {"amina": "absent"}


def test_a_tap_sent_again_keeps_its_place_before_those_that_came_with_it(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, session, amina = browser(blended.cast.lucia), blended.sessions[0], str(blended.cast.amina.uid)
    first = {"uid": str(uuid4()), "person": amina, "state": "present", "ago": 0}
    second = {"uid": str(uuid4()), "person": amina, "state": "absent", "ago": 30_000}
    send(client, session, marks=[first])
    send(client, session, marks=[first, second], close={"ago": 10_000})
    session.refresh_from_db()
    assert (states(session), session.state) == ({"amina": "absent"}, "held")


@pytest.mark.parametrize("whose", ["of nobody", "of another trainer"])
def test_only_ones_own_taps_go_before_ones_own(blended: Blend, whose: str) -> None:
    take_seat(blended, blended.cast.amina)
    session, amina = blended.sessions[0], str(blended.cast.amina.uid)
    stands = uuid4()
    said = NewMark(person_id=blended.cast.amina.pk, state="present", uid=stands)
    actions.mark(session=session, marks=[said], by=blended.cast.lucia, at=clock.now())
    if whose == "of another trainer":
        MarkChange.objects.update(by=blended.cast.jonas)
    tap = {"uid": str(uuid4()), "person": amina, "state": "absent", "ago": 30_000}
    after = stands if whose == "of another trainer" else uuid4()
    send(browser(blended.cast.lucia), session, marks=[tap], after=str(after))
    assert states(session) == {"amina": "present"}


def test_taps_after_the_closing_are_refused_in_words(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    send(client, session, close={})
    tap = {"uid": str(uuid4()), "person": str(blended.cast.amina.uid), "state": "present"}
    answer = send(client, session, marks=[tap])
    assert (answer.status_code, list(answer.json()), states(session)) == (409, ["words"], {"amina": "absent"})


@pytest.mark.parametrize(
    "letter",
    [
        {"marks": "all"},
        {"marks": [{"uid": "x", "person": "y", "state": "present"}]},
        {"marks": [{"uid": str(uuid4()), "person": str(uuid4()), "state": "asleep"}]},
        {"marks": [{"uid": str(uuid4()), "person": str(uuid4()), "state": "partial", "minutes": -1}]},
        {"marks": [{"uid": str(uuid4()), "person": str(uuid4()), "state": "present"}] * 501},
    ],
)
def test_a_letter_that_makes_no_sense_is_refused_whole(blended: Blend, letter: dict[str, Any]) -> None:
    answer = send(browser(blended.cast.lucia), blended.sessions[0], **letter)
    assert (answer.status_code, Mark.objects.count()) == (400, 0)


def test_a_correction_says_why(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    client, session = browser(blended.cast.lucia), blended.sessions[0]
    client.post(address(session), {"close": "yes"})
    page = reverse("trainer-correct", kwargs={"session": session.uid, "person": blended.cast.amina.uid})
    without = client.post(page, {"state": "present", "reason": ""})
    before = states(session)
    with_reason = client.post(page, {"state": "partial", "minutes": "100", "reason": "Came late"})
    mark = Mark.objects.get()
    assert (without.status_code, before, with_reason.status_code) == (200, {"amina": "absent"}, 302)
    assert (mark.state, mark.minutes, mark.changes.latest("pk").reason) == ("partial", 100, "Came late")
    assert "Came late" in client.get(page).content.decode()


def test_someone_excused_elsewhere_is_offered_and_makes_the_session_up(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    take_seat(blended, blended.cast.bela)
    session, lucia = blended.sessions[0], blended.cast.lucia
    excused = [NewMark(person_id=blended.cast.amina.pk, state="excused")]
    actions.mark(session=session, marks=excused, by=lucia, at=clock.now())
    _cohort, others = open_cohort(
        blended.cast, blended.release, first=clock.now() - timedelta(minutes=5), title="Again"
    )
    client = browser(lucia)
    page = client.get(address(others[0]))
    assert [mark.person for mark in page.context["guests"]] == [blended.cast.amina]
    client.post(address(others[0]), {"guest": "yes", "guest-choice": str(blended.cast.amina.uid)})
    assert states(others[0]) == {"amina": "present"}


def test_the_sheet_costs_as_many_queries_for_twenty_four_as_for_one(
    blended: Blend, django_assert_num_queries: Any
) -> None:
    crowd = room_of(blended, 24)
    _cohort, others = open_cohort(blended.cast, blended.release, first=clock.now(), title="Small")
    take_seat(blended, crowd[0], cohort=others[0].cohort)
    client = browser(blended.cast.lucia)
    for session in (others[0], blended.sessions[0]):
        client.get(address(session))
        with django_assert_num_queries(9):
            client.get(address(session))
