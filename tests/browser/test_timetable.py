"""A trainer's phone: a cohort opened in five taps and a session moved in three."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect
from playwright.sync_api import Page as Tab

from courses.scheduling.models import Cohort
from tests.browser.test_look import violations
from tests.cast import raise_the_curtain
from tests.courses.scheduling.timetable import AT, Timetable, lay_out
from tracking.enrolment import actions as enrolment

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Window = Callable[..., BrowserContext]
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


@pytest.fixture
def timetable(transactional_db: None) -> Timetable:
    return lay_out(raise_the_curtain())


class Thumb:
    """Counts its taps, and looks at every page that they lead to."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.taps = tab, 0
        self.findings: list[tuple[str, object]] = []

    def tap(self, on: Locator) -> None:
        with self.tab.expect_navigation():
            on.tap()
        self.taps += 1
        self.findings += violations(self.tab)
        widest = self.tab.evaluate("document.documentElement.scrollWidth")
        self.findings += [("wider than the phone", widest)] if widest > PHONE["width"] else []


def test_a_blended_cohort_is_scheduled_released_and_told_in_five_taps(window: Window, timetable: Timetable) -> None:
    tab = window(person=timetable.cast.lucia, **PHONE).new_page()
    tab.goto("/trainer/")
    thumb = Thumb(tab)
    thumb.tap(tab.get_by_role("link", name="New cohort"))
    thumb.tap(tab.get_by_role("link", name="Risk management"))
    thumb.tap(tab.get_by_role("button", name="Show the dates"))
    thumb.tap(tab.get_by_role("button", name="Release"))
    thumb.tap(tab.get_by_role("button", name="Tell them"))
    expect(tab.locator(".notice--success").last).to_contain_text("told")
    cohort = Cohort.objects.get()
    assert (thumb.taps, cohort.state, cohort.announced_at is not None, thumb.findings) == (5, "released", True, [])


def test_a_session_is_moved_and_everyone_told_in_three_taps(window: Window, timetable: Timetable) -> None:
    cohort, cast = timetable.release(), timetable.cast
    enrolment.seat(cohort=cohort, person=cast.amina, administration=cast.sanderra, by=cast.lucia, at=AT)
    tab = window(person=cast.lucia, **PHONE).new_page()
    tab.goto(f"/trainer/cohorts/{cohort.uid}/")
    thumb = Thumb(tab)
    thumb.tap(tab.get_by_role("link", name="Move").first)
    thumb.tap(tab.locator(".slot").first)
    thumb.tap(tab.get_by_role("button", name="Release and tell 2"))
    expect(tab.locator(".notice--success")).to_contain_text("The session is moved")
    assert (thumb.taps, timetable.session(cohort, 1).state, thumb.findings) == (3, "moved", [])
