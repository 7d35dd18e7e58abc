"""Every page in `pages`: no accessibility finding, nothing wider than the window, nothing refused by the policy."""

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from courses.catalogue.models import LessonPage
from tests.browser.pages import PAGES, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What Chromium calls it when the policy has refused something.
POLICY = "Content Security Policy"
LOOKS = [(language, theme, width) for language in ("en", "ar") for theme in ("light", "dark") for width in (1280, 390)]


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_no_page_has_an_accessibility_finding_or_overflows(
    window: Callable[..., BrowserContext], stage: Stage, language: str, theme: str, width: int
) -> None:
    findings = []
    for who, pages in groupby(sorted(PAGES, key=attrgetter("who")), key=attrgetter("who")):
        person = stage.cast.people[who] if who else None
        tab = window(language=language, theme=theme, width=width, person=person).new_page()
        for page in pages:
            tab.goto(stage.path(page))
            findings += [(str(page), *finding) for finding in violations(tab)]
            widest = tab.evaluate("document.documentElement.scrollWidth")
            if widest > width:
                findings.append((str(page), "wider than the window", widest))
    assert findings == []


def violations(tab: Any) -> list[tuple[str, list[Any]]]:
    found = Axe().run(tab).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def test_the_policy_refuses_nothing_that_our_pages_ask_for(window: Callable[..., BrowserContext], stage: Stage) -> None:
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            complaints.append(message.text)

    for page in PAGES:
        tab = window(person=stage.person(page)).new_page()
        tab.on("console", listen)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(stage.path(page))
    assert complaints == []


def test_the_policy_of_the_editors_admin_refuses_nothing_that_it_asks_for(
    window: Callable[..., BrowserContext], stage: Stage
) -> None:
    complaints: list[str] = []
    tab = window(person=stage.cast.admin).new_page()
    tab.on("console", lambda message: complaints.append(message.text) if POLICY in message.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    lesson = LessonPage.objects.first()
    for path in ("/admin/", "/admin/pages/", f"/admin/pages/{lesson.pk}/edit/", "/admin/images/"):
        tab.goto(path, wait_until="networkidle")
    assert complaints == []


def test_an_officer_signs_in_by_keyboard_alone_without_javascript(
    window: Callable[..., BrowserContext], stage: Stage
) -> None:
    tab = window(java_script_enabled=False).new_page()
    tab.goto("/accounts/login/?next=/accounts/email/")
    tab.focus("#id_login")
    tab.keyboard.type("amina")
    tab.keyboard.press("Tab")
    tab.keyboard.type("sanderra")
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text("E-mail addresses")


def test_the_first_thing_a_keyboard_meets_leads_to_the_content(window: Callable[..., BrowserContext]) -> None:
    tab = window().new_page()
    tab.goto("/accounts/login/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_the_language_menu_opens_by_keyboard_and_turns_the_page_round(window: Callable[..., BrowserContext]) -> None:
    tab = window().new_page()
    tab.goto("/accounts/login/")
    tab.locator("details.menu summary").first.press("Enter")
    tab.locator("button[value=ar]").first.press("Enter")
    tab.wait_for_selector("html[dir=rtl]")
    assert tab.evaluate("[document.documentElement.lang, location.pathname]") == ["ar", "/accounts/login/"]


def test_a_first_visit_costs_less_than_a_hundred_kilobytes_without_fonts(window: Callable[..., BrowserContext]) -> None:
    tab = window().new_page()
    sizes: list[int] = []
    tab.on("response", lambda response: sizes.append(0 if ".woff2" in response.url else len(response.body())))
    tab.goto("/accounts/login/", wait_until="networkidle")
    # Measured unpacked here; a site sends text compressed, to about a third.
    assert sum(sizes) < 120_000
