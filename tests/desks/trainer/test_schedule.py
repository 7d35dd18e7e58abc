"""A cohort opened in five clicks and a session moved in three; neighbours find nothing."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.scheduling.models import Booking, Cohort, Session
from lms.notices.models import Notice
from tests.cast import SCENES, Cast, open_gaps
from tests.courses.scheduling.timetable import AT, Timetable, lay_out
from tests.kept import Scenes

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "timetable": lambda made: lay_out(made["cast"])}


@pytest.fixture
def timetable(kept: dict[str, Any], cast: Cast) -> Timetable:
    return kept.get("timetable") or lay_out(cast)


@pytest.fixture(autouse=True)
def _january() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def links(page: bytes, pattern: str) -> list[str]:
    return [unescape(found) for found in re.findall(pattern, page.decode())]


def test_a_cohort_is_opened_in_five_clicks(timetable: Timetable) -> None:
    lucia = browser(timetable.cast, "lucia")
    (new,) = links(lucia.get("/trainer/").content, r'href="(/trainer/new/)"')
    (blueprint,) = links(lucia.get(new).content, r'href="(/trainer/new/[0-9a-f-]{36}/)"')
    lucia.get(blueprint, {"start": "2027-03-01"})
    assert (Cohort.objects.count(), Booking.objects.count()) == (0, 0)
    board = lucia.post(blueprint, {"start": "2027-03-01", "release": "1"}).headers["Location"]
    (tell,) = links(lucia.get(board).content, r'action="(/trainer/cohorts/[0-9a-f-]{36}/tell/)"')
    lucia.post(tell)
    cohort = Cohort.objects.get()
    assert (cohort.state, cohort.announced_at, Notice.objects.count()) == ("released", AT, 6)


def test_a_clash_is_shown_with_its_reason_and_a_free_time_takes_its_place(timetable: Timetable) -> None:
    timetable.release()
    lucia, address = browser(timetable.cast, "lucia"), f"/trainer/new/{timetable.blueprint.uid}/"
    page = lucia.get(address, {"start": "2027-03-01"}).content
    assert page.decode().count("Averin, Hall is taken then.") == 2
    assert b'name="release"' not in page
    # Each of the three sessions offers free times; taking the first of each leaves nothing refused.
    for _ in range(3):
        choices = links(page, r'class="slot" href="(\?[^"]*)"')
        page = lucia.get(f"{address}{choices[0]}").content
    assert b'name="release"' in page


def test_a_session_is_moved_in_three_clicks_and_shows_what_changes(timetable: Timetable) -> None:
    cohort, lucia = timetable.release(), browser(timetable.cast, "lucia")
    session = timetable.session(cohort, 2)
    moves = links(lucia.get(f"/trainer/cohorts/{cohort.uid}/").content, r'href="(/trainer/sessions/[0-9a-f-]+/move/)"')
    assert moves[1] == f"/trainer/sessions/{session.uid}/move/"
    slots = links(lucia.get(moves[1]).content, r'class="slot" href="\?to=([^"]*)"')
    page = lucia.get(f"{moves[1]}?to={slots[0]}").content.decode()
    (to,) = links(page.encode(), r'name="to" value="([^"]*)"')
    # At the same time, in the annexe: the time and the room stand on both sides.
    assert ("Release and tell 1" in page, page.count("<del>"), page.count("<ins>")) == (True, 2, 2)
    lucia.post(moves[1], {"to": to})
    moved = Session.objects.get(pk=session.pk)
    assert (moved.state, moved.sequence, moved.starts_at.isoformat()) == ("moved", 1, to.partition("/")[0])


def test_a_move_to_where_it_is_changes_nothing_and_offers_no_button(timetable: Timetable) -> None:
    cohort, lucia = timetable.release(), browser(timetable.cast, "lucia")
    session = timetable.session(cohort, 2)
    to = f"{session.starts_at.isoformat()}/{session.ends_at.isoformat()}/{timetable.hall.pk}"
    page = lucia.get(f"/trainer/sessions/{session.uid}/move/", {"to": to}).content.decode()
    assert ("nothing changes, and nobody is told" in page, "Release and tell" in page, "Move it" in page) == (
        True,
        False,
        False,
    )


def test_a_double_booked_room_offers_no_button_and_a_forged_one_changes_nothing(timetable: Timetable) -> None:
    cohort, lucia = timetable.release(), browser(timetable.cast, "lucia")
    session, other = timetable.session(cohort, 2), timetable.session(cohort, 3)
    to = f"{other.starts_at.isoformat()}/{other.ends_at.isoformat()}/{timetable.hall.pk}"
    address = f"/trainer/sessions/{session.uid}/move/"
    page = lucia.get(address, {"to": to}).content.decode()
    assert ("Averin, Hall is taken then." in page, "Release and tell" in page) == (True, False)
    lucia.post(address, {"to": to})
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at


@pytest.mark.parametrize("slot", ["nonsense", "2027-03-01/2027-03-02/1", "2027-03-01T09:00/2027-03-01T10:00/x", "//"])
def test_an_unreadable_slot_shows_the_free_ones_again(timetable: Timetable, slot: str) -> None:
    session = timetable.session(timetable.release(), 2)
    page = browser(timetable.cast, "lucia").get(f"/trainer/sessions/{session.uid}/move/", {"to": slot})
    assert (page.status_code, b'class="slot"' in page.content) == (200, True)


def test_a_time_of_ones_own_keeps_the_wall_clock_across_summer_time(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    asked = {"day": "2027-03-29", "clock": "09:00", "room": timetable.hall.pk}
    page = browser(timetable.cast, "lucia").get(f"/trainer/sessions/{session.uid}/move/", asked).content.decode()
    assert f'value="2027-03-29T07:00:00+00:00/2027-03-29T13:00:00+00:00/{timetable.hall.pk}"' in page


def test_a_reason_reaches_the_session(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    browser(timetable.cast, "lucia").post(f"/trainer/sessions/{session.uid}/cancel/", {"reason": "Storm"})
    found = Session.objects.get(pk=session.pk)
    assert (found.state, found.reason) == ("cancelled", "Storm")


@pytest.mark.parametrize(
    ("who", "expected"),
    [("lucia", 200), ("ren", 200), ("nadia", 200), ("davit", 404), ("elif", 404), ("amina", 404), ("stranger", 404)],
)
def test_neighbours_find_no_cohort_and_no_session(timetable: Timetable, who: str, expected: int) -> None:
    cohort, client = timetable.release(), browser(timetable.cast, who)
    session = timetable.session(cohort, 2)
    pages = [f"/trainer/cohorts/{cohort.uid}/{page}" for page in ("", "trainers/", "cancel/", "sheet/")]
    pages += [f"/trainer/sessions/{session.uid}/{page}/" for page in ("move", "cancel")]
    pages.append(f"/trainer/new/{timetable.blueprint.uid}/")
    assert {client.get(page).status_code for page in pages} == {expected}


def test_the_desk_takes_as_many_queries_for_three_cohorts_as_for_one(timetable: Timetable) -> None:
    lucia, counts = browser(timetable.cast, "lucia"), []
    for months in ([3], [5, 6]):
        for month in months:
            timetable.release(starts_on=date(2027, month, 3))
        lucia.get("/trainer/")
        with CaptureQueriesContext(connection) as queries:
            lucia.get("/trainer/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_hr_composes_a_cohort_from_the_top_gap_and_keeps_the_draft(timetable: Timetable) -> None:
    ren, competency = browser(timetable.cast, "ren"), timetable.cast.competencies["P3"]
    open_gaps(timetable.cast, timetable.cast.amina, ratings={"P3": 1})
    (top,) = links(ren.get("/hr/").content, rf'href="(\?[^"]*competency={competency.code})"')
    (compose,) = links(ren.get(f"/hr/{top}").content, r'href="(/trainer/new/[0-9a-f-]{36}/)"')
    page = ren.get(compose)
    # Ren does not teach: it is left to who does.
    assert page.context["trainers"] == [timetable.cast.lucia]
    board = ren.post(compose, {"start": page.context["form"].data["start"]})
    assert (board.status_code, Cohort.objects.get().state) == (302, "draft")


def test_who_composes_nowhere_is_offered_nothing(timetable: Timetable) -> None:
    open_gaps(timetable.cast, timetable.cast.amina, ratings={"P3": 1})
    assert "/trainer/new/" not in browser(timetable.cast, "tomas").get("/hr/?competency=P3").text


def test_a_cohort_begins_in_the_first_week_in_which_nothing_clashes(timetable: Timetable) -> None:
    lucia, address = browser(timetable.cast, "lucia"), f"/trainer/new/{timetable.blueprint.uid}/"
    first = lucia.get(address).context["form"].data["start"]
    timetable.release(starts_on=first)
    second = lucia.get(address)
    assert (second.context["form"].data["start"] > first, second.context["is_refused"]) == (True, False)


def test_the_desk_begins_with_a_sheet_that_was_left_open(timetable: Timetable) -> None:
    cohort = timetable.release()
    first, second = timetable.session(cohort, 1), timetable.session(cohort, 2)
    with time_machine.travel(first.ends_at + timedelta(hours=2), tick=False):
        lucia = browser(timetable.cast, "lucia")
        left_open = lucia.get("/trainer/")
        Session.objects.filter(pk=first.pk).update(state=Session.State.HELD)
        closed = lucia.get("/trainer/")
    said = [(page.context["next"], "the sheet is still open" in page.text) for page in (left_open, closed)]
    assert said == [(first, True), (second, False)]
