"""A file of readings is handed in, looked at and stored; the reports on it are as fit to be seen as every page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.staging import Stage
from tests.browser.test_look import HALF, overflow, violations
from tracking.impact.models import Reading

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGE = "/impact/indicators/scbs/E2/upload/"
HEAD = "period,unit,numerator,denominator,state,reason\n"
GOOD = f"{HEAD}2026-M01,PVS,30,400,,\n2026-M02,PVS,,,missing,System outage\n2025-M12,PVS,30,400,,Counted again\n"


def hand_in(tab: Any, text: str) -> None:
    tab.goto(PAGE)
    file = {"name": "readings.csv", "mimeType": "text/csv", "buffer": text.encode()}
    tab.set_input_files("input[type=file]", file)
    tab.locator("form:has(input[type=file]) button").click()


def test_reports_on_a_file_have_no_finding_and_a_good_one_is_stored(
    window: Callable[..., BrowserContext], stage: Stage
) -> None:
    findings: list[tuple[Any, ...]] = []
    for language, theme, width in HALF:
        tab = window(language=language, theme=theme, width=width, person=stage.cast.nadia).new_page()
        for text in (f"{GOOD}soon,XYZ,9,2,perhaps,\n2025-M11,AVI,9,2,,\n", GOOD):
            hand_in(tab, text)
            tab.locator("table").first.wait_for()
            findings += [(language, width, *each) for each in (*violations(tab), *overflow(tab, width))]
    assert (findings, Reading.objects.filter(begins_on__year=2026).count()) == ([], 0)
    tab.locator("input[name=rows] ~ .form__actions button").click()
    expect(tab.locator("#readings")).to_be_visible()
    assert Reading.objects.filter(indicator__code="E2", begins_on__year=2026).count() == 2
