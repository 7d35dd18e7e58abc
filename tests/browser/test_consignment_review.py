"""The consignment review, played in its lesson: by mouse and by keyboard, on a phone, in Arabic, in part and in full."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, expect
from playwright.sync_api import Page as Tab

from courses.packages.h5p.types.pack import TYPES, pack
from tests.browser.own_types import answers, click, findings, in_arabic, inside, lesson, play, reach, worked_out
from tests.cast import Cast, raise_the_curtain
from tests.committed import Committed
from tracking.lrs.models import Statement
from tracking.progress.models import PartDone
from tracking.study.models import PackageResult

pytestmark = [pytest.mark.browser, pytest.mark.once]
Window = Callable[..., BrowserContext]
LIBRARY = TYPES / "H5P.ConsignmentReview-1.1"
#: The five fields that do not fit, and why.
RIGHT = {
    "Pallets: 24": "Quantity differs from the other papers",
    "Shipped on board: 2 May 2026": "Date is not possible",
    "Gross weight: 12,100 kg": "Weight does not fit the goods",
    "Origin: Norland": "Origin differs from the other papers",
    "Invoice amount: 14,800 SAD": "Value differs from the invoice",
}


@pytest.fixture
def cast(own_storage: Path, committed: Committed) -> Cast:
    """The cast; files go into a storage of their own."""
    return committed(raise_the_curtain)


def turn_to(tab: Tab, review: FrameLocator, paper: str) -> None:
    """Open the tab of a paper by keyboard."""
    reach(tab, review.get_by_role("tab", selected=True))
    for _tab in range(4):
        if review.get_by_role("tab", name=paper, selected=True).count():
            return
        tab.keyboard.press("ArrowRight")
    raise AssertionError(f"no tab leads to {paper}")


def mark(tab: Tab, review: FrameLocator, field: str, reason: str = "") -> None:
    """Mark a field by keyboard and, where one is given, choose the reason by typing how it begins."""
    reach(tab, review.get_by_role("button", name=field, exact=True))
    tab.keyboard.press("Space")
    if reason:
        reach(tab, review.get_by_role("combobox", name=f"Why does it not fit? {field}"))
        tab.keyboard.type(reason[:6])


def test_on_a_phone_by_keyboard_it_is_found_as_it_was_left_and_gives_credit_for_a_part(
    cast: Cast, window: Window
) -> None:
    path = lesson(cast, pack("consignment_review"))
    tab = window(width=390, person=cast.bela).new_page()
    review = play(tab, path)
    expect(review.get_by_role("table")).to_have_count(1)  # the others are behind their tabs
    turn_to(tab, review, "Packing list")
    mark(tab, review, "Invoice: INV-2207")  # in order: takes a point away
    mark(tab, review, "Pallets: 24", RIGHT["Pallets: 24"])
    tab.goto("about:blank")
    review = play(tab, path)
    expect(review.get_by_role("tab", name="Packing list marked: 2")).to_be_visible()
    turn_to(tab, review, "Packing list")
    expect(review.get_by_role("combobox", name="Pallets: 24")).to_have_value("0")
    turn_to(tab, review, "Bill of lading")
    mark(tab, review, "Shipped on board: 2 May 2026", "Party is not the same")  # found, for another reason

    reach(tab, review.get_by_role("button", name="Show a hint"))
    tab.keyboard.press("Enter")  # takes another point away
    expect(review.get_by_text("Count the same thing in three papers.")).to_be_visible()
    reach(tab, review.get_by_role("button", name="Check"))
    tab.keyboard.press("Enter")
    expect(review.get_by_role("status")).to_have_text("1 of 10 points.")
    expect(tab.get_by_text("Your result: 1 of 10.")).to_be_visible()
    assert [(result.score, result.max_score) for result in PackageResult.objects.all()] == [(1, 10)]
    assert PartDone.objects.filter(kind="package").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") == 390

    reach(tab, review.get_by_role("button", name="Packing list · Pallets: 24"))
    tab.keyboard.press("Enter")
    expect(review.get_by_role("button", name="Pallets: 24", exact=True)).to_be_focused()


def test_by_mouse_on_a_dark_page_all_five_are_found_and_said_to_the_record(cast: Cast, window: Window) -> None:
    tab = window(theme="dark", person=cast.bela).new_page()
    review = play(tab, lesson(cast, pack("consignment_review")))
    expect(review.get_by_role("table")).to_have_count(4)
    for field, reason in RIGHT.items():
        click(tab, review.get_by_role("button", name=field, exact=True))
        review.get_by_role("combobox", name=field).select_option(label=reason)
    click(tab, review.get_by_role("button", name="Check"))
    expect(tab.get_by_text("Your result: 10 of 10.")).to_be_visible()
    expect(review.locator(".h5p-search-task")).to_have_css("background-color", "rgb(13, 27, 47)")
    assert findings(tab) == []
    with tab.expect_response("**/statements/"):
        review.get_by_role("button", name="Try again").click()
        click(tab, review.get_by_role("button", name="Origin: Norland", exact=True))
    said = answers(tab)
    assert [(each["object"]["definition"]["interactionType"], each["result"]["success"]) for each in said] == [
        ("matching", True)
    ]
    assert [each["result"]["response"] for each in said] == said[0]["object"]["definition"]["correctResponsesPattern"]
    verbs = {statement.typed.verb.id.rsplit("/", 1)[-1] for statement in Statement.objects.all()}
    assert verbs >= {"answered", "interacted"}


def test_in_arabic_it_runs_from_right_to_left_on_a_phone(cast: Cast, window: Window) -> None:
    tab = window(language="ar", width=390, person=cast.bela).new_page()
    introduction = "قارن المستندات الأربعة وحدد ما لا يتوافق."
    review = play(tab, lesson(cast, in_arabic("consignment_review", LIBRARY, introduction=introduction)))
    review.get_by_role("tab", name="Packing list").click()
    review.get_by_role("button", name="Pallets: 24").click()
    review.get_by_role("combobox", name="لماذا لا يتوافق؟").select_option("0")
    click(tab, review.get_by_role("button", name="تحقق"))
    expect(review.get_by_role("status")).to_have_text("2 من 10 نقطة.")
    click(tab, review.get_by_role("button", name="أظهر الحل"))
    expect(review.locator(".st-missed")).to_have_count(4)
    expect(review.locator(".h5p-consignment-review")).to_have_css("direction", "rtl")
    assert inside(tab).evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(tab) == []


ASKING, NOT_ASKING = {"askWhy": True, "penalty": 1}, {"askWhy": False, "penalty": 2}
FIELDS = [
    {"wrong": True, "reason": 2, "also": 3},
    {"wrong": False, "reason": -1, "also": -1},
    {"wrong": True, "reason": 4, "also": -1},
    {"wrong": True, "reason": -1, "also": -1},  # no reason is asked of this one
]


def test_a_mark_counts_its_reason_counts_and_a_false_mark_takes_away(chromium: Browser) -> None:
    table: list[tuple[dict[str, Any], dict[str, int | None], int]] = [
        (ASKING, {}, 0),
        (ASKING, {"0": 2}, 2),
        (ASKING, {"0": 3}, 2),
        (ASKING, {"0": 1}, 1),
        (ASKING, {"0": None}, 1),
        (ASKING, {"1": 0}, 0),
        (ASKING, {"0": 2, "1": 0}, 1),
        (ASKING, {"0": 2, "2": 4, "3": None}, 5),
        (NOT_ASKING, {"0": 1, "2": None}, 2),
        (NOT_ASKING, {"0": 2, "1": None, "2": 4}, 0),
    ]
    asked = """([fields, table]) => table.map(([rules, marks]) => {
        const { points, most, charge } = H5P.ConsignmentReviewScoring;
        return [points(fields, marks, rules), most(fields, rules), charge(fields, marks, rules)];
    })"""
    found = worked_out(
        chromium, LIBRARY / "scoring.js", asked, FIELDS, [[rules, marks] for rules, marks, _points in table]
    )
    assert found == [
        [points, 5 if rules["askWhy"] else 3, rules["penalty"] if "1" in marks else 0] for rules, marks, points in table
    ]


def test_where_nothing_is_wrong_no_mark_is_right(chromium: Browser) -> None:
    asked = """([fields, table]) => table.map((marks) => {
        const { points, most } = H5P.ConsignmentReviewScoring, rules = { askWhy: true, penalty: 1 };
        return [points(fields, marks, rules), most(fields, rules)];
    })"""
    assert worked_out(chromium, LIBRARY / "scoring.js", asked, FIELDS[1:2], [{}, {"0": None}]) == [[1, 1], [0, 1]]


def test_a_content_of_the_version_before_keeps_its_words_and_rules_and_is_given_the_new(chromium: Browser) -> None:
    fields = json.loads((LIBRARY / "semantics.json").read_text(encoding="utf-8"))
    rules, words = ({field["name"]: field["default"] for field in group["fields"]} for group in fields[-2:])
    known = ("check", "retry", "solution", "why", "choose", "score", "found", "otherReason", "missed", "sound")
    said = {name: f"Our own {words[name]}" for name in known}
    before = {"introduction": "Compare.", "l10n": said}
    asked = """([given]) => new Promise((resolve) => {
        H5PUpgrades["H5P.ConsignmentReview"][1][1](given, (_error, params) => resolve(params), {});
    })"""
    new = worked_out(chromium, LIBRARY / "upgrades.js", asked, before)
    assert new == before | {"behaviour": rules | {"passPercentage": 100}, "l10n": words | said}
