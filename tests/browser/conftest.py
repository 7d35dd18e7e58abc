"""A Chromium that looks at the site as the tests' server serves it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from lms.people.models import User
from tests.browser.quiet import TRAFFIC
from tests.browser.staging import Stage, set_the_stage
from tests.cast import put_on_offer, raise_the_curtain
from tests.committed import Committed

# Playwright's loop runs in this thread, and Django would take it for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Two workers share a small machine with a server each.
expect.set_options(timeout=20_000)

CHROMIUM = "/usr/bin/chromium"
#: No sandbox, because tests may run as root; nothing that calls out.
ARGUMENTS = [
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and whoever is asked for it says yes
    "--use-fake-ui-for-media-stream",
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture
def stage(committed: Committed) -> Stage:
    """Committed, so that the server's threads see it."""
    return committed(whole_stage)


def whole_stage() -> Stage:
    cast = raise_the_curtain()
    return set_the_stage(cast, put_on_offer(cast))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser window in a language, a theme and a width, where `person`, if one is given, has just signed in."""
    opened = []

    def open_window(
        *, language: str = "en", theme: str = "light", width: int = 1280, person: User | None = None, **options: Any
    ) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, reduced_motion="reduce", **options
        )
        cookies = {settings.LANGUAGE_COOKIE_NAME: language, "theme": theme}
        if person:
            client = Client()
            client.force_login(person)
            client.post("/accounts/reauthenticate/", {"password": "sanderra"})
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    TRAFFIC.wait()
