"""Joining a remote session: when, for whom, where it leads, and what it says."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.scheduling.models import Session
from desks.officer import join
from lms.core import clock
from lms.people.models import User
from tests.cast import SCENES, Cast
from tests.kept import Scenes
from tests.reading import words
from tests.tracking.attendance.making import Blend, blend, take_seat
from tracking.attendance.models import Mark

MEETING = "https://meet.sanderra.example/targeting"


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "blended": lambda made: begun(made["cast"])}


@pytest.fixture
def blended(kept: dict[str, Any], cast: Cast) -> Blend:
    return kept.get("blended") or begun(cast)


def begun(cast: Cast) -> Blend:
    """Amina has a seat, and the first remote session begins in ten minutes."""
    made = blend(cast, first=clock.now() + timedelta(minutes=10))
    take_seat(made, cast.amina)
    return made


def link(blended: Blend, who: str = "amina", number: int = 0) -> str:
    return join.door(blended.sessions[number], blended.cast.people[who]).href


def begin(session: Session, at: datetime) -> None:
    Session.objects.filter(pk=session.pk).update(starts_at=at, ends_at=at + timedelta(hours=2))


def page(session: Session) -> str:
    return reverse("my-join-page", kwargs={"session": session.uid})


def test_one_click_from_the_desk_leads_to_the_meeting_and_is_evidence(blended: Blend) -> None:
    client = browser(blended.cast.amina)
    desk = words(client.get("/my/"))
    [door] = join.doors(blended.cast.amina, at=clock.now())
    answer = client.get(door.href)
    mark = Mark.objects.get()
    assert ("Opens on meet.sanderra.example" in desk, "Join" in desk) == (True, True)
    assert (answer.status_code, answer.headers["Location"]) == (302, MEETING)
    assert (mark.person, mark.state, mark.source, mark.by) == (
        blended.cast.amina, "present", "join_link", blended.cast.amina,
    )  # fmt: skip


@pytest.mark.parametrize(("minutes", "shown"), [(16, False), (14, True), (-119, True), (-121, False)])
def test_the_card_is_there_from_fifteen_minutes_before_until_the_end(blended: Blend, minutes: int, shown: bool) -> None:
    begin(blended.sessions[0], clock.now() + timedelta(minutes=minutes))
    assert ("Opens on" in browser(blended.cast.amina).get("/my/").content.decode()) is shown


@pytest.mark.parametrize("minutes", [16, -121])
def test_too_early_and_too_late_end_on_a_calm_page(blended: Blend, minutes: int) -> None:
    begin(blended.sessions[0], clock.now() + timedelta(minutes=minutes))
    client = browser(blended.cast.amina)
    answer = client.get(link(blended))
    assert (answer.status_code, answer.headers["Location"], Mark.objects.count()) == (302, page(blended.sessions[0]), 0)
    assert client.get(page(blended.sessions[0])).status_code == 200


@pytest.mark.parametrize("who", ["bela", "jonas", "ren", "lucia", "elif", "stranger"])
def test_the_way_in_is_nobody_elses(blended: Blend, who: str) -> None:
    client = browser(blended.cast.people[who])
    answers = [client.get(link(blended)), client.get(link(blended, who)), client.get(page(blended.sessions[0]))]
    assert ([answer.status_code for answer in answers], Mark.objects.count()) == ([404] * 3, 0)


def test_a_forged_link_leads_nowhere(blended: Blend) -> None:
    client, good = browser(blended.cast.amina), link(blended)
    forged = [good[:-3] + "aa/", good.replace("~", "~0"), "/my/join/x/"]
    assert ([client.get(each).status_code for each in forged], Mark.objects.count()) == ([404] * 3, 0)


@pytest.mark.parametrize(
    "url",
    ["", "http://meet.sanderra.example/", "https://good.example@bad.example/", "javascript:alert(1)", "//bad.example/"],
)
def test_only_a_plain_https_address_is_gone_to(blended: Blend, url: str) -> None:
    Session.objects.update(meeting_url=url)
    client = browser(blended.cast.amina)
    token = join.SIGNER.sign(f"{blended.sessions[0].uid}~{blended.cast.amina.uid}")
    answer = client.get(reverse("my-join", kwargs={"token": token}))
    assert (answer.headers["Location"], Mark.objects.count()) == (page(blended.sessions[0]), 0)
    assert "link is not here yet" in client.get(page(blended.sessions[0])).content.decode()


def test_a_browser_that_fetches_ahead_has_not_come(blended: Blend) -> None:
    browser(blended.cast.amina).get(link(blended), headers={"sec-purpose": "prefetch"})
    assert Mark.objects.count() == 0


def test_a_cancelled_session_says_so(blended: Blend) -> None:
    Session.objects.update(state=Session.State.CANCELLED)
    client = browser(blended.cast.amina)
    client.get(link(blended))
    assert ("was cancelled" in client.get(page(blended.sessions[0])).content.decode(), Mark.objects.count()) == (
        True,
        0,
    )
