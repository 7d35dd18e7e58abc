"""A content played in a lesson of the real site: answered, left, found again, handed in; and what is left of that on the
server."""

import json
import os
import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Locator
from playwright.sync_api import Page as Tab

from courses.packages.models import PackageVersion
from tests.conformance.h5p.answers import answer
from tracking.enrolment.models import Enrolment
from tracking.lrs.models import Statement
from tracking.progress.models import PartDone
from tracking.study.models import PackageResult, PackageState

#: Milliseconds until a content has been looked at, state has been sent, and statements have been.
SEEN, SENT = 6_500, 1_500
#: What somebody has entered and can see: values, choices, places.
ENTERED = """() => {
  const seen = (each) => each.getClientRects().length > 0;
  const found = [];
  for (const each of document.querySelectorAll("input, textarea, select")) {
    if (!seen(each) || each.type === "range") continue;
    const value = ["radio", "checkbox"].includes(each.type) ? each.checked && each.parentElement.innerText : each.value;
    if (value) found.push(`field: ${value}`);
  }
  for (const each of document.querySelectorAll(
    "[aria-checked=true], [aria-pressed=true], .h5p-mark-the-words [aria-selected=true]")) {
    if (seen(each)) found.push(`chosen: ${each.innerText}`);
  }
  for (const each of document.querySelectorAll(".h5p-memory-card.h5p-matched img")) found.push(`matched: ${each.alt}`);
  const places = ".h5p-drag-dropzone-container .ui-draggable, .h5p-draggable.h5p-dropped, .summary-container li, "
    + ".vocabulary-container .word-found, .h5p-sc-current-slide .h5p-sc-question, .h5p-dialogcards-progress, .h5p-progress, "
    + ".h5p-interactive-book-status-progress-number, .h5p-question-feedback-content, .h5p-joubelui-score-bar";
  for (const each of document.querySelectorAll(places)) {
    if (seen(each) && each.innerText.trim()) found.push(each.innerText.trim().split("\\n")[0]);
  }
  return found.sort();
}"""

#: Whether there is a picture of some size.
PICTURES = "() => [...document.querySelectorAll('main :is(img, canvas, video)')].some((each) => each.clientHeight > 20)"


@dataclass
class Window:
    """A browser window in which a person studies, and what went wrong in it."""

    context: BrowserContext
    path: str
    errors: list[str] = field(default_factory=list)
    tab: Tab = field(init=False)
    #: What was to be read before anything was done, and whether there was anything to see at all.
    shown: str = ""
    plays: bool = False

    def open(self) -> None:
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.go()
        self.shown = self.text()
        self.plays = bool(self.shown) or bool(self.inside.evaluate(PICTURES))

    def go(self) -> None:
        self.tab.goto(self.path)
        self.tab.locator("iframe[data-package]").scroll_into_view_if_needed()
        self.root.locator("> *").first.wait_for(state="attached")
        self.tab.wait_for_timeout(SENT)

    @property
    def root(self) -> Locator:
        return self.tab.frame_locator("iframe[data-package]").locator(".h5p-content > .h5p-container")

    @property
    def inside(self) -> Frame:
        return next(each for each in self.tab.frames if "/package/" in each.url)

    def entered(self) -> list[str]:
        return list(self.inside.evaluate(ENTERED))

    def text(self) -> str:
        return " ".join(str(self.inside.evaluate("document.querySelector('main').innerText")).split())

    def title(self) -> str:
        return self.tab.locator("section.package h2").inner_text()

    def picture(self, name: str) -> None:
        """For whoever wants to see how it went; where CONFORMANCE_PICTURES says."""
        folder = os.environ.get("CONFORMANCE_PICTURES")
        if folder and not self.tab.is_closed():
            self.tab.screenshot(path=f"{folder}/{name}.png", full_page=True)

    def leave(self) -> None:
        self.tab.goto("about:blank")
        self.tab.wait_for_timeout(SENT)


@dataclass(frozen=True)
class Played:
    """What was on the screen: before anything was done, with everything entered, and after coming back."""

    fresh: list[str]
    before: list[str]
    after: list[str]
    keeps: bool

    @property
    def restored(self) -> str:
        """Whether what was entered was there again; or why nothing can be said of it."""
        if not self.keeps:
            return "keeps nothing"
        new = [each for each in self.before if each not in self.fresh]
        if not new:
            return "nothing entered"
        return "yes" if all(each in self.after for each in new) else f"no: {self.lost}"

    @property
    def lost(self) -> list[str]:
        return [each[:60] for each in self.before if each not in self.after and each not in self.fresh]


def play(window: Window, version: PackageVersion, enrolment: Enrolment, *, right: bool, leaves: bool) -> Played:
    """Answer everything, rightly or wrongly. Somebody who leaves does so with everything entered and nothing handed in, and
    begins anew with a content that keeps nothing.
    """
    content = {"library": version.content.library, "params": version.content.filtered}
    window.open()
    fresh = window.entered()
    doing = answer(window.root, content, right)
    come_back = next(doing, None)
    window.tab.wait_for_timeout(SENT)
    before = after = window.entered()
    keeps = True
    if leaves:
        window.leave()
        window.go()
        if come_back:
            come_back()
        after = window.entered()
        keeps = PackageState.objects.filter(enrolment=enrolment).exists()
    for _rest in doing if keeps else answer(window.root, content, right):
        window.tab.wait_for_timeout(SENT)
    wait_for_the_end(window)
    window.picture(f"{version.pk}-{'right' if right else 'wrong'}")
    window.leave()
    window.tab.close()
    return Played(fresh, before, after, keeps)


def wait_for_the_end(window: Window) -> None:
    """Until the page shows that the content is done, or for as long as one without points is looked at."""
    for _moment in range(0, SEEN, SENT):
        if window.tab.locator("[data-results]").inner_text().strip():
            break
        window.tab.wait_for_timeout(SENT)
    window.tab.wait_for_timeout(SENT)


def recorded(enrolment: Enrolment) -> dict[str, Any]:
    """What the server has of a person's play."""
    said = [json.loads(each.text) for each in Statement.objects.filter(registration=enrolment.uid)]
    verbs: dict[str, int] = {}
    for each in said:
        verb = each["verb"]["id"].rpartition("/")[2]
        verbs[verb] = verbs.get(verb, 0) + 1
    results = PackageResult.objects.filter(enrolment=enrolment).order_by("number")
    return {
        "results": [f"{each.score:g} of {each.max_score:g}" for each in results],
        "statements": verbs,
        "states": PackageState.objects.filter(enrolment=enrolment).count(),
        "done": PartDone.objects.filter(enrolment=enrolment, kind="package").exists(),
    }


def readable(errors: list[str]) -> list[str]:
    """Errors without what differs from run to run."""
    return sorted({re.sub(r"https?://127\S+|[0-9a-f]{32,}", "…", each)[:160] for each in errors})
