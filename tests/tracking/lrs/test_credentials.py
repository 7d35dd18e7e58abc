"""The life of a credential: its policy on names, a new secret in time, and how often it may come."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.core.models import AuditEntry
from tests.tracking.lrs.making import AMINA, AT, AUTHORITY, JONAS, LESSON, READ, VESNA, body, client, headers, statement
from tracking.lrs import actions
from tracking.lrs.credentials.actions import NotInForce, rotate, set_policy
from tracking.lrs.credentials.rules import without_names
from tracking.lrs.models import Credential, Statement
from tracking.lrs.refusals import Forbidden
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.django_db


def asked(credential: Credential, secret: str) -> int:
    return Client(headers=headers(credential, secret)).get("/xapi/statements").status_code


def opaque() -> Credential:
    return actions.register(
        name="pump", tenant=VESNA, scopes=[Scope.WRITE], authority=AUTHORITY, by=None, at=AT,
        names=Credential.Names.OPAQUE,
    )[0]  # fmt: skip


def test_a_new_secret_opens_and_the_old_one_does_until_the_moment_that_was_named() -> None:
    with time_machine.travel(AT, tick=False) as clock:
        credential, old = client()
        new = rotate(credential=credential, until=AT + timedelta(hours=1), by=None, at=AT)
        assert (asked(credential, old), asked(credential, new)) == (200, 200)
        clock.shift(timedelta(hours=1))
        assert (asked(credential, old), asked(credential, new)) == (401, 200)


def test_without_a_moment_the_old_secret_is_closed_at_once() -> None:
    with time_machine.travel(AT, tick=False):
        credential, old = client()
        new = rotate(credential=credential, until=None, by=None, at=AT)
        assert (asked(credential, old), asked(credential, new)) == (401, 200)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "credential registered", "credential rotated",
    ]  # fmt: skip


def test_a_revoked_credential_is_closed_at_once_and_gets_no_new_secret() -> None:
    credential, secret = client()
    actions.revoke(credential=credential, by=None, at=AT)
    assert asked(credential, secret) == 401
    with pytest.raises(NotInForce):
        rotate(credential=credential, until=None, by=None, at=AT)


def test_whoever_comes_too_often_is_told_when_to_come_again(settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere.sock"
    credential, secret = client()
    set_policy(credential=credential, per_minute=2, by=None, at=AT)
    other, others = client(name="another")
    with time_machine.travel(AT + timedelta(seconds=15), tick=False):
        assert [asked(credential, secret) for _ in range(3)] == [200, 200, 429]
        refused = Client(headers=headers(credential, secret)).get("/xapi/statements")
        assert (refused.headers["Retry-After"], refused.json()) == ("45", {"error": "too_many_requests"})
        assert asked(other, others) == 200
    with time_machine.travel(AT + timedelta(seconds=60), tick=False):
        assert asked(credential, secret) == 200


def test_the_count_is_shared_through_redis_and_costs_no_query(broker: str, settings: Any) -> None:
    settings.REDIS_URL = broker
    credential, secret = client()
    counts = []
    for most in (None, 1000):
        set_policy(credential=credential, per_minute=most, by=None, at=AT)
        assert asked(credential, secret) == 200  # it is known now as it is now
        with CaptureQueriesContext(connection) as queries:
            assert asked(credential, secret) == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    set_policy(credential=credential, per_minute=1, by=None, at=AT)
    assert asked(credential, secret) == 429


def test_a_name_beside_an_account_is_left_out_and_every_other_byte_stays() -> None:
    sent = (
        b'{"actor":{"name":"Amina","account":{"homePage":"https://lms.example","name":"officer-q7x0"}},"verb":{"id":"'
        + READ.encode() + b'"},"object":{"id":"' + LESSON.encode() + b'"},"result":{"score":{"raw":1.50}},'
        b'"context":{"extensions":{"https://x.example/n":2.0},"instructor":{"name":"Jonas","account":'
        b'{"homePage":"https://lms.example","name":"officer-w1y2"}}}}'
    )  # fmt: skip
    credential = opaque()
    (ident,) = actions.store(credential=credential, body=sent, at=AT)
    kept = Statement.objects.get(statement_id=ident).text
    assert kept.encode() == sent.replace(b'"name":"Amina",', b"").replace(b'"name":"Jonas",', b"")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"actor": {"mbox": "mailto:amina@lms.example"}}, "$.actor.mbox"),
        ({"object": {"objectType": "Agent", "openid": "https://amina.example"}}, "$.object.openid"),
        ({"context": {"instructor": {"mbox": "mailto:j@lms.example"}}}, "$.context.instructor.mbox"),
        (
            {"actor": {"objectType": "Group", "member": [AMINA, {"mbox": "mailto:j@lms.example"}]}},
            "$.actor.member[1].mbox",
        ),
        (
            {
                "object": {
                    "objectType": "SubStatement", "actor": {"mbox": "mailto:j@lms.example"}, "verb": {"id": READ},
                    "object": {"id": LESSON},
                }
            },
            "$.object.actor.mbox",
        ),
    ],
)  # fmt: skip
def test_a_person_by_mail_address_is_refused_wherever_they_stand(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(Forbidden) as forbidden:
        actions.store(credential=opaque(), body=body(statement(**changed)), at=AT)
    assert (forbidden.value.code, forbidden.value.path) == ("person_is_named", path)


def test_a_statement_that_names_nobody_is_not_touched() -> None:
    sent = json.dumps(statement(context={"instructor": JONAS})).encode()
    assert without_names(sent, path="$") is sent


def test_the_same_statement_with_a_name_again_is_the_same_statement() -> None:
    credential = opaque()
    sent = statement(id="7c9e6679-7425-40de-944b-e07fc1f90ae7", actor=AMINA | {"name": "Amina"})
    for _ in range(2):
        actions.store(credential=credential, body=body(sent), at=AT)
    assert Statement.objects.count() == 1
