"""A trainer's phone: a room of twenty-four in five taps, by keyboard, and while the line is away."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

import pytest
from playwright.sync_api import BrowserContext, Route, expect
from playwright.sync_api import Page as Tab

from courses.scheduling.models import Session
from lms.core import clock
from tests.browser.test_look import violations
from tests.cast import raise_the_curtain
from tests.committed import Committed
from tests.tracking.attendance.making import Blend, blend, room_of
from tracking.attendance.models import Mark, MarkChange

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., BrowserContext]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


@pytest.fixture
def room(committed: Committed) -> Blend:
    return committed(room_of_24)


def room_of_24() -> Blend:
    """Twenty-four people in a session that began five minutes ago."""
    made = blend(raise_the_curtain(), first=clock.now() - timedelta(minutes=5))
    room_of(made, 24)
    return made


def session(room: Blend) -> Session:
    return room.sessions[0]


def sheet(tab: Tab, room: Blend) -> None:
    tab.goto(f"/trainer/sessions/{session(room).uid}/")
    expect(tab.locator("[data-person]")).to_have_count(24)


def absent(tab: Tab, name: str) -> None:
    tab.get_by_role("group", name=name).get_by_role("button", name="Absent").tap()


def states(room: Blend) -> dict[str, int]:
    found = list(Mark.objects.filter(session=session(room)).values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def saved(tab: Tab) -> None:
    expect(tab.locator("[data-status]")).to_have_text("Saved")


def test_a_room_of_twenty_four_with_two_absent_is_five_taps_and_under_twenty_seconds(
    window: Window, room: Blend
) -> None:
    tab = window(person=room.cast.lucia, **PHONE).new_page()
    tab.goto("/trainer/")
    begun = monotonic()
    tab.get_by_role("link", name=session(room).title).first.tap()
    tab.get_by_role("button", name="All present").tap()
    absent(tab, "Officer03 Example")
    absent(tab, "Officer17 Example")
    tab.get_by_role("button", name="Close", exact=True).tap()
    expect(tab.locator(".notice--success")).to_contain_text("Closed by Lucia Example")
    assert (states(room), Session.objects.get(pk=session(room).pk).state) == ({"absent": 2, "present": 22}, "held")
    assert monotonic() - begun < 20


def test_rows_and_buttons_are_big_enough_for_a_thumb_and_nothing_is_wider_than_the_phone(
    window: Window, room: Blend
) -> None:
    tab = window(person=room.cast.lucia, **PHONE).new_page()
    sheet(tab, room)
    sizes = tab.eval_on_selector_all(
        ".roll__states .tap, .roll__more summary, .roll .button",
        "all => all.map(one => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])",
    )
    assert min(min(size) for size in sizes) >= 44
    assert (tab.evaluate("document.documentElement.scrollWidth"), violations(tab)) == (390, [])


def test_taps_without_a_line_wait_on_the_phone_and_are_sent_when_it_is_back(window: Window, room: Blend) -> None:
    context = window(person=room.cast.lucia, **PHONE)
    tab = context.new_page()
    sheet(tab, room)
    tab.get_by_role("button", name="All present").tap()
    saved(tab)
    context.set_offline(True)
    absent(tab, "Officer03 Example")
    absent(tab, "Officer17 Example")
    expect(tab.locator("[data-status]")).to_have_text("2 marks wait for the line")
    before = states(room)
    context.set_offline(False)
    saved(tab)
    assert (before, states(room), MarkChange.objects.count()) == ({"present": 24}, {"absent": 2, "present": 22}, 26)


def test_a_whole_sheet_is_marked_and_closed_without_a_line(window: Window, room: Blend) -> None:
    context = window(person=room.cast.lucia, **PHONE)
    tab = context.new_page()
    sheet(tab, room)
    context.set_offline(True)
    tab.get_by_role("button", name="All present").tap()
    absent(tab, "Officer03 Example")
    tab.get_by_role("button", name="Close", exact=True).tap()
    expect(tab.locator("[data-status]")).to_have_text("Closing waits for the line")
    assert states(room) == {}
    context.set_offline(False)
    expect(tab.locator(".notice--success")).to_contain_text("Closed by Lucia Example")
    assert states(room) == {"absent": 1, "present": 23}


def test_a_tap_made_while_the_one_before_it_crept_is_not_lost(window: Window, room: Blend) -> None:
    tab = window(person=room.cast.lucia, **PHONE).new_page()
    sheet(tab, room)
    underway: list[Route] = []
    tab.route("**/marks/", lambda route: underway.append(route), times=1)
    with tab.expect_request("**/marks/"):
        tab.get_by_role("button", name="All present").tap()
    absent(tab, "Officer03 Example")
    tab.wait_for_timeout(1_000)  # the first letter is long underway, and the phone does not know for how long
    underway[0].continue_()
    saved(tab)
    assert states(room) == {"absent": 1, "present": 23}


def test_taps_kept_from_an_earlier_visit_are_shown_and_sent(window: Window, room: Blend) -> None:
    context = window(person=room.cast.lucia, **PHONE)
    tab = context.new_page()
    sheet(tab, room)
    tab.route("**/marks/", lambda route: route.abort())
    absent(tab, "Officer03 Example")
    expect(tab.locator("[data-status]")).to_have_text("1 mark waits for the line")
    tab.close()
    again = context.new_page()
    sheet(again, room)
    saved(again)
    pressed = again.get_by_role("group", name="Officer03 Example").get_by_role("button", name="Absent")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert (states(room), again.evaluate("localStorage.length")) == ({"absent": 1}, 0)


def test_what_came_after_the_closing_is_listed_by_name(window: Window, room: Blend) -> None:
    tab = window(person=room.cast.lucia, **PHONE).new_page()
    sheet(tab, room)
    other = window(person=room.cast.lucia, **PHONE).new_page()
    sheet(other, room)
    other.get_by_role("button", name="Close", exact=True).tap()
    expect(other.locator(".notice--success")).to_be_visible()
    tab.get_by_role("group", name="Officer03 Example").get_by_role("button", name="Present").tap()
    expect(tab.locator("[data-status]")).to_contain_text("Not taken: Officer03 Example (Present)")


def test_a_part_is_marked_with_its_minutes(window: Window, room: Blend) -> None:
    tab = window(person=room.cast.lucia, **PHONE).new_page()
    sheet(tab, room)
    line = tab.locator("[data-person]", has_text="Officer03")
    line.locator("summary").tap()
    line.get_by_label("Minutes there").fill("95")
    line.get_by_role("button", name="There for a part").tap()
    saved(tab)
    assert list(Mark.objects.values_list("state", "minutes")) == [("partial", 95)]


@pytest.mark.parametrize("script", [True, False])
def test_the_sheet_is_worked_by_keyboard_with_and_without_a_script(window: Window, room: Blend, script: bool) -> None:
    tab = window(person=room.cast.lucia, java_script_enabled=script).new_page()
    sheet(tab, room)
    tab.get_by_role("button", name="All present").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".tap[data-state=present][aria-pressed=true]")).to_have_count(24)
    tab.get_by_role("group", name="Officer03 Example").get_by_role("button", name="Present").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator(".roll__states .tap[data-state=absent][aria-pressed=true]")).to_have_count(1)
    if script:
        saved(tab)
    tab.get_by_role("button", name="Close", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".notice--success").last).to_contain_text("Closed by Lucia Example")
    assert states(room) == {"absent": 1, "present": 23}
