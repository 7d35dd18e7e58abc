"""The consignment review, played in its lesson: by mouse and by keyboard, on a phone, in Arabic, in part and in full."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, FrameLocator, Locator, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.actions import release
from courses.catalogue.models import LessonPage
from courses.packages.actions import upload
from courses.packages.h5p.types.pack import TYPES, pack
from lms.core import clock
from tests.browser.test_look import violations
from tests.cast import Cast, enrol, put_on_offer, raise_the_curtain
from tracking.lrs.models import Statement
from tracking.progress.models import PartDone
from tracking.study.models import PackageResult

pytestmark = pytest.mark.browser
Window = Callable[..., BrowserContext]
LIBRARY = TYPES / "H5P.ConsignmentReview-1.0"
#: The five fields that do not fit, and why.
RIGHT = {
    "Pallets: 24": "Quantity differs from the other papers",
    "Shipped on board: 2 May 2026": "Date is not possible",
    "Gross weight: 12,100 kg": "Weight does not fit the goods",
    "Origin: Norland": "Origin differs from the other papers",
    "Invoice amount: 14,800 SAD": "Value differs from the invoice",
}


@pytest.fixture
def cast(transactional_db: None, settings: Any, tmp_path: Path) -> Cast:
    """The cast; files go into a storage of their own."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    return raise_the_curtain()


def lesson(cast: Cast, packed: bytes) -> str:
    """The address of Bela's lesson, which plays the package."""
    version = upload(
        file=BytesIO(packed), name="review.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    offer = put_on_offer(cast)
    page = LessonPage.objects.descendant_of(offer.page).order_by("path").last()
    assert page is not None
    page.body.append(("h5p", {"package": version.package, "grading": "best"}))
    page.save()
    offer.release = release(course=offer.page, by=cast.admin, at=clock.now()).release
    return f"/learn/{enrol(cast, cast.bela, offer).uid}/{page.translation_key}/"


def play(tab: Tab, path: str) -> FrameLocator:
    tab.goto(path)
    review = tab.frame_locator("iframe[data-package]")
    expect(review.locator(".cr-paper").first).to_be_visible()
    return review


def inside(tab: Tab) -> Frame:
    return next(each for each in tab.frames if "/package/" in each.url)


def findings(tab: Tab) -> list[tuple[str, list[Any]]]:
    """What axe finds in the frame; its heading is on the page around."""
    return [found for found in violations(inside(tab)) if found[0] != "page-has-heading-one"]


def reach(tab: Tab, target: Locator) -> None:
    """Press Tab until the keyboard is there, from the page into the frame."""
    for _stop in range(90):
        if target.evaluate("each => each === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {target}")


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
    mark(tab, review, "Invoice: INV-2207")  # in order: takes a point away
    mark(tab, review, "Pallets: 24", RIGHT["Pallets: 24"])
    mark(tab, review, "Shipped on board: 2 May 2026", "Party is not the same")  # found, for another reason
    tab.goto("about:blank")
    review = play(tab, path)
    expect(review.locator("[aria-pressed=true]")).to_have_count(3)
    expect(review.get_by_role("combobox", name="Pallets: 24")).to_have_value("0")

    reach(tab, review.get_by_role("button", name="Check"))
    tab.keyboard.press("Enter")
    expect(review.get_by_role("status")).to_have_text("2 of 10 points.")
    expect(tab.get_by_text("Your result: 2 of 10.")).to_be_visible()
    assert [(result.score, result.max_score) for result in PackageResult.objects.all()] == [(2, 10)]
    assert PartDone.objects.filter(kind="package").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_by_mouse_on_a_dark_page_all_five_are_found_and_said_to_the_record(cast: Cast, window: Window) -> None:
    tab = window(theme="dark", person=cast.bela).new_page()
    review = play(tab, lesson(cast, pack("consignment_review")))
    for field, reason in RIGHT.items():
        review.get_by_role("button", name=field, exact=True).click()
        review.get_by_role("combobox", name=field).select_option(label=reason)
    review.get_by_role("button", name="Check").click()
    expect(tab.get_by_text("Your result: 10 of 10.")).to_be_visible()
    assert findings(tab) == []
    with tab.expect_response("**/statements/"):
        review.get_by_role("button", name="Try again").click()
        review.get_by_role("button", name="Origin: Norland", exact=True).click()
    verbs = {statement.typed.verb.id.rsplit("/", 1)[-1] for statement in Statement.objects.all()}
    assert verbs >= {"answered", "completed", "interacted"}


def in_arabic() -> bytes:
    """The package with an Arabic introduction and the words of its Arabic translation."""
    words = json.loads((LIBRARY / "language" / "ar.json").read_text(encoding="utf-8"))["semantics"][-1]["fields"]
    packed, changed = ZipFile(BytesIO(pack("consignment_review"))), BytesIO()
    with ZipFile(changed, "w") as archive:
        for name in packed.namelist():
            content = packed.read(name)
            if name == "content/content.json":
                said = {word["label"]: word["default"] for word in words}
                params = json.loads(content) | {
                    "l10n": said,
                    "introduction": "قارن المستندات الأربعة وحدد ما لا يتوافق.",
                }
                content = json.dumps(params).encode()
            archive.writestr(name, content)
    return changed.getvalue()


def test_in_arabic_it_runs_from_right_to_left_on_a_phone(cast: Cast, window: Window) -> None:
    tab = window(language="ar", width=390, person=cast.bela).new_page()
    review = play(tab, lesson(cast, in_arabic()))
    review.get_by_role("button", name="Pallets: 24").click()
    review.get_by_role("combobox", name="لماذا لا يتوافق؟").select_option("0")
    review.get_by_role("button", name="تحقق").click()
    expect(review.get_by_role("status")).to_have_text("2 من 10 نقطة.")
    expect(review.locator(".h5p-consignment-review")).to_have_css("direction", "rtl")
    assert inside(tab).evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(tab) == []


@pytest.mark.parametrize(
    ("marks", "points"),
    [
        ({}, 0),
        ({"0": 2}, 2),
        ({"0": 1}, 1),
        ({"0": None}, 1),
        ({"1": 0}, 0),
        ({"0": 2, "1": 0}, 1),
        ({"0": 2, "2": 4}, 4),
    ],
)
def test_a_mark_counts_its_reason_counts_and_a_false_mark_takes_away(
    chromium: Browser, marks: dict[str, int | None], points: int
) -> None:
    fields = [{"wrong": True, "reason": 2}, {"wrong": False, "reason": -1}, {"wrong": True, "reason": 4}]
    tab = chromium.new_page()
    tab.add_script_tag(path=LIBRARY / "scoring.js")
    counted = tab.evaluate(
        "([fields, marks]) => ['points', 'most'].map(name => H5P.ConsignmentReviewScoring[name](fields, marks))",
        [fields, marks],
    )
    tab.close()
    assert counted == [points, 4]
