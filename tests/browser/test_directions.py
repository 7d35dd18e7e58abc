"""Words of one direction on a page of the other, and words that have one line to stand on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import BrowserContext

from tests.browser.staging import Stage

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

#: At which side the words of an element begin.
SIDES = "each => each.map(one => getComputedStyle(one).textAlign)"


def test_an_english_course_on_an_arabic_page_begins_where_the_page_does(
    window: Callable[..., BrowserContext], stage: Stage
) -> None:
    tab = window(language="ar", width=390, person=stage.cast.amina).new_page()
    tab.goto(stage.addresses["course_page"])
    shown = tab.locator(".lead, .timeline__step bdi")
    assert set(shown.evaluate_all(SIDES)) == {"right"}
    assert shown.count() > 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_names_of_desks_stand_on_one_line_on_a_phone(
    window: Callable[..., BrowserContext], stage: Stage, language: str
) -> None:
    tab = window(language=language, width=280, person=stage.cast.nadia).new_page()
    tab.goto("/coordinator/")
    heights = tab.locator(".desk-nav a").evaluate_all("each => each.map(one => one.clientHeight)")
    assert len(heights) == 4
    assert len(set(heights)) == 1


def test_a_mail_with_a_long_address_is_no_wider_than_the_window(
    window: Callable[..., BrowserContext], live_server: Any, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    text = f"طلب أحدهم كلمة مرور جديدة لحسابك، ولعله أنت. اخترها هنا:\n{live_server.url}/accounts/{'a' * 120}/\n"
    EmailMessage("كلمة مرور جديدة", text, to=["amina@sanderra.example"]).send()
    for language in ("en", "ar"):
        tab = window(language=language, width=390).new_page()
        tab.goto("/demo/mail/1/")
        assert tab.evaluate(
            "[document.documentElement.scrollWidth, document.querySelector('pre').scrollWidth < 390]"
        ) == [390, True]
