"""A package played in Chromium: in an origin of its own, by keyboard, with its state back when the learner comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.actions import release
from courses.catalogue.models import LessonPage
from courses.packages.actions import upload
from lms.core import clock
from tests.cast import Cast, Offer, enrol, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tests.courses.packages.packing import FOLDER, PARAMS, SCRIPT, files, pack
from tracking.lrs.models import Statement
from tracking.progress.models import PartDone
from tracking.study.models import PackageResult, PackageState

pytestmark = [pytest.mark.browser, pytest.mark.once]

Window = Callable[..., BrowserContext]


@dataclass
class Stage:
    """People, and a course that is about to get a package."""

    cast: Cast
    offer: Offer


@pytest.fixture
def stage(own_storage: Path, committed: Committed) -> Stage:
    """The cast and the short course, whose files go into a storage of their own."""
    return committed(short_course)


def short_course() -> Stage:
    cast = raise_the_curtain()
    return Stage(cast, put_on_offer(cast))


def path_of_lesson(stage: Stage, packed: BytesIO | None = None) -> str:
    """Bela's lesson, in a release that plays the seal."""
    cast, offer = stage.cast, stage.offer
    version = upload(
        file=packed or pack(), name="seal.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now()
    )
    page = LessonPage.objects.descendant_of(offer.page).order_by("path").last()
    assert page is not None
    page.body.append(("h5p", {"package": version.package, "grading": "best"}))
    page.save()
    offer.release = release(course=offer.page, by=cast.admin, at=clock.now()).release
    return f"/learn/{enrol(cast, cast.bela, offer).uid}/{page.translation_key}/"


def frame(tab: Tab) -> FrameLocator:
    return tab.frame_locator("iframe[data-package]")


def test_a_package_is_played_by_keyboard_recorded_and_found_as_it_was_left(stage: Stage, window: Window) -> None:
    path = path_of_lesson(stage)
    tab = window(width=390, person=stage.cast.bela).new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(path)
    frame(tab).get_by_role("button", name="True").press("Enter")

    expect(tab.get_by_text("Your result: 1 of 1.")).to_be_visible()
    assert (PackageResult.objects.count(), PartDone.objects.filter(kind="package").count()) == (1, 1)

    tab.goto("about:blank")  # what the player keeps is sent while it goes
    tab.goto(path)
    expect(frame(tab).get_by_role("button", name="True")).to_have_attribute("aria-pressed", "true")
    assert PackageState.objects.get().data == '{"answer":true}'
    assert sorted(Statement.objects.values_list("origin", flat=True)) == sorted(
        [Statement.Origin.SERVER, Statement.Origin.LAUNCH]
    )
    assert errors == []


def test_the_code_of_a_package_reaches_nothing_of_the_page(stage: Stage, window: Window) -> None:
    tab = window(person=stage.cast.bela).new_page()
    tab.goto(path_of_lesson(stage))
    frame(tab).get_by_role("button", name="True").wait_for()
    inside = next(each for each in tab.frames if "/package/" in each.url)

    assert inside.evaluate("window.origin") == "null"
    assert (
        inside.evaluate("(() => { try { return parent.document.title } catch (e) { return e.name } })()")
        == "SecurityError"
    )
    assert (
        inside.evaluate("(() => { try { return document.cookie } catch (e) { return e.name } })()") == "SecurityError"
    )
    assert inside.evaluate("fetch('/my/').then(() => 'read', () => 'refused')") == "refused"


def test_what_a_restored_content_says_by_itself_is_no_new_attempt(stage: Stage, window: Window) -> None:
    """As Course Presentation does, which says "completed" once more whenever it is opened again."""
    again = "if (answer !== null) setTimeout(() => self.triggerXAPIScored(1, 1, 'completed'), 300);"
    script = SCRIPT.replace("this.attach = function ($container) {", "this.attach = function ($container) { " + again)
    path = path_of_lesson(stage, pack(files(more={f"{FOLDER}/statement.js": script.encode()})))
    tab = window(person=stage.cast.bela).new_page()
    tab.goto(path)
    frame(tab).get_by_role("button", name="True").click()
    expect(tab.get_by_text("Your result: 1 of 1.")).to_be_visible()
    tab.goto("about:blank")
    tab.goto(path)
    frame(tab).get_by_role("button", name="True").wait_for()
    tab.wait_for_timeout(1_500)
    assert (PackageResult.objects.count(), PackageState.objects.count()) == (1, 1)

    frame(tab).get_by_role("button", name="False").click()
    expect(tab.get_by_text("2 attempts")).to_be_visible()
    tab.get_by_role("link", name="See your answers").click()
    expect(tab.get_by_role("heading", name="Attempt 2")).to_be_visible()


def test_probes_in_a_content_run_nowhere(stage: Stage, window: Window) -> None:
    probe = "<img src=x onerror='window.hit = 1'><script>window.hit = 1</script><a href='javascript:hit()'>go</a>"
    tab = window(person=stage.cast.bela).new_page()
    tab.goto(path_of_lesson(stage, pack(files(params=PARAMS | {"text": probe}))))
    frame(tab).get_by_role("button", name="True").wait_for()
    inside = next(each for each in tab.frames if "/package/" in each.url)
    assert [inside.evaluate("window.hit ?? null"), tab.evaluate("window.hit ?? null")] == [None, None]
    assert frame(tab).locator("img, [href]").count() == 0


def test_a_page_hands_a_frame_only_what_anyone_may_have(stage: Stage, window: Window) -> None:
    tab = window(person=stage.cast.bela).new_page()
    tab.goto(path_of_lesson(stage))
    frame(tab).get_by_role("button", name="True").wait_for()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    inside = next(each for each in tab.frames if "/package/" in each.url)
    inside.evaluate(
        "parent.postMessage({ h5p: 'assets', addresses: ['/my/', '/h5p/../my/', '//x/h5p/', '/xapi/about'] }, '*')"
    )
    tab.wait_for_timeout(500)
    assert asked == []
