"""HR reads by name who is certified and who lapses, takes it as a sheet, and withdraws with a reason; nobody else does."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client

from certificates import actions as certificates
from desks.hr import people
from lms.core.models import AuditEntry
from tests.cast import LATELY, enter
from tests.certificates.ground import day_after

PAGES = ("/hr/certificates/", "/hr/certificates.csv", "/hr/certificates.xlsx")


@pytest.fixture
def certified(ground, monkeypatch):
    """Amina at the port and Bela at the airport; on the day of the page, only Amina's is about to lapse."""
    first = ground.certify(ground.cast.amina, at=LATELY)
    ground.certify(ground.cast.bela, at=day_after(LATELY.date(), 200))
    monkeypatch.setattr(people.clock, "today", lambda: day_after(first.expires_on, -30).date())
    return first


@pytest.fixture
def ren(client: Client, ground) -> Client:
    client.force_login(ground.cast.ren)
    return client


def names(page) -> list[str]:
    return [line.certificate.person.username for line in page.context["lines"]]


def test_who_is_certified_stands_there_by_name_what_lapses_first_before(ren, certified):
    page = ren.get("/hr/certificates/")
    assert (names(page), [line.days_left for line in page.context["lines"]]) == (["amina", "bela"], [30, 230])


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("lapsing=90", ["amina"]),
        ("unit=AVI", ["bela"]),
        ("unit=AVI&lapsing=90", []),
        ("certification=targeting", ["amina", "bela"]),
        ("certification=nothing", []),
        ("unit=nowhere", ["amina", "bela"]),
    ],
)
def test_each_filter_is_in_the_address(ren, certified, query, listed):
    assert names(ren.get(f"/hr/certificates/?{query}")) == listed


def test_the_units_are_offered_with_their_number(ren, certified):
    units = ren.get("/hr/certificates/?lapsing=90&unit=AVI").context["units"]
    assert [(unit.code, number) for unit, number in units] == [("PVS", 1)]


def test_both_files_hold_what_the_page_lists(ren, certified):
    query = "lapsing=90&unit=PVS"
    text = ren.get(f"/hr/certificates.csv?{query}").getvalue().decode().removeprefix("\ufeff")
    answer = ren.get(f"/hr/certificates.xlsx?{query}")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet = [list(row) for row in book.active.iter_rows(values_only=True)]
    header, line = list(csv.reader(StringIO(text)))
    assert header[0] == sheet[0][0] == "Name"
    assert (line[0], line[3], line[6]) == ("Amina Example", "2", "30")
    assert (sheet[1][0], sheet[1][3], sheet[1][6], len(sheet)) == ("Amina Example", 2, 30, 2)
    assert answer["Content-Disposition"] == 'attachment; filename="lapsing-scbs-pvs-2028-09-05.xlsx"'


def test_a_name_that_looks_like_a_formula_stays_a_name(ren, ground, certified):
    ground.cast.amina.first_name, ground.cast.amina.last_name = "=1+1", ""
    ground.cast.amina.save()
    book = openpyxl.load_workbook(BytesIO(b"".join(ren.get("/hr/certificates.xlsx").streaming_content)))
    assert (book.active["A2"].value, book.active["A2"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "lucia", "wren", "stranger"])
@pytest.mark.parametrize("path", PAGES)
def test_nobody_but_hr_and_the_coordinator_finds_it(client, ground, certified, who, path):
    client.force_login(ground.cast.people[who])
    assert client.get(path).status_code == 404


def test_hr_next_door_lists_its_own_and_finds_no_other(client, ground, certified):
    client.force_login(ground.cast.davit)
    assert names(client.get("/hr/certificates/")) == []
    assert client.get("/hr/certificates/?administration=scbs").status_code == 404
    assert client.get(f"/hr/certificates/{certified.uid}/").status_code == 404
    assert client.post(f"/hr/certificates/{certified.uid}/", {"do": "revoke", "reason": "error"}).status_code == 404


@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "lucia", "wren", "stranger"])
def test_only_who_certifies_may_withdraw(client, ground, certified, who):
    client.force_login(ground.cast.people[who])
    address = f"/hr/certificates/{certified.uid}/"
    answers = [client.get(address), client.post(address, {"do": "revoke", "reason": "error"})]
    certified.refresh_from_db()
    assert ([answer.status_code for answer in answers], certified.state) == ([404, 404], "valid")


def test_withdrawing_asks_for_a_reason_and_writes_down_who_did_it(ren, ground, certified):
    address = f"/hr/certificates/{certified.uid}/"
    assert ren.post(address, {"do": "revoke"}).status_code == 400
    assert ren.post(address, {"do": "revoke", "reason": "error", "note": "Wrong person"}).status_code == 302
    certified.refresh_from_db()
    assert (certified.state, certified.reason, certified.note) == ("revoked", "error", "Wrong person")
    assert AuditEntry.objects.get(verb="certificate revoked").by == ground.cast.ren
    assert ren.post(address, {"do": "reinstate"}).status_code == 400


def test_the_four_figures_lead_to_their_lists(ren, ground, certified):
    found = {figure.key: figure for figure in ren.get("/hr/").context["figures"]}
    assert list(found) == ["at-target", "open-gaps", "certified", "lapsing"]
    assert (found["certified"].cell.value, found["lapsing"].cell.value) == (2, 1)


def test_what_is_withheld_counts_no_more_from_then_on_and_counts_again_when_it_stands_again(ren, ground, certified):
    def figure() -> int:
        return next(each for each in ren.get("/hr/").context["figures"] if each.key == "certified").cell.value

    at = day_after(LATELY.date(), 1)
    said = {"note": "", "by": ground.cast.ren, "at": at}
    before = figure()
    certificates.suspend(certificate=certified, reason="error", **said)
    withheld = figure()
    certificates.reinstate(certificate=certified, **said)
    assert (before, withheld, figure()) == (2, 1, 2)


def test_hr_of_one_unit_counts_its_own_whoever_looked_before(client, ground, certified):
    enter(ground.cast, "pia", ground.cast.sanderra, "hr", unit="PVS")
    shown = {}
    for who in ("ren", "pia"):
        client.force_login(ground.cast.people.get(who) or ground.cast.pia)
        shown[who] = next(each.cell.value for each in client.get("/hr/").context["figures"] if each.key == "certified")
    assert shown == {"ren": 2, "pia": 1}


def test_the_head_of_office_reads_them_as_groups_only_and_is_led_to_no_name(client, ground, certified):
    client.force_login(ground.cast.tomas)
    page = client.get("/hr/")
    found = {figure.key: (figure.cell.shown, figure.action) for figure in page.context["figures"]}
    assert (found["certified"], found["lapsing"]) == (("<5", ""), ("<5", ""))
    assert "/hr/certificates/" not in page.text


def test_more_certificates_take_no_more_queries(ren, ground, certified, django_assert_max_num_queries):
    for name in ("one", "two", "three"):
        ground.certify(enter(ground.cast, name, ground.cast.sanderra, "officer", unit="PVS", post="R09"))
    for path, most in (("/hr/certificates/", 16), ("/hr/certificates.xlsx", 8), ("/hr/", 28)):
        with django_assert_max_num_queries(most):
            ren.get(path)
