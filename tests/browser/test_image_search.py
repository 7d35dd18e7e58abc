"""Image search, played in its lesson: by keyboard and by finger, on a phone, in Arabic and in the dark."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from courses.packages.h5p.types.pack import TYPES, pack
from tests.browser.own_types import answers, findings, in_arabic, inside, lesson, play, reach, worked_out
from tests.cast import Cast, raise_the_curtain
from tests.committed import Committed
from tracking.progress.models import PartDone
from tracking.study.models import PackageResult

pytestmark = [pytest.mark.browser, pytest.mark.once]
Window = Callable[..., BrowserContext]
LIBRARY = TYPES / "H5P.ImageSearch-1.0"


@pytest.fixture
def cast(own_storage: Path, committed: Committed) -> Cast:
    """The cast; files go into a storage of their own."""
    return committed(raise_the_curtain)


def test_by_keyboard_the_crosshair_marks_and_the_marks_are_found_again(cast: Cast, window: Window) -> None:
    path = lesson(cast, pack("image_search"))
    tab = window(width=390, person=cast.bela).new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    search = play(tab, path)
    reach(tab, search.get_by_role("application"))
    press(tab, "Shift+ArrowRight", "Shift+ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(search.get_by_text("Black block · 70 across, 25 down")).to_be_visible()
    press(tab, "Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Enter")  # the block, and an air bag
    press(
        tab, *["Shift+ArrowLeft"] * 5, "Enter", "ArrowUp", *["ArrowUp"] * 7, "Enter", "Enter"
    )  # the core; set, undone
    expect(search.get_by_text("Mark 4 taken away.")).to_be_visible()
    tab.goto("about:blank")

    search = play(tab, path)
    expect(search.get_by_text("Marks: 3 of 6")).to_be_visible()
    reach(tab, search.get_by_role("button", name="Check"))
    tab.keyboard.press("Enter")
    expect(search.get_by_role("status")).to_have_text("1 of 4 points.")
    expect(tab.get_by_text("Your result: 1 of 4.")).to_be_visible()
    assert [(result.score, result.max_score) for result in PackageResult.objects.all()] == [(1, 4)]
    assert PartDone.objects.filter(kind="package").count() == 1
    assert [(each["object"]["definition"]["interactionType"], each["result"]["response"]) for each in answers(tab)] == [
        ("choice", "region-3[,]decoy-2[,]region-2")
    ]
    assert (errors, tab.evaluate("document.documentElement.scrollWidth")) == ([], 390)


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def grey(*, width: int, height: int) -> bytes:
    """A photo of nothing."""
    photo = BytesIO()
    Image.new("L", (width, height), 200).save(photo, "PNG")
    return photo.getvalue()


def test_by_finger_in_arabic_and_in_the_dark_it_can_be_looked_at_closely(cast: Cast, window: Window) -> None:
    tab = window(language="ar", theme="dark", width=390, person=cast.bela, has_touch=True).new_page()
    path, size = "images/photo.png", {"width": 100, "height": 37}
    photo = {"path": path, "mime": "image/png", "copyright": {"license": "U"}, **size}
    drawn_over = in_arabic("image_search", LIBRARY, {path: grey(**size)}, introduction="ابحث في الصورة.", image=photo)
    search = play(tab, lesson(cast, drawn_over))
    assert search.locator(".ims-photo").evaluate("photo => photo.decode().then(() => photo.naturalWidth)") == 100
    picture = search.get_by_role("application")
    search.get_by_role("button", name="كبّر").tap()
    expect(search.get_by_text("150 %")).to_be_visible()  # what a finger does is heard a moment after it
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 390  # one and a half times its frame
    picture.tap(position={"x": box["width"] * 0.38, "y": box["width"] * 0.22})  # the core of the fourth pallet
    expect(search.get_by_text("العلامات: 1 من 6")).to_be_visible()
    assert findings(tab) == []
    search.get_by_role("button", name="تحقق").tap()
    expect(search.get_by_role("status")).to_have_text("1 من 4 نقطة.")
    search.get_by_role("button", name="أظهر الحل").tap()
    expect(search.locator(".ims-missed")).to_have_count(3)
    expect(search.locator(".h5p-search-task")).to_have_css("background-color", "rgb(13, 27, 47)")
    expect(search.locator(".h5p-search-task")).to_have_css("direction", "rtl")
    assert inside(tab).evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(tab) == []


BOX, OVAL = {"x": 10, "y": 10, "width": 10, "height": 4}, {"x": 40, "y": 10, "width": 10, "height": 10, "oval": True}
DECOY = {"x": 70, "y": 10, "width": 10, "height": 10}
NOWHERE = (95, 45)


def test_a_region_counts_once_a_decoy_costs_and_what_is_near_enough_counts(chromium: Browser) -> None:
    table: list[tuple[list[tuple[float, float]], list[str], int]] = [
        ([], [], 0),
        ([(15, 12)], ["found"], 1),
        ([(9, 15)], ["found"], 1),
        ([(8.9, 15)], ["nothing"], 0),
        ([(15, 12), (16, 12)], ["found", "again"], 1),
        ([(40.2, 10.2)], ["nothing"], 0),
        ([(45, 11), (15, 12)], ["found", "found"], 2),
        ([(45, 11), (15, 12), (75, 15)], ["found", "found", "decoy"], 1),
        ([(75, 15)], ["decoy"], 0),
        ([(15, 12), NOWHERE], ["found", "nothing"], 1),
    ]
    asked = """([table, regions, decoys]) => table.map((marks) => {
        const { judge, points, charge } = H5P.ImageSearchScoring;
        const costs = { decoy: 1, nothing: 0 }, judged = judge(marks.map(([x, y]) => ({ x, y })), regions, decoys, 1);
        return [judged.map(({ verdict }) => verdict), points(judged, regions, costs), charge(judged, costs)];
    })"""
    found = worked_out(
        chromium, LIBRARY / "scoring.js", asked, [marks for marks, _said, _points in table], [BOX, OVAL], [DECOY]
    )
    assert found == [[said, points, said.count("decoy")] for _marks, said, points in table]


def test_where_nothing_is_hidden_no_mark_is_right(chromium: Browser) -> None:
    asked = """([table]) => table.map((judged) => [
        H5P.ImageSearchScoring.points(judged, [], { decoy: 1, nothing: 0 }), H5P.ImageSearchScoring.most([])])"""
    assert worked_out(chromium, LIBRARY / "scoring.js", asked, [[], [{"verdict": "nothing"}]]) == [[1, 1], [0, 1]]
