"""Our own H5P types, each played in a lesson of Bela's."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Browser, Frame, FrameLocator, Locator, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.actions import release
from courses.catalogue.models import LessonPage
from courses.packages.actions import upload
from courses.packages.h5p.types.pack import pack
from lms.core import clock
from tests.browser.test_look import violations
from tests.cast import Cast, enrol, put_on_offer
from tracking.lrs.models import Statement


def lesson(cast: Cast, packed: bytes) -> str:
    """The address of Bela's lesson, which plays the package."""
    version = upload(file=BytesIO(packed), name="x.h5p", administration=cast.sanderra, by=cast.admin, at=clock.now())
    offer = put_on_offer(cast)
    page = LessonPage.objects.descendant_of(offer.page).order_by("path").last()
    assert page is not None
    page.body.append(("h5p", {"package": version.package, "grading": "best"}))
    page.save()
    offer.release = release(course=offer.page, by=cast.admin, at=clock.now()).release
    return f"/learn/{enrol(cast, cast.bela, offer).uid}/{page.translation_key}/"


def play(tab: Tab, path: str) -> FrameLocator:
    tab.goto(path)
    played = tab.frame_locator("iframe[data-package]")
    expect(played.locator(".h5p-search-task")).to_be_visible()
    return played


def inside(tab: Tab) -> Frame:
    return next(each for each in tab.frames if "/package/" in each.url)


def click(tab: Tab, target: Locator) -> None:
    """Click when the frame is as high as what is in it: a press that meets it while it grows is lost."""
    tab.locator("iframe[data-package]").scroll_into_view_if_needed()
    inside(tab).wait_for_function("document.documentElement.scrollHeight <= innerHeight", polling=20)
    target.click()


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


def in_arabic(content: str, library: Path, files: Mapping[str, bytes] = MappingProxyType({}), **changes: Any) -> bytes:
    """The package with the words of its Arabic translation, more files, and what else is to be different in it."""
    translation = json.loads((library / "language" / "ar.json").read_text(encoding="utf-8"))["semantics"][-1]["fields"]
    names = [
        word["name"] for word in json.loads((library / "semantics.json").read_text(encoding="utf-8"))[-1]["fields"]
    ]
    words = {name: word["default"] for name, word in zip(names, translation, strict=True)}
    packed, changed = ZipFile(BytesIO(pack(content))), BytesIO()
    with ZipFile(changed, "w") as archive:
        for name in packed.namelist():
            said: Mapping[str, Any] = {}
            if name == "content/content.json":
                said = {"l10n": words} | changes
            elif name == "h5p.json":
                said = {"language": "ar"}
            content_of = packed.read(name)
            archive.writestr(name, json.dumps(json.loads(content_of) | said).encode() if said else content_of)
        for name, more in files.items():
            archive.writestr(f"content/{name}", more)
    return changed.getvalue()


def worked_out(chromium: Browser, script: Path, asked: str, *given: Any) -> Any:
    """What a script of a library makes of values, in a page with nothing else in it."""
    tab = chromium.new_page()
    tab.add_script_tag(path=script)
    found = tab.evaluate(asked, list(given))
    tab.close()
    return found


def answers(tab: Tab) -> list[dict[str, Any]]:
    """What the record store has of answers, of which the page tells it a moment after they are given."""
    for _moment in range(100):
        kept = [json.loads(statement.text) for statement in Statement.objects.all()]
        if found := [each for each in kept if each["verb"]["id"].endswith("/answered")]:
            return found
        tab.wait_for_timeout(100)
    raise AssertionError("no answer has come to the record store")
