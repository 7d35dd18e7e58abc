"""The page around packages: several of them, each as high as what is in it, started when it is seen, on paper a note."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Route, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.actions import release
from courses.catalogue.models import LessonPage
from courses.catalogue.opening import join_editors
from courses.packages.actions import upload
from courses.packages.models import Package
from courses.packages.publishing import live
from desks.officer import h5p as frames
from lms.core import clock
from tests.cast import LONG_AGO, Cast, enrol, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tests.courses.packages.packing import FOLDER, PARAMS, SCRIPT, files, pack
from tracking.study.models import PackageResult

pytestmark = [pytest.mark.browser, pytest.mark.once]

Window = Callable[..., BrowserContext]
#: A content that is as high as a screen, and a button that makes it higher.
TALL = SCRIPT.replace(
    "$container.append($button);", "$container.append($button); $container.css('min-height', value ? 1200 : 900);"
)


@pytest.fixture
def cast(own_storage: Path, committed: Committed) -> Cast:
    """Everyone in their place; files go into a storage of their own."""
    return committed(raise_the_curtain)


def lesson(cast: Cast, *packed: BytesIO) -> str:
    """Bela's lesson, in which these stand one below the other."""
    offer = put_on_offer(cast)
    page = LessonPage.objects.descendant_of(offer.page).order_by("path").last()
    assert page is not None
    for number, each in enumerate(packed):
        version = upload(
            file=each, name=f"{number}.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now(),
            title=f"Number {number}",
        )  # fmt: skip
        page.body.append(("h5p", {"package": version.package, "grading": "best"}))
    page.save()
    offer.release = release(course=offer.page, by=cast.admin, at=clock.now()).release
    return f"/learn/{enrol(cast, cast.bela, offer).uid}/{page.translation_key}/"


def tall(text: str) -> BytesIO:
    return pack(files(params=PARAMS | {"text": f"<p>{text}</p>"}, more={f"{FOLDER}/statement.js": TALL.encode()}))


def frame(tab: Tab, number: int) -> FrameLocator:
    return tab.frame_locator("iframe[data-package]").nth(number)


def height(tab: Tab, number: int) -> float:
    box = tab.locator("iframe[data-package]").nth(number).bounding_box()
    assert box
    return box["height"]


def test_several_on_a_page_have_their_own_heights_and_results_and_start_when_they_are_seen(
    cast: Cast, window: Window
) -> None:
    path = lesson(cast, tall("One"), tall("Two"), tall("Three"), tall("Four"), tall("Five"))
    tab = window(width=390, person=cast.bela).new_page()
    tab.goto(path)
    started = [each.url for each in tab.frames if "/package/" in each.url]
    assert len(started) < 5

    for number, text in enumerate(("One", "Two", "Three", "Four", "Five")):
        tab.locator("iframe[data-package]").nth(number).scroll_into_view_if_needed()
        expect(frame(tab, number).get_by_text(text, exact=True)).to_be_visible()
    tab.wait_for_timeout(500)
    assert [height(tab, number) for number in range(5)] == [height(tab, 0)] * 5
    assert height(tab, 0) >= 900
    assert tab.evaluate("document.documentElement.scrollWidth") == 390

    sections = tab.locator("section.package")
    frame(tab, 1).get_by_role("button", name="True").click()
    frame(tab, 3).get_by_role("button", name="False").click()
    expect(sections.nth(1)).to_contain_text("Your result: 1 of 1.")
    expect(sections.nth(3)).to_contain_text("Your result: 0 of 1.")
    assert PackageResult.objects.count() == 2
    expect(sections.nth(0)).not_to_contain_text("Your result")


def test_a_frame_that_was_there_before_the_script_around_it_starts_when_that_comes(cast: Cast, window: Window) -> None:
    path = lesson(cast, tall("One"))
    tab = window(width=390, person=cast.bela).new_page()
    underway: list[Route] = []
    tab.route("**/js/packages*.js", lambda route: underway.append(route))
    tab.goto(path, wait_until="commit")
    with tab.expect_event("framenavigated", lambda one: "/package/" in one.url):
        tab.locator("iframe[data-package]").scroll_into_view_if_needed()
    started = next(each for each in tab.frames if "/package/" in each.url)
    started.wait_for_load_state("load")
    assert len(underway) == 1
    underway[0].continue_()
    expect(frame(tab, 0).get_by_text("One", exact=True)).to_be_visible()


def test_a_package_fills_the_screen_and_leaves_it_again(cast: Cast, window: Window) -> None:
    tab = window(person=cast.bela).new_page()
    tab.goto(lesson(cast, pack()))
    frame(tab, 0).get_by_role("button", name="True").wait_for()
    tab.get_by_role("button", name="Full screen").click()
    filled = tab.locator("iframe[data-package]:fullscreen")
    expect(filled).to_have_css("width", f"{tab.evaluate('innerWidth')}px")
    tab.evaluate("document.exitFullscreen()")
    expect(filled).to_have_count(0)


def test_on_paper_stands_a_note_in_its_place(cast: Cast, window: Window) -> None:
    tab = window(person=cast.bela).new_page()
    tab.goto(lesson(cast, pack()))
    note = tab.get_by_text("This exercise cannot be printed")
    expect(note).to_be_hidden()
    tab.emulate_media(media="print")
    expect(note).to_be_visible()
    expect(tab.locator("iframe[data-package]")).to_be_hidden()


def test_who_is_told_to_come_back_later_does_and_the_result_counts_once(
    cast: Cast, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = window(person=cast.bela).new_page()
    tab.goto(lesson(cast, pack()))
    frame(tab, 0).get_by_role("button", name="True").wait_for()
    asked: list[str] = []

    def seconds_to_wait(sender: str, **_limits: Any) -> int:
        asked.append(sender)
        return 1 if len(asked) <= 4 else 0

    monkeypatch.setattr(frames.pace, "seconds_to_wait", seconds_to_wait)
    frame(tab, 0).get_by_role("button", name="True").click()
    expect(tab.get_by_text("Your result: 1 of 1.")).to_be_visible()
    assert len(asked) > 4
    assert PackageResult.objects.count() == 1


def test_a_file_that_could_not_be_sent_is_still_chosen_and_sent_by_another_press(cast: Cast, window: Window) -> None:
    join_editors(person=cast.nadia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    tab = window(person=cast.nadia, width=390).new_page()
    tab.goto("/admin/snippets/courses/package/add/")
    file = {"name": "seal.h5p", "mimeType": "application/zip", "buffer": pack().getvalue()}
    tab.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    publish = tab.get_by_role("button", name="Publish")
    tab.locator("footer [data-w-dropdown-target=toggle]").click()
    tab.context.set_offline(True)
    publish.click()
    expect(tab.locator("progress")).to_be_visible()
    expect(tab.get_by_role("alert")).to_have_text(
        "The file could not be sent. It is still chosen: press again when you are connected."
    )
    tab.context.set_offline(False)
    if not publish.is_visible():
        tab.locator("footer [data-w-dropdown-target=toggle]").click()
    publish.click()
    tab.wait_for_url("**/snippets/courses/package/")
    package = Package.objects.get()
    assert (package.title, live(package)) == ("The seal", package.versions.get())


LISTENS = (
    SCRIPT.replace("self.triggerXAPIScored", "listen($container); self.triggerXAPIScored")
    + """
async function listen($container) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const context = new AudioContext();
    const meter = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    for (let moment = 0; moment < 100; moment += 1) {
      meter.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > 0.01)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    $container.append(samples.some((sample) => Math.abs(sample) > 0.01) ? "<p>Heard</p>" : "<p>Silence</p>");
    stream.getTracks().forEach((track) => track.stop());
  } catch (error) {
    $container.append(`<p>${error.name}</p>`);
  }
}
"""
)


@pytest.mark.parametrize(("answer", "comes"), [("Allow", "Heard"), ("No", "NotAllowedError")])
def test_a_content_hears_what_its_learner_lets_it_hear(cast: Cast, window: Window, answer: str, comes: str) -> None:
    tab = window(width=390, person=cast.bela).new_page()
    tab.goto(lesson(cast, pack(files(more={f"{FOLDER}/statement.js": LISTENS.encode()}))))
    question = tab.get_by_text("would like to use your microphone")
    frame(tab, 0).get_by_role("button", name="True").wait_for()
    expect(question).to_be_hidden()
    frame(tab, 0).get_by_role("button", name="True").click()
    expect(question).to_be_visible()
    tab.get_by_role("button", name=answer, exact=True).click()
    expect(frame(tab, 0).get_by_text(comes)).to_be_visible()
    expect(question).to_be_hidden()


@pytest.mark.parametrize("where", ["edit/", "versions/?play=1"])
def test_a_content_that_is_only_looked_at_hears_too(cast: Cast, window: Window, where: str) -> None:
    join_editors(person=cast.lucia, administration=cast.sanderra, by=cast.admin, at=LONG_AGO)
    packed = pack(files(more={f"{FOLDER}/statement.js": LISTENS.encode()}))
    made = upload(file=packed, name="a.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())
    tab = window(width=1280, person=cast.lucia).new_page()
    tab.goto(f"/admin/h5p/{made.package_id}/{where}")
    if where == "edit/":
        tab.get_by_role("button", name="Play it as it is now").click()
    played = tab.frame_locator("[data-frame]")
    played.get_by_role("button", name="True").click()
    tab.get_by_role("button", name="Allow", exact=True).click()
    expect(played.get_by_text("Heard")).to_be_visible()
