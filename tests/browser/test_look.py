"""Every page in `pages`: no accessibility finding, nothing wider than the window, nothing refused, nobody else asked."""

from collections.abc import Callable, Iterator
from itertools import cycle, groupby, product
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, expect
from playwright.sync_api import Page as Tab

from courses.catalogue.models import LessonPage
from tests.browser.pages import EDITING, PAGES, WAGTAILS, Page
from tests.browser.staging import Stage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

#: What Chromium calls it when the policy has refused something.
POLICY = "Content Security Policy"
#: A language, a theme and a width. Key pages are looked at in all eight; the others in four, in which each two meet once.
LANGUAGES, THEMES, WIDTHS = ("en", "ar"), ("light", "dark"), (1280, 390)
HALF = [("en", "light", 1280), ("en", "dark", 390), ("ar", "light", 390), ("ar", "dark", 1280)]


# One setting of the stage for all looks of a language: it takes as long as looking at eight pages.
@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_an_accessibility_finding_overflows_or_asks_for_what_it_may_not_have(
    window: Callable[..., BrowserContext], stage: Stage, live_server: Any, language: str
) -> None:
    """A page is fetched once in a language, and then turned to each look that it is seen in."""
    findings: list[tuple[Any, ...]] = []
    for who, seen in groupby(sorted(PAGES, key=attrgetter("who")), key=attrgetter("who")):
        person = stage.cast.people[who] if who else None
        tab = window(language=language, theme="light", person=person).new_page()
        complaints = complaints_of(tab, live_server.url)
        for page in seen:
            path = stage.path(page)
            turn(tab, "light", WIDTHS[0])
            findings += [(who, path, *each) for each in elsewhere(tab.goto(path), page, path)]
            for theme, width in looks(page, language):
                turn(tab, theme, width)
                found = [*violations(tab), *overflow(tab, width), *complaints]
                findings += [(theme, width, who, path, *each) for each in found]
                complaints.clear()
        tab.context.close()
    assert findings == []


def looks(page: Page, language: str) -> list[tuple[str, int]]:
    """The themes and widths in which a page is looked at in a language."""
    return [look for look in product(THEMES, WIDTHS) if page.is_key or (language, *look) in HALF]


def turn(tab: Tab, theme: str, width: int) -> None:
    """As the theme's button and another window would show the page that is there."""
    tab.set_viewport_size({"width": width, "height": 844})
    tab.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_our_pages_in_the_editors_admin_has_a_finding_that_is_ours(
    window: Callable[..., BrowserContext], stage: Stage, language: str
) -> None:
    found: list[tuple[Any, ...]] = []
    opened = window(language=language, person=stage.cast.admin)
    for page, tab, answer in one_ahead(opened, stage, EDITING):
        path = stage.path(page)
        seen = elsewhere(answer, page, path)
        for width in WIDTHS:
            turn(tab, "light", width)
            seen += [
                (width, *each) for each in (*violations(tab), *overflow(tab, width)) if not is_wagtails(path, each)
            ]
        found += [(path, *each) for each in seen]
    assert found == []


def is_wagtails(path: str, finding: tuple[Any, ...]) -> bool:
    return path in WAGTAILS.get(finding[0], ((), ""))[0]


def one_ahead(opened: BrowserContext, stage: Stage, pages: list[Page]) -> Iterator[tuple[Page, Tab, Response | None]]:
    """Each page once it has come to rest, which takes half a second; the next one does so while this one is looked at."""
    tabs = cycle([opened.new_page(), opened.new_page()])
    coming = None
    for page in pages:
        tab = next(tabs)
        tab.set_viewport_size({"width": WIDTHS[0], "height": 844})
        this, coming = coming, (page, tab, tab.goto(stage.path(page), wait_until="commit"))
        if this:
            this[1].wait_for_load_state("networkidle")
            yield this
    if coming:
        coming[1].wait_for_load_state("networkidle")
        yield coming


def complaints_of(tab: Tab, site: str) -> list[tuple[str, str]]:
    """What the policy refuses, what breaks, and who else is asked for anything, as it happens."""
    complaints: list[tuple[str, str]] = []

    def said(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            complaints.append(("refused", message.text))

    def asked(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(f"{site}/"):
            complaints.append(("another host", request.url))

    tab.on("console", said)
    tab.on("pageerror", lambda error: complaints.append(("broken", str(error))))
    tab.on("request", asked)
    return complaints


def elsewhere(answer: Response | None, page: Page, asked: str) -> list[tuple[Any, ...]]:
    """Another page than the one that was asked for, which would be looked at in its place."""
    assert answer is not None
    came = (answer.status, urlsplit(answer.url)._replace(scheme="", netloc="").geturl())
    return [] if came == (page.status, asked) else [("is not there", *came)]


def overflow(tab: Tab, width: int) -> list[tuple[str, int]]:
    widest = tab.evaluate("document.documentElement.scrollWidth")
    return [("wider than the window", widest)] if widest > width else []


def violations(tab: Any) -> list[tuple[str, list[Any]]]:
    # Without the preload that only an experimental rule needs: it would put imported sheets into the page, inline. And
    # without a list of all that is well, which takes axe a seventh of its time.
    script = (
        "" if tab.evaluate("'axe' in window") else Axe().axe_script
    )  # half a megabyte, which stays for the next look
    found = Axe(script).run(tab, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def test_twelve_pages_are_looked_at_in_every_look() -> None:
    assert len([page for page in PAGES if page.is_key]) == 12


def test_the_policy_of_the_editors_admin_refuses_nothing_that_it_asks_for(
    window: Callable[..., BrowserContext], stage: Stage
) -> None:
    complaints: list[str] = []
    tab = window(person=stage.cast.admin).new_page()
    tab.on("console", lambda message: complaints.append(message.text) if POLICY in message.text else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    lesson = LessonPage.objects.first()
    for path in ("/admin/", "/admin/pages/", f"/admin/pages/{lesson.pk}/edit/", "/admin/images/", "/admin/records/"):
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
