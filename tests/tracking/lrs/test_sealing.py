"""Seals: what was changed, lost or slipped in shows, and an erasure is the only thing that does not."""

import json
from datetime import timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.tracking.lrs.making import AMINA, AT, JONAS, ORLAND, PASSED, READ, VESNA, body, client, statement
from tracking.lrs import actions, order
from tracking.lrs.erasing.actions import erase_person
from tracking.lrs.erasing.models import Erasure, Tombstone
from tracking.lrs.models import Statement
from tracking.lrs.parameters import agent
from tracking.lrs.sealing import queries, rules
from tracking.lrs.sealing.actions import LONGEST_WAIT, seal, seal_all
from tracking.lrs.sealing.models import Segment
from tracking.lrs.sealing.verifying import Finding, Wrong, verify

pytestmark = pytest.mark.django_db
LATER = AT + LONGEST_WAIT


def person(whom: dict[str, Any]) -> Any:
    return agent({"agent": json.dumps(whom)}, "agent")


@pytest.fixture
def seqs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ten sealed statements of Amina and Jonas in turns, four in a segment; their places."""
    monkeypatch.setattr(rules, "SIZE", 4)
    credential, _ = client()
    people = [AMINA, JONAS] * 5
    actions.store(credential=credential, body=body(*[statement(actor=one) for one in people]), at=AT)
    assert seal_all(at=LATER) == 3
    return list(Statement.objects.order_by("seq").values_list("seq", flat=True))


def findings() -> list[Finding]:
    return verify(VESNA).findings


def test_what_was_sealed_is_found_as_it_was(seqs: list[int]) -> None:
    report = verify(VESNA)
    assert (report.segments, report.statements, report.erased, report.findings, report.unsealed) == (3, 10, 0, [], 0)
    assert report.head == bytes(Segment.objects.get(number=3).digest).hex()


@pytest.mark.parametrize(
    "change",
    [
        {"text": '{"actor":{}}'}, {"stored": AT - timedelta(days=1)}, {"timestamp": AT - timedelta(days=1)},
        {"statement_id": uuid4()}, {"origin": "server"}, {"version": "2.0.0"},
    ],
)  # fmt: skip
def test_a_changed_statement_is_named(seqs: list[int], change: dict[str, Any]) -> None:
    Statement.objects.filter(seq=seqs[5]).update(**change)
    assert findings() == [Finding(Wrong.CHANGED, seqs[5])]


def test_a_voided_statement_is_not_a_changed_one(seqs: list[int]) -> None:
    Statement.objects.filter(seq=seqs[5]).update(is_voided=True)
    assert findings() == []


def test_a_missing_statement_is_named(seqs: list[int]) -> None:
    Statement.objects.filter(seq=seqs[0]).delete()
    assert findings() == [Finding(Wrong.MISSING, seqs[0])]


def test_an_inserted_statement_is_named(seqs: list[int]) -> None:
    Statement.objects.filter(seq=seqs[4]).delete()
    Segment.objects.all().delete()
    seal_all(at=LATER)
    slipped = Statement.objects.get(seq=seqs[5])
    slipped.seq, slipped.statement_id = seqs[4], uuid4()
    slipped.save(force_insert=True)
    assert findings() == [Finding(Wrong.INSERTED, seqs[4])]


def test_a_segment_whose_leaves_were_made_to_fit_breaks_the_chain(seqs: list[int]) -> None:
    segment = Segment.objects.get(number=2)
    segment.leaves = bytes(segment.leaves)[rules.LEAF.size :]
    segment.save()
    Statement.objects.filter(seq=seqs[4]).delete()
    assert findings() == [Finding(Wrong.CHAIN_BROKEN, 2)]


def test_a_segment_that_is_gone_is_missed_and_the_next_one_no_longer_fits(seqs: list[int]) -> None:
    Segment.objects.filter(number=2).delete()
    assert findings() == [Finding(Wrong.SEGMENT_MISSING, 2), Finding(Wrong.CHAIN_BROKEN, 3)]


def test_a_cut_off_end_shows_in_the_head_that_was_kept_elsewhere(seqs: list[int]) -> None:
    kept = verify(VESNA).head
    Segment.objects.filter(number=3).delete()
    report = verify(VESNA)
    assert (report.findings, report.unsealed, report.unsealed_since) == ([], 2, AT)
    assert report.head != kept


def test_an_erased_statement_leaves_a_tombstone_and_nothing_wrong(seqs: list[int]) -> None:
    sealed = {leaf.seq: leaf for each in Segment.objects.all() for leaf in rules.unpacked(bytes(each.leaves))}
    erase_person(agent=person(AMINA), tenant=VESNA, reason="asked to", by=None, at=LATER)
    report = verify(VESNA)
    assert (report.findings, report.statements, report.erased) == ([], 5, 5)
    stones = Tombstone.objects.order_by("seq")
    assert [(stone.seq, bytes(stone.digest)) for stone in stones] == [(seq, sealed[seq].digest) for seq in seqs[::2]]
    left = {leaf.seq: leaf for each in Segment.objects.all() for leaf in rules.unpacked(bytes(each.leaves))}
    assert {seq for seq, leaf in left.items() if leaf.salt == rules.DESTROYED} == set(seqs[::2])


def test_what_was_erased_before_it_was_sealed_is_accounted_for_too() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(*[statement(actor=one) for one in (AMINA, JONAS)]), at=AT)
    erase_person(agent=person(AMINA), tenant=VESNA, reason="asked to", by=None, at=AT)
    seal_all(at=LATER)
    report = verify(VESNA)
    assert (report.findings, report.statements, report.erased) == ([], 1, 1)


@pytest.mark.parametrize("change", [{"reason": "another"}, {"at": AT}])
def test_a_logged_reason_cannot_be_changed_afterwards(seqs: list[int], change: dict[str, Any]) -> None:
    erase_person(agent=person(AMINA), tenant=VESNA, reason="asked to", by=None, at=LATER)
    Erasure.objects.update(**change)
    assert findings() == [Finding(Wrong.MISSING, seq) for seq in seqs[::2]]


def test_a_tombstone_that_we_did_not_set_hides_nothing(seqs: list[int]) -> None:
    leaf = next(rules.unpacked(bytes(Segment.objects.get(number=1).leaves)))
    erasure = Erasure.objects.create(tenant=VESNA, kind="person", reason="asked to", at=AT)
    Tombstone.objects.create(tenant=VESNA, seq=leaf.seq, digest=leaf.digest, seal=b"forged", erasure=erasure)
    Statement.objects.filter(seq=leaf.seq).delete()
    assert findings() == [Finding(Wrong.MISSING, leaf.seq)]


def test_an_erased_statement_that_is_put_back_shows(seqs: list[int]) -> None:
    row = Statement.objects.get(seq=seqs[0])
    erase_person(agent=person(AMINA), tenant=VESNA, reason="asked to", by=None, at=LATER)
    row.save(force_insert=True)
    assert findings() == [Finding(Wrong.ERASED_BUT_THERE, seqs[0])]


def test_each_tenant_has_its_own_chain_under_its_own_key(seqs: list[int]) -> None:
    other, _ = client(ORLAND)
    actions.store(credential=other, body=body(statement()), at=AT)
    seal_all(at=LATER)
    assert (verify(ORLAND).statements, verify(ORLAND).findings, verify(VESNA).statements) == (1, [], 10)
    Segment.objects.filter(tenant=VESNA).delete()
    Segment.objects.filter(tenant=ORLAND).update(tenant=VESNA)
    assert Finding(Wrong.CHAIN_BROKEN, 1) in findings()


def test_few_statements_wait_a_while_before_they_are_sealed() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=AT)
    assert [seal_all(at=AT), seal_all(at=LATER), seal_all(at=LATER)] == [0, 1, 0]


def test_statements_are_counted_without_being_read() -> None:
    credential, _ = client()
    for day, verb in ((0, READ), (0, READ), (1, PASSED)):
        actions.store(credential=credential, body=body(statement(verb={"id": verb})), at=AT + timedelta(days=day))
    seal_all(at=AT + timedelta(days=2))
    actions.store(credential=credential, body=body(statement()), at=AT + timedelta(days=3))
    count = queries.about_how_many
    assert (count(VESNA), count(VESNA, verb=READ), count(VESNA, verb=PASSED), count(ORLAND)) == (4, 3, 1, 0)
    assert count(VESNA, since=AT.date() + timedelta(days=1), until=AT.date() + timedelta(days=2)) == 1
    erase_person(agent=person(AMINA), tenant=VESNA, reason="asked to", by=None, at=AT)
    assert count(VESNA) == 0


@pytest.mark.django_db(transaction=True)
def test_a_lower_place_that_is_committed_later_is_waited_for() -> None:
    credential, _ = client()
    stored, commit = Event(), Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                actions.store(credential=credential, body=body(statement()), at=AT)
                stored.set()
                commit.wait(10)
        finally:
            connection.close()

    writer = Thread(target=slow)
    writer.start()
    stored.wait(10)
    beside = connection.vendor == "postgresql"
    if beside:
        actions.store(credential=credential, body=body(statement()), at=AT)
    # On SQLite nobody writes beside a writer, so that what can be seen is settled: nothing yet.
    assert order.settled_through(patience=0.1) == (None if beside else 0)
    commit.set()
    writer.join()
    if not beside:
        actions.store(credential=credential, body=body(statement()), at=AT)
    highest = Statement.objects.order_by("-seq").values_list("seq", flat=True).first()
    assert order.settled_through() == highest
    assert seal(tenant=VESNA, through=highest, at=LATER) == 1
    assert verify(VESNA).statements == 2
