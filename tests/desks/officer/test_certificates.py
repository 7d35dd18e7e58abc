"""An officer finds her certificates with their days left, takes the paper, and hands on the address that proves it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from certificates import codes
from certificates.actions import expire_due
from desks.officer import certificates as page_of
from lms.core.deliveries import deliver
from lms.core.models import Delivery
from tests.cast import LATELY
from tests.certificates.ground import day_after


@pytest.fixture
def amina(client: Client, ground) -> Client:
    client.force_login(ground.cast.amina)
    return client


@pytest.fixture(autouse=True)
def _lately(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of.clock, "today", lambda: LATELY.date() + timedelta(days=31))


def test_she_reads_what_she_is_certified_for_and_how_long_it_holds(amina, certificate):
    page = amina.get("/my/certificates/")
    (line,) = page.context["standing"]
    assert (line.days_left, line.may_be_renewed, line.printed.level) == (700, False, 2)
    assert "700 days left" in page.text
    assert f"/verify/{codes.grouped(certificate.code)}/" in page.text


def test_the_window_of_renewal_is_told_and_what_is_over_stands_below(amina, certificate, monkeypatch):
    monkeypatch.setattr(page_of.clock, "today", lambda: day_after(certificate.expires_on, -20).date())
    assert "may be renewed now" in amina.get("/my/certificates/").text
    monkeypatch.setattr(page_of.clock, "today", lambda: day_after(certificate.expires_on, 1).date())
    page = amina.get("/my/certificates/")
    assert (page.context["standing"], [line.state for line in page.context["former"]]) == ([], ["expired"])


def test_her_desk_and_her_record_name_it(amina, certificate):
    for address in ("/my/", "/my/record/"):
        assert f"/my/certificates/#certificate-{certificate.uid}" in amina.get(address).text


def test_what_has_run_out_asks_for_a_refresher_and_takes_no_level_away(amina, ground, certificate, monkeypatch):
    after = day_after(certificate.expires_on, 1)
    monkeypatch.setattr(page_of.clock, "today", after.date)
    expire_due(at=after)
    while pending := list(Delivery.objects.filter(reaction="tracking.needs.flag_refresher", state="pending")):
        assert [deliver(each.pk) for each in pending] == [True]
    page = amina.get("/my/")
    standing = page.context["standing"]
    assert [(each.line.competency.code, each.line.shown) for each in standing.refreshers] == [("O07", 2)]
    assert [each.line.competency.code for each in standing.open] == []
    assert page.text.count("1 certificate has run out; the level stands, and a refresher is due.") == 1


def test_the_paper_is_a_pdf_named_by_its_code(amina, certificate):
    answer = amina.get(f"/my/certificates/{certificate.uid}.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    name = f"certificate-{codes.grouped(certificate.code)}.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "who", ["bela", "jonas", "tomas", "lucia", "ren", "nadia", "elif", "davit", "wren", "stranger"]
)
def test_nobody_else_finds_the_paper_among_their_own(client, ground, certificate, who):
    client.force_login(ground.cast.people[who])
    assert client.get(f"/my/certificates/{certificate.uid}.pdf").status_code == 404
    assert client.get(f"/my/certificates/{uuid4()}.pdf").status_code == 404
    assert client.get("/my/certificates/").context["standing"] == []


def test_one_certificate_costs_as_many_queries_as_two(amina, ground, certificate, django_assert_num_queries):
    with django_assert_num_queries(5):
        amina.get("/my/certificates/")
    seen = ground.show(ground.cast.amina, 3, "observation", at=LATELY + timedelta(days=1))
    from certificates import actions
    from tracking.evidence.events import EvidenceRecorded

    actions.consider(
        EvidenceRecorded(at=seen.at, evidence_id=seen.pk, person_id=seen.person_id, competency_id=seen.competency_id)
    )
    with django_assert_num_queries(5):
        amina.get("/my/certificates/")
