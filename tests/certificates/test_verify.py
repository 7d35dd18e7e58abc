"""Anyone may ask whether a certificate stands; nobody learns more than the paper says."""

import pytest
from django.test import Client

from certificates import actions, codes, views
from tests.cast import LATELY
from tests.certificates.ground import day_after


def ask(certificate, client=None):
    return (client or Client()).get(f"/verify/{codes.grouped(certificate.code)}/")


def test_without_signing_in_one_reads_the_facts_as_printed_and_that_it_is_valid(certificate):
    page = ask(certificate)
    assert page.status_code == 200
    for word in ("genuine and valid", "Amina Example", "Sanderra Customs", "Level 2 of 4: Trained", "passed test"):
        assert word in page.text


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{grouped}"])
def test_it_is_found_however_the_code_is_typed(certificate, typed):
    code = typed.format(code=certificate.code, lower=certificate.code.lower(), grouped=codes.grouped(certificate.code))
    assert Client().get(f"/verify/{code}/").status_code == 200


def test_the_form_leads_to_the_page_of_the_code(certificate):
    answer = Client().get("/verify/", {"code": certificate.code.lower()})
    assert (answer.status_code, answer["Location"]) == (302, f"/verify/{codes.grouped(certificate.code)}/")


@pytest.mark.parametrize(
    ("state", "words"),
    [("suspended", "This certificate is suspended"), ("revoked", "This certificate has been revoked")],
)
def test_one_that_was_withdrawn_says_so_with_the_class_of_reason_and_keeps_the_note(ground, certificate, state, words):
    action = actions.suspend if state == "suspended" else actions.revoke
    action(certificate=certificate, reason="evidence", note="Zanzibar", by=ground.cast.ren, at=LATELY)
    page = ask(certificate)
    assert (words in page.text, "the evidence no longer stands" in page.text) == (True, True)
    assert "Zanzibar" not in page.text


def test_one_that_a_higher_one_replaced_says_so(ground, certificate):
    seen = ground.show(ground.cast.amina, 3, "observation", at=day_after(LATELY.date(), 1))
    actions.consider(
        actions.EvidenceRecorded(
            at=seen.at, evidence_id=seen.pk, person_id=seen.person_id, competency_id=seen.competency_id
        )
    )
    assert "a newer one has taken its place" in ask(certificate).text


def test_it_has_expired_at_midnight_whenever_the_nightly_task_runs(certificate, monkeypatch):
    monkeypatch.setattr(views.clock, "today", lambda: day_after(certificate.expires_on, 1).date())
    page = ask(certificate)
    assert ("has expired" in page.text, certificate.state) == (True, "valid")


def test_a_mistyped_code_and_an_unknown_one_are_told_apart_calmly(certificate):
    wrong = certificate.code[:-1] + ("2" if certificate.code[-1] != "2" else "3")
    mistyped, unknown = Client().get(f"/verify/{wrong}/"), Client().get(f"/verify/{codes.new()}/")
    assert (mistyped.status_code, unknown.status_code) == (404, 404)
    assert "does not add up" in mistyped.text
    assert "never given to anybody here" in unknown.text


def test_the_page_says_only_what_is_printed(ground, certificate):
    text = ask(certificate).text
    for secret in (ground.cast.amina.username + "@", str(certificate.uid), "Port of Vesna", "Investigator"):
        assert secret not in text


def test_no_search_engine_keeps_it_and_no_cache_hands_it_on(certificate):
    page = ask(certificate)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert 'name="robots" content="noindex' in page.text


def test_it_may_be_read_and_nothing_else(certificate):
    address = f"/verify/{certificate.code}/"
    assert [getattr(Client(), method)(address).status_code for method in ("head", "post", "put", "delete")] == [
        200, 405, 405, 405,
    ]  # fmt: skip


def test_whoever_tries_code_after_code_has_to_pause(certificate):
    client = Client()
    answers = [client.get(f"/verify/{codes.new()}/").status_code for _ in range(views.MOST_MISSES + 1)]
    assert answers == [404] * views.MOST_MISSES + [429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/verify/{certificate.code}/").status_code == 200


def test_it_takes_one_query(certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(certificate)
