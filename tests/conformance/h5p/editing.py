"""A content in our form: one of its texts changed, saved and made live, and read again where it is played."""

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path

from playwright.sync_api import Locator
from playwright.sync_api import Page as Tab

from tests.conformance.h5p.doing import plain

#: What an editor adds to a text.
ADDED = "Seen at the border"
#: Fields of text, in the order of the form; those of the player itself come last.
TEXTS = "#h5p-desk input[type=text][name^='p.']:not([name*='.alt']), #h5p-desk textarea[name^='p.']"
UNFOLD = "document.querySelectorAll('#h5p-desk details').forEach((each) => (each.open = true))"
PICTURE = Path(__file__).parents[3] / "docs" / "images" / "desk.png"


@dataclass(frozen=True)
class Edited:
    """How it went: the field that was changed, those that the package had left empty, and what was wrong, if anything was."""

    field: str = ""
    filled: list[str] = dataclass_field(default_factory=list)
    wrong: str = ""


def edit(tab: Tab, package: int, shown: str) -> Edited:
    """Add something to a text that `shown`, the content as it is played, shows, or to the title of a content that shows none;
    save it and make it live.
    """
    tab.goto(f"/admin/h5p/{package}/edit/")
    if "/edit/" not in tab.url:
        return Edited(wrong=f"no form: {tab.locator('.messages').inner_text().strip()[:120]}")
    tab.evaluate(UNFOLD)
    field = shown_field(tab, shown) or tab.locator("[name='t.title']")
    name = field.get_attribute("name") or ""
    change(tab, field)
    publish(tab)
    filled = tab.locator("#wrong a").all_inner_texts()
    if filled:
        fill_in(tab)
        publish(tab)
    said = " ".join(tab.locator(".messages").inner_text().split())
    problems = " ".join(tab.locator("#wrong li").all_inner_texts())
    return Edited(name, filled, "" if " is live" in said else f"{said} {problems}".strip()[:200])


def publish(tab: Tab) -> None:
    tab.locator("footer button[value=publish]").click()
    tab.wait_for_load_state()


def fill_in(tab: Tab) -> None:
    """What is still empty in the package, and has to be said before it is made live from here."""
    tab.evaluate(UNFOLD)
    for link in tab.locator("#wrong a").all():
        place = (link.get_attribute("href") or "#").removeprefix("#")
        field = tab.locator(f"[id='{place}']")
        if field.get_attribute("type") == "file" or not field.evaluate("each => 'value' in each"):
            tab.locator(f"input[type=file][name^='{place}']").first.set_input_files(PICTURE)
            continue
        change(tab, field, to="2026")


def shown_field(tab: Tab, shown: str) -> Locator | None:
    """The first field whose text a learner reads; a word or two may be there by chance."""
    # At once: the form of a book has thousands.
    fields = tab.locator(TEXTS)
    texts = [plain(value) for value in fields.evaluate_all("(each) => each.map((field) => field.value)")]
    for least in (10, 4):
        for place, text in enumerate(texts):
            if len(text) >= least and beginning(text) in shown:
                return fields.nth(place)
    return None


def beginning(text: str) -> str:
    """Up to where a content may show something else, such as a gap."""
    return re.split(r"[*:]", text)[0][:25].strip() or text


def change(tab: Tab, field: Locator, to: str = "") -> None:
    """As typed: a text with tags is drawn by a box of its own, and its field holds what is sent."""
    text = field.input_value()
    end = re.search(r"(</[^>]+>\s*)*$", text)
    at = end.start() if end else len(text)
    tab.locator(f"label[for='{field.get_attribute('id')}']").scroll_into_view_if_needed()
    tab.wait_for_timeout(500)
    box = tab.locator(f".h5p-rich:has(+ [name='{field.get_attribute('name')}']) [contenteditable]")
    if box.count():
        box.first.press("Control+End")
        box.first.press_sequentially(to or f" {ADDED}")
    else:
        field.fill(to or f"{text[:at]} {ADDED}{text[at:]}")
