"""Authors write H5P content in Chromium: by keyboard and by dragging, with a preview, and without losing a word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.opening import join_editors
from courses.packages.actions import upload
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import live
from courses.packages.queries import newest
from lms.core import clock
from lms.people.preferences import prefer_language
from tests.cast import LONG_AGO, Cast, raise_the_curtain
from tests.committed import Committed
from tests.courses.packages.dragging import TASK, TWO
from tests.courses.packages.everything import SAYS, package
from tests.courses.packages.packing import files, pack

pytestmark = [pytest.mark.browser, pytest.mark.once]

Window = Callable[..., BrowserContext]


@pytest.fixture
def cast(own_storage: Path, committed: Committed) -> Cast:
    """Everyone in their place; Lucia writes; files go into a storage of their own."""
    return committed(lucia_writes)


def lucia_writes() -> Cast:
    cast = raise_the_curtain()
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    return cast


@pytest.fixture
def version(cast: Cast) -> PackageVersion:
    """A content with every type of field."""
    return upload(file=package(), name="all.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())


def opened(window: Window, cast: Cast, path: str, **options: Any) -> Tab:
    tab = window(person=cast.lucia, **options).new_page()
    tab.goto(path)
    return tab


def words(tab: Tab) -> list[str]:
    return [each.input_value() for each in tab.locator('[data-list="p.words"] input[type=text]').all()]


def test_a_content_is_written_by_keyboard_previewed_and_made_live(cast: Cast, window: Window) -> None:
    upload(file=pack(), name="seal.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())
    tab = opened(window, cast, "/admin/h5p/new/scbs/C.Statement-1.0/?language=en", width=390)
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.get_by_label("Title", exact=True).press_sequentially("Papers")
    tab.get_by_role("textbox", name="text").press_sequentially("Papers tell all.")
    tab.get_by_role("button", name="Play it as it is now").press("Enter")
    played = tab.frame_locator("[data-frame]")
    expect(played.get_by_text("Papers tell all.")).to_be_visible()

    tab.get_by_role("textbox", name="text").press_sequentially(" Nearly.")
    expect(played.get_by_text("Papers tell all. Nearly.")).to_be_visible()
    tab.get_by_role("button", name="Save and make it live").press("Enter")
    expect(tab.get_by_text("Version 1 is live")).to_be_visible()

    made = live(Package.objects.get(title="Papers"))
    assert (made and made.content.filtered) == {"text": "Papers tell all. Nearly.", "isTrue": True}
    assert errors == []


def test_entries_are_moved_by_keyboard_and_dragged_and_the_focus_stays(
    cast: Cast, version: PackageVersion, window: Window
) -> None:
    tab = opened(window, cast, f"/admin/h5p/{version.package_id}/edit/")
    tab.locator('button[value="down:p.words.0"]').press("Enter")
    expect(tab.locator('button[value="down:p.words.1"]')).to_be_focused()
    assert words(tab) == ["two", "one", "three"]

    handles = tab.locator('[data-list="p.words"] [data-handle]')
    tab.locator('[data-list="p.words"]').evaluate("(list) => list.scrollIntoView({ block: 'center' })")
    last, first = handles.nth(2).bounding_box(), handles.nth(0).bounding_box()
    assert last
    assert first
    tab.mouse.move(last["x"] + 4, last["y"] + 4)
    tab.mouse.down()
    tab.mouse.move(first["x"] + 4, first["y"] - 20, steps=8)
    with tab.expect_response(lambda answer: answer.request.method == "POST"):
        tab.mouse.up()
    expect(tab.locator('[id="p.words.0"]')).to_have_value("three")
    tab.locator("footer button[value=save]").click()
    expect(tab.get_by_text("Saved as version 2")).to_be_visible()
    saved = PackageVersion.objects.get(number=2).content.filtered
    assert saved == SAYS | {"words": ["three", "two", "one"]}


def test_what_was_written_while_the_line_was_down_is_offered_again(
    cast: Cast, version: PackageVersion, window: Window
) -> None:
    path = f"/admin/h5p/{version.package_id}/edit/"
    tab = opened(window, cast, path)
    tab.context.set_offline(True)
    tab.locator('[id="p.line"]').fill("Written in the dark")
    tab.locator('button[value="add:p.words"]').click()
    expect(tab.get_by_text("There is no connection.")).to_be_visible()

    tab.context.set_offline(False)
    tab.goto(path)
    tab.get_by_role("button", name="Bring it back").click()
    expect(tab.locator('[id="p.line"]')).to_have_value("Written in the dark")
    tab.locator("footer button[value=save]").click()
    expect(tab.get_by_text("Saved as version 2")).to_be_visible()
    tab.wait_for_function("localStorage.getItem(`h5p:${location.pathname}`) === null")


@pytest.mark.parametrize(
    "probe",
    [
        "<img src=x onerror=document.title='run'>",
        "<svg onload=document.title='run'>",
        "<a href=\"javascript:document.title='run'\">Click</a>",
        "<iframe srcdoc=\"<script>parent.document.title='run'</script>\"></iframe>",
        "<math><style><img src=x onerror=document.title='run'></style></math>",
    ],
)
def test_html_that_somebody_was_talked_into_pasting_runs_nothing(
    cast: Cast, version: PackageVersion, window: Window, probe: str
) -> None:
    tab = opened(window, cast, f"/admin/h5p/{version.package_id}/edit/")
    box = tab.locator("[data-rule], .h5p-field").filter(has=tab.locator('[id="p.html"]')).last
    box.get_by_role("button", name="HTML").click()
    tab.locator('[id="p.html"]').fill(probe)
    box.get_by_role("button", name="HTML").click()
    for link in box.locator("[contenteditable] a").all():
        link.click()
    tab.wait_for_timeout(300)
    assert (tab.title() == "run", box.locator("[contenteditable] :is(img[onerror], svg, iframe, [href])").count()) == (
        False,
        0,
    )


def test_things_and_zones_choose_from_one_another_by_keyboard(cast: Cast, window: Window) -> None:
    packed = pack(files(semantics=[TASK], params={"task": TWO}))
    made = upload(file=packed, name="a.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())
    tab = opened(window, cast, f"/admin/h5p/{made.package_id}/edit/")
    things, zones = (f"p.task.{name}" for name in ("elements", "dropZones"))

    def offered(path: str) -> list[str]:
        return tab.locator(f"[id='{path}'] label").all_inner_texts()

    tab.locator(f"button[value='add:{zones}']").press("Enter")
    expect(tab.locator(f"[name='{zones}.2.text?']")).to_be_focused()
    tab.keyboard.type("Red channel")
    tab.keyboard.press("Tab")
    assert offered(f"{things}.2.dropZones") == ["1. a", "2. b", "3. Red channel"]
    tab.locator(f"[name='{things}.2.dropZones'][value='2']").press("Space")
    tab.locator(f"[name='{zones}.2.correctElements'][value='2']").press("Space")
    tab.locator(f"[id='{things}.2.x']").fill("40")

    tab.locator(f"button[value='up:{things}.2']").press("Enter")
    expect(tab.locator(f"button[value='up:{things}.1']")).to_be_focused()
    assert offered(f"{zones}.2.correctElements") == ["1. A", "2. C", "3. B"]
    tab.get_by_role("button", name="Save and make it live").press("Enter")
    expect(tab.get_by_text("Version 2 is live")).to_be_visible()
    task = newest(made.package).content.filtered["task"]
    assert [(each["text"], each["x"], each["dropZones"]) for each in task["elements"]] == [
        ("A", 5, ["0", "1"]), ("C", 40, ["2"]), ("B", 5, ["1"])
    ]  # fmt: skip
    assert [(each["text"], each["correctElements"]) for each in task["dropZones"]] == [
        ("a", ["0"]), ("b", ["2", "0"]), ("Red channel", ["1"])
    ]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_in_the_form_and_nothing_is_wider_than_the_page(
    cast: Cast, version: PackageVersion, window: Window, language: str, width: int, theme: str
) -> None:
    prefer_language(person=cast.lucia, language=language, by=cast.lucia, at=LONG_AGO)
    # Scripts of the tests are not among those that the page may run.
    tab = opened(
        window, cast, f"/admin/h5p/{version.package_id}/edit/", width=width, color_scheme=theme, bypass_csp=True
    )
    tab.evaluate("document.querySelectorAll('#h5p-desk details').forEach((each) => (each.open = true))")
    found = Axe().run(tab, context={"include": [["#main"]]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
    assert (
        tab.evaluate("document.querySelector('#main').scrollWidth - document.querySelector('#main').clientWidth") == 0
    )
