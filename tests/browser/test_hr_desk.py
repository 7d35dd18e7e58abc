"""HR's part of the storyboard: who lapses, as a sheet, in three clicks; and a certificate on paper, checked in none."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from certificates import actions, pdf
from certificates.models import Certificate
from certificates.printing import Printed
from courses.catalogue.models import CourseRelease
from lms.core import clock
from tests.browser.test_look import violations
from tests.browser.walking import Walk
from tests.cast import Cast, enter, open_gaps, put_on_offer, raise_the_curtain
from tests.committed import Committed
from tests.courses.scheduling.timetable import lay_out
from tests.repository.scene import certify
from tests.tracking.attendance.making import open_cohort

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Window = Callable[..., BrowserContext]
LAPTOP = {"width": 1280, "has_touch": True}
IN_A_MONTH = timedelta(days=30)
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


@pytest.fixture
def cast(committed: Committed) -> Cast:
    return committed(raise_the_curtain)


@pytest.fixture
def lapsing(cast: Cast) -> Certificate:
    """Amina's certificate, at the port, for forty days still."""
    certificate = certify(cast, put_on_offer(cast), at=clock.now())
    last = clock.today() + timedelta(days=40)
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=last)
    return certificate


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by finger", "by keyboard"])
def test_h1_who_lapses_at_the_port_is_a_sheet_in_three_clicks(
    window: Window, cast: Cast, lapsing: Certificate, by_keyboard: bool
) -> None:
    walk = Walk(window(person=cast.ren, **LAPTOP), "/hr/", by_keyboard)
    walk.click(walk.tab.locator("#lapsing").get_by_role("link", name="Who, by name"))
    walk.click(walk.tab.get_by_role("navigation", name="Units").get_by_role("link", name="Port of Vesna"))
    with walk.tab.expect_download() as downloading:
        walk.click(walk.tab.get_by_role("link", name="Sheet (XLSX)"))
    book = openpyxl.load_workbook(BytesIO(downloading.value.path().read_bytes()))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1]) for row in rows] == [("Amina Example", "Port of Vesna")]
    assert (walk.clicks, walk.strangers) == (3, set())
    assert walk.loads <= 3


def read_from_paper(certificate: Certificate) -> str:
    """What the QR code on the printed page says to a phone: the page is drawn at 150 points to the inch and read."""
    command = ["pdftoppm", "-r", "150", "-png", "-"]
    picture = subprocess.run(command, input=pdf.drawn(certificate), capture_output=True, check=True).stdout
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return code.text


def test_h5_a_certificate_on_paper_is_checked_by_its_square_without_a_click_and_without_signing_in(
    window: Window, lapsing: Certificate, live_server, settings
) -> None:
    settings.PUBLIC_URL = live_server.url
    address = read_from_paper(lapsing)
    assert address == Printed(lapsing.facts).address
    walk = Walk(window(**PHONE), address)
    expect(walk.tab.get_by_role("heading", level=1)).to_have_text("This certificate is genuine and valid")
    expect(walk.tab.get_by_text("Amina Example").first).to_be_visible()
    assert (walk.clicks, walk.strangers, violations(walk.tab)) == (0, set(), [])


def test_h5_the_square_of_a_revoked_one_says_so(
    window: Window, cast: Cast, lapsing: Certificate, live_server, settings
) -> None:
    settings.PUBLIC_URL = live_server.url
    actions.revoke(certificate=lapsing, reason="error", note="", by=cast.ren, at=clock.now())
    walk = Walk(window(**PHONE), read_from_paper(lapsing))
    expect(walk.tab.get_by_role("heading", level=1)).to_have_text("This certificate has been revoked")


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by finger", "by keyboard"])
def test_h2_who_lapses_is_put_forward_for_a_cohort_in_three_clicks(
    window: Window, cast: Cast, lapsing: Certificate, by_keyboard: bool
) -> None:
    open_cohort(
        cast, CourseRelease.objects.get(course_uid=lapsing.certification.course_uid), first=clock.now() + IN_A_MONTH
    )
    walk = Walk(window(person=cast.ren, **LAPTOP), "/hr/certificates/?lapsing=90", by_keyboard)
    walk.click(walk.tab.get_by_role("link", name="Propose a cohort"))
    walk.click(walk.tab.get_by_role("link", name="October"))
    walk.click(walk.tab.get_by_role("button", name="Put them forward"))
    expect(walk.tab.get_by_text("1 officer is put forward.")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (3, 3, set())


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["by finger", "by keyboard"])
def test_h4_the_top_gap_becomes_a_draft_of_a_cohort_in_three_clicks(
    window: Window, transactional_db: None, by_keyboard: bool
) -> None:
    cast = lay_out(raise_the_curtain()).cast
    for number in range(5):
        officer = enter(cast, f"officer{number}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, officer, ratings={"P3": 1.0})
    walk = Walk(window(person=cast.ren, **LAPTOP), "/hr/", by_keyboard)
    walk.click(walk.tab.get_by_role("link", name="P3"))
    walk.click(walk.tab.get_by_role("link", name="Compose a cohort"))
    walk.click(walk.tab.get_by_role("button", name="Keep a draft"))
    expect(walk.tab.get_by_text("The draft is kept.")).to_be_visible()
    assert (walk.clicks, walk.loads, walk.strangers) == (3, 3, set())
