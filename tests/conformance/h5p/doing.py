"""What a person does in any content: reads, waits, presses, drags and writes."""

import re
from collections.abc import Callable, Generator
from html import unescape
from typing import Any

from playwright.sync_api import Locator

Params = dict[str, Any]

#: At a `yield`: what somebody does after coming back, to see what was entered; often nothing.
Answer = Generator[Callable[[], object] | None]

Kind = Callable[[Locator, Params, bool], Answer]

#: Milliseconds in which contents show one thing after another.
MOMENT, WHILE = 300, 2_500


def plain(html: str) -> str:
    """A text as it is read, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", unescape(html or ""))).split())


def solutions(text: str, *, several: bool = True) -> list[str]:
    """What belongs in the gaps of a text such as "Goods *cross:a verb* borders"; of `several` that fit, the first."""
    found = re.findall(r"\*(.+?)\*", plain(text))
    gaps = [re.split(r"\\?\+|:", gap)[0].strip() for gap in found]
    return [gap.split("/")[0].strip() for gap in gaps] if several else gaps


def pause(root: Locator, milliseconds: int = MOMENT) -> None:
    root.page.wait_for_timeout(milliseconds)


def press(root: Locator, selector: str) -> bool:
    """Press a button, if it is there."""
    button = root.locator(selector).locator("visible=true").first
    if not button.count():
        return False
    button.click()
    pause(root)
    return True


def gone(root: Locator, selector: str, within: int = 10_000) -> None:
    """Wait until something that goes by itself is no longer there; a last thing may stay."""
    for _moment in range(0, within, MOMENT):
        if not root.locator(selector).count():
            break
        pause(root)
    pause(root, 2 * MOMENT)


def check(root: Locator) -> None:
    press(root, ".h5p-question-check-answer, .h5p-question-save, .h5p-check-button")
    press(root, ".h5p-confirmation-dialog-confirm-button")
    pause(root)


def write(field: Locator, text: str) -> None:
    """Letter by letter, in place of what is there."""
    field.clear()
    field.press_sequentially(text, delay=20)
    field.press("Tab")


def drag(what: Locator, onto: Locator) -> None:
    """By mouse, as a person drags: there are stops on the way."""
    onto.scroll_into_view_if_needed()
    what.scroll_into_view_if_needed()
    begin, end = what.bounding_box(), onto.bounding_box()
    assert begin is not None
    assert end is not None
    mouse = what.page.mouse
    mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    mouse.down()
    mouse.move(begin["x"] + begin["width"] / 2 + 8, begin["y"] + begin["height"] / 2 + 8)
    mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    mouse.up()
    pause(what)
