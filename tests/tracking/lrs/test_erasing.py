"""Erasing: everything of the person who asks, nothing of anybody else, and no way back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from lms.core.models import AuditEntry
from tests.tracking.lrs.making import (
    AMINA,
    AT,
    JONAS,
    LESSON,
    ORLAND,
    PASSED,
    READ,
    VESNA,
    body,
    client,
    headers,
    launch,
    statement,
)
from tracking.lrs import actions
from tracking.lrs.attachments.models import Content
from tracking.lrs.attachments.multipart import Part
from tracking.lrs.attachments.storing import keep
from tracking.lrs.documents.models import Document
from tracking.lrs.erasing import queries
from tracking.lrs.erasing.actions import erase_person, retain, set_retention
from tracking.lrs.erasing.models import Erasure, RetentionRule, Tombstone
from tracking.lrs.erasing.queries import Counts, NobodyInParticular
from tracking.lrs.models import Credential, Echo, Mention, Statement
from tracking.lrs.parameters import agent

pytestmark = pytest.mark.django_db


def person(whom: dict[str, Any]) -> Any:
    return agent({"agent": json.dumps(whom)}, "agent")


def rows() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Statement, Mention, Echo, Document, Content, Credential)
    ]


def erase(whom: dict[str, Any] = AMINA) -> Erasure:
    return erase_person(agent=person(whom), tenant=VESNA, reason="asked to", by=None, at=AT)


def test_the_dry_run_counts_what_the_erasure_takes_and_changes_nothing() -> None:
    credential, secret = client()
    launch()
    actions.store(
        credential=credential,
        body=body(
            statement(), statement(), statement(actor=JONAS, object=AMINA),
            statement(actor=JONAS, context={"instructor": AMINA}), statement(actor=JONAS),
        ),
        at=AT,
    )  # fmt: skip
    answer = Client(headers=headers(credential, secret)).put(
        f"/xapi/agents/profile?profileId=p&agent={json.dumps(AMINA)}", "{}", content_type="application/json",
        headers={"If-None-Match": "*"},
    )  # fmt: skip
    assert answer.status_code == 204
    before = rows()
    counts = queries.counts_of(person(AMINA), tenant=VESNA)
    assert counts == Counts(statements=2, documents=1, launches=1, named_by_others=2)
    assert rows() == before
    assert erase().counts == counts.as_json()
    assert (Statement.objects.count(), Document.objects.count(), Tombstone.objects.count()) == (3, 0, 2)


def test_statements_of_others_are_untouched_down_to_the_byte() -> None:
    credential, _ = client()
    others = [statement(actor=JONAS, object=AMINA), statement(actor=JONAS, context={"instructor": AMINA})]
    actions.store(credential=credential, body=body(*others), at=AT)
    before = rows()
    shared = statement(context={"instructor": JONAS, "contextActivities": {"parent": {"id": LESSON + "/p"}}})
    actions.store(credential=credential, body=body(shared), at=AT)
    erase()
    assert rows() == before


def test_another_tenant_keeps_what_it_knows_of_the_same_person() -> None:
    other, _ = client(ORLAND)
    actions.store(credential=other, body=body(statement()), at=AT)
    before = rows()
    erase()
    assert rows() == before


def test_a_launch_of_the_person_is_closed_and_no_longer_says_whose_it_was() -> None:
    credential, secret = launch()
    erase()
    credential.refresh_from_db()
    assert "officer-q7x0" not in json.dumps(credential.actor)
    assert credential.revoked_at == AT
    assert Client(headers=headers(credential, secret)).get("/xapi/statements").status_code == 401


def test_what_was_erased_does_not_come_back_when_a_device_sends_it_again() -> None:
    credential, _ = client()
    sent = body(statement(id="7c9e6679-7425-40de-944b-e07fc1f90ae7"))
    first = actions.store(credential=credential, body=sent, at=AT)
    erase()
    assert actions.store(credential=credential, body=sent, at=AT) == first
    assert Statement.objects.count() == 0


def test_bytes_go_with_the_last_statement_that_came_with_them(django_capture_on_commit_callbacks: Any) -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement(), statement(), statement(actor=JONAS)), at=AT)
    ours, ours_too, theirs = Statement.objects.order_by("seq").values_list("seq", flat=True)
    small, large, shared = "a" * 64, "b" * 64, "c" * 64
    parts = {
        small: Part(headers={}, content=b"1"),
        large: Part(headers={}, content=b"2" * 70_000),
        shared: Part(headers={}, content=b"3"),
    }
    keep([(ours, small), (ours, large), (ours_too, shared), (theirs, shared)], parts, tenant=VESNA)
    file = Content.objects.get(sha2=large).file
    with django_capture_on_commit_callbacks(execute=True):
        erase()
    assert list(Content.objects.values_list("sha2", flat=True)) == [shared]
    assert default_storage.exists(file) is False


def test_the_trail_says_how_many_and_why_and_not_whose() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=AT)
    erasure = erase()
    trail = AuditEntry.objects.filter(about_type=erasure._meta.label_lower).order_by("pk")
    assert [entry.verb for entry in trail] == ["statements erasure begun", "statements erased"]
    assert "officer-q7x0" not in json.dumps([entry.details for entry in trail])
    assert trail[1].details == {
        "tenant": str(VESNA), "statements": 1, "documents": 0, "launches": 0, "named_by_others": 0
    }  # fmt: skip


def test_an_anonymous_group_is_nobody_in_particular() -> None:
    with pytest.raises(NobodyInParticular):
        erase({"objectType": "Group", "member": [AMINA]})


def test_statements_go_by_age_and_a_verb_of_its_own_rule_goes_by_that() -> None:
    credential, _ = client()
    other, _ = client(ORLAND)
    for days, verb in ((40, READ), (40, PASSED), (5, READ), (400, PASSED)):
        for one in (credential, other):
            actions.store(credential=one, body=body(statement(verb={"id": verb})), at=AT - timedelta(days=days))
    set_retention(tenant=VESNA, verb="", days=30, by=None, at=AT)
    set_retention(tenant=VESNA, verb=PASSED, days=365, by=None, at=AT)
    rules = RetentionRule.objects.order_by("pk")
    assert [queries.beyond(rule, at=AT).count() for rule in rules] == [1, 1]
    assert retain(tenant=VESNA, by=None, at=AT) == 2
    left = Statement.objects.filter(tenant=VESNA).order_by("stored").values_list("stored", flat=True)
    assert [(AT - stored).days for stored in left] == [40, 5]
    assert Statement.objects.filter(tenant=ORLAND).count() == 4
    assert retain(tenant=VESNA, by=None, at=AT) == 0


def test_a_rule_that_is_lifted_takes_nothing_any_more() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=AT - timedelta(days=40))
    set_retention(tenant=VESNA, verb="", days=30, by=None, at=AT)
    set_retention(tenant=VESNA, verb="", days=None, by=None, at=AT)
    assert retain(tenant=VESNA, by=None, at=AT) == 0
    assert Statement.objects.count() == 1
