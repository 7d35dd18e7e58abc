"""In made-up worlds search, calendar, HR's file and the editors' choosers show what the rooms allow, and no line more."""

import re

from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings

from desks.officer.calendar import token_of
from tests.isolation.oracle import FIGURES, KEEPS, NATIONAL, WRITES, World
from tests.isolation.test_rooms import stage
from tests.isolation.worlds import Stage, built, worlds
from tests.repository.scene import BACKEND

__all__ = ["stage"]

fewer = settings(
    max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

CHOOSERS = {
    "picture": ("wagtailimages_chooser:choose_results", {"q": "border"}),
    "document": ("wagtaildocs_chooser:choose_results", {"q": "border"}),
    "quiz": ("wagtailsnippetchoosers_courses_quiz:choose_results", {}),
    "question": ("wagtailsnippetchoosers_courses_question:choose_results", {}),
}


def signed_in(stage: Stage, number: int) -> Client:
    client = Client()
    client.force_login(stage.people[number], backend=BACKEND)
    return client


@fewer
@given(world=worlds())
def test_a_search_of_the_catalogue_finds_what_is_on_offer_to_the_asker(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number in range(world.people):
            page = signed_in(stage, number).get("/catalogue/", {"q": "border"})
            assert {card["code"] for card in page.context["told"]["cards"]} == world.courses_seen(number)
            for place in NATIONAL:
                page = signed_in(stage, number).get(f"/catalogue/place-{place}/", {"q": "border"})
                seen = {code for code in world.courses_seen(number) if code.startswith(place)}
                assert {card["code"] for card in page.context["told"]["cards"]} == seen


@fewer
@given(world=worlds())
def test_a_calendar_holds_the_sessions_that_its_owner_has_a_seat_in(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number, person in enumerate(stage.people):
            feed = Client().get(reverse("my-calendar"), {"token": token_of(person)}).content.decode()
            assert set(re.findall(r"SUMMARY:Session (\w)", feed)) == {p for n, p in world.seated if n == number}


@fewer
@given(world=worlds())
def test_hrs_file_opens_to_those_who_read_its_figures_and_names_nobody(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number in range(world.people):
            client = signed_in(stage, number)
            for place in NATIONAL:
                answer = client.get(reverse("hr-gaps-csv"), {"administration": f"place-{place}"})
                allowed = world.holds(number, place, FIGURES)
                assert answer.status_code == (200 if allowed else 404)
                if allowed:
                    text = answer.getvalue().decode()
                    assert re.findall(r"Family\d|Given\d|person\d", text) == []
                    assert {code[0] for code in re.findall(r"^([ab]\d),", text, re.MULTILINE)} <= {place}


@fewer
@given(world=worlds())
def test_a_programme_is_opened_at_home_and_changed_by_who_keeps_its_book(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number in range(world.people):
            client = signed_in(stage, number)
            kept = {place for place in NATIONAL if world.holds(number, place, KEEPS)}
            for place in NATIONAL:
                pages = [reverse("impact-new") + f"?administration=place-{place}"]
                pages += [
                    reverse(name, args=[f"programme-{place}"])
                    for name in (
                        "impact-programme-change",
                        "impact-promise-new",
                        "impact-story-new",
                        "impact-group-new",
                    )
                ]
                answers = {getattr(client, method)(page).status_code for page in pages for method in ("get", "post")}
                assert answers == ({200} if place in kept else {404})


@fewer
@given(world=worlds())
def test_a_chooser_of_the_admin_offers_what_an_editor_writes(stage: Stage, world: World) -> None:
    with built(stage, world):
        for number in range(world.people):
            client = signed_in(stage, number)
            shown = {kind: offered(client, kind) for kind in CHOOSERS}
            writes = {place for place in NATIONAL if world.holds(number, place, WRITES)}
            own_files = {place for place in writes if (number, place) in world.editors}
            bank = writes if world.may_edit(number) else set()
            assert shown == {"picture": own_files, "document": own_files, "quiz": bank, "question": bank}
            pages = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "border"}).content.decode()
            assert set(re.findall(r"Border (\w) \w+", pages)) == bank


def offered(client: Client, kind: str) -> set[str]:
    name, query = CHOOSERS[kind]
    return set(re.findall(rf"Border {kind} (\w)", client.get(reverse(name), query).content.decode()))
