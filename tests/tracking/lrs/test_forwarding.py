"""Forwarding: every wanted statement arrives once at least, in order, and whatever does not says why."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from tests.conformance.xapi.test_attachments import described, first, mixed, part, send
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
from tests.tracking.lrs.other_store import OtherStore, serving
from tests.tracking.lrs.program import Program
from tracking.lrs import actions, queries
from tracking.lrs.erasing.actions import erase_person
from tracking.lrs.forwarding import actions as forwarding
from tracking.lrs.forwarding import rules
from tracking.lrs.forwarding.actions import (
    NotNow,
    add_target,
    change_target,
    forward,
    forward_due,
    replay,
    retry_dead,
    send_test,
)
from tracking.lrs.forwarding.models import DeadLetter, Target
from tracking.lrs.forwarding.queries import backlog
from tracking.lrs.forwarding.reaching import OutOfReach, check_endpoint, connected, is_public
from tracking.lrs.models import Credential, Statement
from tracking.lrs.parameters import agent
from tracking.lrs.sending import without_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(settings: Any) -> Iterator[OtherStore]:
    settings.LRS_FORWARD_TO_PRIVATE = True
    with serving() as store:
        yield store


def target(other: OtherStore, **changed: Any) -> Target:
    fields = {"name": "ministry", "endpoint": other.endpoint, "key": "us", "is_pseudonymous": False} | changed
    return add_target(tenant=VESNA, secret="open sesame", by=None, at=AT, **fields)


def told(*statements: dict[str, Any], credential: Credential | None = None) -> list[str]:
    one = credential or client()[0]
    return [str(ident) for ident in actions.store(credential=one, body=body(*statements), at=AT)]


def test_what_is_stored_arrives_in_order_and_exactly_as_it_is_served(other: OtherStore) -> None:
    told(statement())
    there = target(other, batch=2)
    text = (
        b'{"verb":{"id":"https://x.example/v"},"object":{"id":"https://x.example/a"},"actor":'
        + json.dumps(AMINA).encode()
    )
    credential, _ = client()
    actions.store(credential=credential, body=text + b',"result":{"score":{"raw":1.50}}}', at=AT)
    idents = told(statement(), statement(actor=JONAS), statement())
    assert forward_due(at=AT) == 4
    assert list(other.kept)[1:] == idents
    assert [len(sent) for _, sent in other.requests] == [2, 2]
    assert list(other.kept.values()) == [
        json.loads(queries.exact(row)) for row in Statement.objects.order_by("seq").select_related("credential")[1:]
    ]
    sent = other.requests[0][0]
    assert base64.b64decode(sent["authorization"].removeprefix("Basic ")) == b"us:open sesame"
    assert sent["x-experience-api-version"] == "1.0.3"
    there.refresh_from_db()
    assert (there.forwarded, there.last_success_at, there.last_error, backlog(there)) == (4, AT, "", 0)
    assert forward_due(at=AT) == 0


def test_the_other_stores_secret_is_not_readable_in_the_database(other: OtherStore) -> None:
    assert "sesame" not in str(Target.objects.filter(pk=target(other).pk).values().get())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"verbs": [PASSED]}, [1]),
        ({"activity_prefixes": [f"{LESSON}/"]}, [2]),
        ({"origins": ["launch"]}, [3]),
        ({"verbs": [READ], "origins": ["external"]}, [0, 2]),
    ],
)
def test_a_target_gets_what_its_filters_let_pass(
    other: OtherStore, filters: dict[str, Any], expected: list[int]
) -> None:
    there = target(other, **filters)
    idents = told(statement(), statement(verb={"id": PASSED}), statement(object={"id": f"{LESSON}/part"}))
    idents += told(statement(), credential=launch()[0])
    forward_due(at=AT)
    assert list(other.kept) == [idents[number] for number in expected]
    there.refresh_from_db()
    assert backlog(there) == 0


def test_nothing_of_another_tenant_goes_along(other: OtherStore) -> None:
    target(other)
    told(statement(), credential=client(ORLAND)[0])
    assert (forward_due(at=AT), other.kept) == (0, {})


def test_a_target_under_pseudonyms_never_gets_an_identifier(other: OtherStore) -> None:
    target(other, is_pseudonymous=True)
    told(statement(context={"instructor": JONAS}))
    assert forward_due(at=AT) == 1
    assert [word for word in ("officer-q7x0", "officer-w1y2") if word in json.dumps(other.requests[0][1])] == []


def test_the_one_statement_that_is_refused_is_set_aside_with_the_reason_and_the_others_arrive(
    other: OtherStore,
) -> None:
    there = target(other)
    other.refused = {PASSED}
    idents = told(*[statement(verb={"id": PASSED} if number == 5 else {"id": READ}) for number in range(9)])
    assert forward_due(at=AT) == 8
    letter = DeadLetter.objects.get()
    assert (str(letter.statement_id), letter.reason) == (idents[5], '400 Bad Request: {"error": "refused"}')
    assert set(other.kept) == set(idents) - {idents[5]}
    assert retry_dead(target=there, by=None, at=AT) == 0
    other.refused = set()
    assert retry_dead(target=there, by=None, at=AT) == 1
    assert DeadLetter.objects.count() == 0
    assert set(other.kept) == set(idents)


def test_while_the_other_store_fails_it_is_left_alone_longer_and_longer_and_nothing_is_lost(other: OtherStore) -> None:
    there = target(other)
    idents = told(statement())
    other.status = 503
    waits = []
    at = AT
    for _ in range(3):
        assert forward_due(at=at) == 0
        there.refresh_from_db()
        waits.append((there.next_at - at).total_seconds())
        assert forward_due(at=at) == 0
        at = there.next_at
    assert (waits, len(other.requests)) == ([30, 60, 120], 3)
    assert (there.last_error, backlog(there)) == ('503 Service Unavailable: {"error": "as told"}', 1)
    other.status = None
    assert forward_due(at=at) == 1
    there.refresh_from_db()
    assert (list(other.kept), there.attempts, there.last_error) == (idents, 0, "")


def test_a_store_that_says_when_to_come_again_is_believed(other: OtherStore) -> None:
    there = target(other)
    told(statement())
    other.status, other.headers = 429, {"Retry-After": "600"}
    forward_due(at=AT)
    there.refresh_from_db()
    assert there.next_at == AT + timedelta(seconds=600)


def test_a_store_that_is_not_there_is_told_of(settings: Any) -> None:
    settings.LRS_FORWARD_TO_PRIVATE = True
    there = target(OtherStore(endpoint="http://127.0.0.1:9/xapi"))
    told(statement())
    assert forward_due(at=AT) == 0
    there.refresh_from_db()
    assert there.last_error == "ConnectionRefusedError: [Errno 111] Connection refused"


def test_a_replay_sends_again_what_was_stored_since_a_moment(other: OtherStore) -> None:
    credential, _ = client()
    for days in (3, 2, 1):
        actions.store(credential=credential, body=body(statement()), at=AT - timedelta(days=days))
    there = target(other)
    assert forward_due(at=AT) == 0
    replay(target=there, since=AT - timedelta(days=2), by=None, at=AT)
    assert forward_due(at=AT) == 2


def test_a_replay_that_is_asked_for_in_the_middle_holds(other: OtherStore, monkeypatch: pytest.MonkeyPatch) -> None:
    there = target(other)
    told(statement(), statement())
    send = forwarding.refusal

    def meanwhile(*sent: Any) -> str | None:
        Target.objects.update(cursor=-1)
        return send(*sent)

    monkeypatch.setattr(forwarding, "refusal", meanwhile)
    forward_due(at=AT)
    there.refresh_from_db()
    assert (there.cursor, there.attempts) == (-1, 0)


def test_one_worker_at_a_time_sees_to_a_target_and_a_lost_one_is_replaced(other: OtherStore) -> None:
    there = target(other)
    told(statement())
    Target.objects.update(claimed_until=AT + timedelta(minutes=5))
    through = Statement.objects.latest("seq").seq
    assert forward(target=there, through=through, at=AT) == 0
    assert forward(target=there, through=through, at=AT + timedelta(minutes=5)) == 1


def test_an_inactive_target_gets_nothing_and_catches_up_later(other: OtherStore) -> None:
    there = target(other)
    change_target(target=there, secret="", is_active=False, by=None, at=AT)
    told(statement())
    assert forward_due(at=AT) == 0
    change_target(target=there, secret="", is_active=True, by=None, at=AT)
    assert forward_due(at=AT) == 1


def test_an_erased_statement_is_no_longer_sent(other: OtherStore) -> None:
    target(other)
    told(statement())
    who = agent({"agent": json.dumps(AMINA)}, "agent")
    erase_person(agent=who, tenant=VESNA, reason="asked to", by=None, at=AT)
    assert (forward_due(at=AT), other.requests) == (0, [])


def test_a_trial_sends_one_statement_of_nobody_and_says_what_went_wrong(other: OtherStore) -> None:
    there = target(other)
    assert send_test(target=there, by=None, at=AT) == ""
    assert [sent["actor"]["account"]["name"] for _, sent in other.requests] == ["forwarding"]
    other.status = 401
    assert send_test(target=there, by=None, at=AT) == '401 Unauthorized: {"error": "as told"}'


@pytest.mark.django_db(transaction=True)
def test_statements_go_from_one_of_our_tenants_to_another_over_real_http(live_server: Any, settings: Any) -> None:
    settings.LRS_FORWARD_TO_PRIVATE = True
    receiver, secret = client(ORLAND)
    there = add_target(
        tenant=VESNA, name="next door", endpoint=f"{live_server.url}/xapi", key=receiver.key, secret=secret,
        xapi_version="2.0.0", by=None, at=AT,
    )  # fmt: skip
    idents = told(*[statement(result={"score": {"raw": 1.5}}) for _ in range(120)])
    assert forward_due(at=AT) == 120
    page = Client(headers=headers(receiver, secret, "2.0.0")).get("/xapi/statements", {"limit": 500}).json()
    assert {one["id"] for one in page["statements"]} == set(idents)
    assert send_test(target=there, by=None, at=AT) == ""


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("http://lrs.example/xapi", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("https://us:secret@lrs.example/xapi", "not_an_endpoint"),
        ("https://lrs.example/xapi?x=1", "not_an_endpoint"),
        ("https:///xapi", "not_an_endpoint"),
        ("https://127.0.0.1/xapi", "private_address"),
        ("https://[::1]/xapi", "private_address"),
        ("https://169.254.169.254/latest", "private_address"),
        ("https://[::ffff:10.0.0.1]/xapi", "private_address"),
        ("https://[64:ff9b::a00:1]/xapi", "private_address"),
    ],
)
def test_a_target_within_our_own_network_is_refused(endpoint: str, code: str) -> None:
    with pytest.raises(OutOfReach) as refused:
        target(OtherStore(endpoint=endpoint))
    assert (refused.value.code, Target.objects.count()) == (code, 0)


def test_a_name_that_leads_into_our_own_network_is_refused_when_it_is_called() -> None:
    check_endpoint("https://localhost/xapi")
    with pytest.raises(OutOfReach) as refused:
        connected(("localhost", 443), 1.0)
    assert refused.value.code == "private_address"
    there = target(OtherStore(endpoint="https://localhost/xapi"))
    told(statement())
    forward_due(at=AT)
    there.refresh_from_db()
    assert there.last_error == "private_address"
    row = Statement.objects.latest("seq")
    DeadLetter.objects.create(target=there, seq=row.seq, statement_id=row.statement_id, reason="", at=AT)
    with pytest.raises(NotNow):
        retry_dead(target=there, by=None, at=AT)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("10.1.2.3", False), ("192.168.1.1", False),
     ("0.0.0.0", False), ("fe80::1%eth0", False), ("fd00::1", False), ("224.0.0.1", False), ("2002:a00:1::", False)],
)  # fmt: skip
def test_addresses_of_the_public_network(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_waits_double_up_to_an_hour() -> None:
    assert [rules.wait(number).total_seconds() for number in (1, 2, 3, 7, 8, 99)] == [30, 60, 120, 1920, 3600, 3600]
    assert rules.wait(1, asked=7200).total_seconds() == 3600


def test_attachments_that_lie_elsewhere_stay_and_those_whose_bytes_are_missing_go() -> None:
    one = {"usageType": LESSON, "display": {}, "contentType": "text/plain", "length": 1, "sha2": "a" * 64}
    there = one | {"fileUrl": "https://files.example/1"}
    assert json.loads(without_bytes(body(statement(attachments=[one, there]))))["attachments"] == [there]
    assert json.loads(without_bytes(body(statement(attachments=[one])))) == statement()
    assert without_bytes(body(statement())) == body(statement())


def with_file(content: bytes, **changed: Any) -> dict[str, Any]:
    """Store a statement that brings a file; the statement."""
    sent = statement(attachments=[described(content)], **changed)
    assert send(Program(*client()), mixed(first(sent), part(content))).status_code == 200
    return sent


def test_bytes_of_attachments_go_along_in_the_same_request(other: OtherStore) -> None:
    there = target(other)
    sent = with_file(b"a scan")
    told(statement())
    assert forward(target=there, through=last(), at=AT) == 2
    ((headers, _bodies),) = other.requests
    assert headers["content-type"].startswith("multipart/mixed")
    assert other.files == {sha256(b"a scan").hexdigest(): b"a scan"}
    assert [one.get("attachments") for one in other.kept.values()] == [sent["attachments"], None]


def test_under_pseudonyms_no_bytes_go_along(other: OtherStore) -> None:
    there = target(other, is_pseudonymous=True)
    with_file(b"a scan with a name")
    assert forward(target=there, through=last(), at=AT) == 1
    assert (other.files, [one.get("attachments") for one in other.kept.values()]) == ({}, [None])


def test_batches_with_many_bytes_are_halved_until_they_fit(other: OtherStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forwarding, "MOST_BYTES", 10)
    there = target(other)
    for number in range(3):
        with_file(b"eight by" + str(number).encode())
    assert forward(target=there, through=last(), at=AT) == 3
    assert (len(other.requests), len(other.files), DeadLetter.objects.count()) == (3, 3, 0)


def last() -> int:
    return Statement.objects.latest("seq").seq
