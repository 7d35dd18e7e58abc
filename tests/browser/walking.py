"""Somebody's way over the site, by finger or by keyboard alone: it counts clicks and page loads, and notes other hosts."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Request, Response

#: More stops than any of our pages has between its top and its last button.
MANY = 150


@dataclass
class Walk:
    """What it took from the desk on; getting to the desk counts as nothing."""

    context: BrowserContext
    start: str
    by_keyboard: bool = False
    clicks: int = 0
    loads: int = 0
    #: Hosts other than the site's own that were asked for anything.
    strangers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tab = self.context.new_page()
        self.tab.goto(self.start)
        self.host = urlsplit(self.tab.url).netloc
        self.tab.on("request", self.note)
        self.tab.on("response", self.count)

    def note(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != self.host:
            self.strangers.add(asked.netloc)

    def count(self, response: Response) -> None:
        """A document that the window shows; what only sends it on to another one is no page."""
        request = response.request
        if (
            request.is_navigation_request()
            and request.frame == self.tab.main_frame
            and not 300 <= response.status < 400
        ):
            self.loads += 1

    def click(self, target: Locator) -> None:
        """One click: a tap, or Enter once the keyboard has come to it; a choice is made by the space bar."""
        self.clicks += 1
        if not self.by_keyboard:
            target.tap()
            return
        self.reach(target)
        self.tab.keyboard.press("Space" if target.get_attribute("type") == "radio" else "Enter")

    def drop(self, target: Locator, name: str, content: bytes) -> None:
        """A file, dropped on its field or chosen in the window that the system opens: one click."""
        self.clicks += 1
        if self.by_keyboard:
            self.reach(target)
        target.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def reach(self, target: Locator) -> None:
        for _stop in range(MANY):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {target}")
