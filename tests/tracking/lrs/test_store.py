"""Storing: what is kept, what is refused, and what is told of it."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.clock import now
from lms.core.models import Event
from tests.tracking.lrs.making import (
    AMINA,
    AT,
    AUTHORITY,
    JONAS,
    LESSON,
    ORLAND,
    READ,
    VESNA,
    VOIDED,
    body,
    client,
    statement,
)
from tracking.lrs import actions, finding, queries
from tracking.lrs.grammar import moment
from tracking.lrs.models import Credential, Mention, Statement, StatementKey
from tracking.lrs.queries import Times, Wanted
from tracking.lrs.refusals import Conflict, Forbidden, Refused
from tracking.lrs.rules import key_of
from tracking.lrs.scopes import Scope
from tracking.lrs.walking import Found, Window

pytestmark = pytest.mark.django_db


def page(credential: Credential, actor: UUID | None = None) -> list[Found]:
    """The statements that a reader finds, oldest first."""
    window = Window(ascending=True, cursor=None, most=10)
    times: Times = {"since": None, "until": None}
    wanted: Wanted = {"actor": actor} if actor else {}
    return finding.page(queries.reach_of(credential) or {}, window=window, times=times, wanted=wanted)


def test_a_statement_of_another_system_is_kept_as_the_text_that_came() -> None:
    credential, _ = client()
    text = (
        b'{ "verb":{"id":"http://x.example/v"},"object" : {"id":"http://x.example/a"}, "result":{"score":{"raw":1.50}},'
    )
    text += b'"actor":{"mbox":"mailto:a@x.example"} }'
    (ident,) = actions.store(credential=credential, body=text, at=AT)
    kept = Statement.objects.get(statement_id=ident)
    assert kept.text.encode() == text
    assert kept.origin == Statement.Origin.EXTERNAL


def test_what_is_read_back_has_the_senders_order_and_numbers_and_the_stores_additions() -> None:
    credential, _ = client()
    text = b'{"verb":{"id":"http://x.example/v"},"object":{"id":"http://x.example/a"},"result":{"score":{"raw":1.50}},'
    text += b'"stored":"1999-01-01T00:00:00Z","actor":{"mbox":"mailto:a@x.example"}}'
    (ident,) = actions.store(credential=credential, body=text, at=AT)
    served = queries.exact(Statement.objects.get(statement_id=ident)).decode()
    sent, _, authority = served.partition(',"authority":')
    assert sent == (
        '{"verb":{"id":"http://x.example/v"},"object":{"id":"http://x.example/a"},"result":{"score":{"raw":1.50}},'
        '"stored":"2027-03-01T09:00:00.000Z","actor":{"mbox":"mailto:a@x.example"},'
        f'"id":"{ident}","timestamp":"2027-03-01T09:00:00.000Z","version":"1.0.3"'
    )
    assert json.loads(authority.removesuffix("}")) == AUTHORITY


def test_the_columns_say_what_queries_ask_for() -> None:
    credential, _ = client()
    registration = uuid4()
    sent = statement(
        timestamp="2027-02-28T23:30:00-01:00",
        context={
            "registration": str(registration),
            "instructor": JONAS,
            "contextActivities": {"parent": {"id": "https://lms.example/course"}},
        },
    )
    (ident,) = actions.store(credential=credential, body=body(sent), at=AT)
    kept = Statement.objects.get(statement_id=ident)
    assert (kept.tenant, kept.registration, kept.stored) == (VESNA, registration, AT)
    assert (kept.verb, kept.about) == (key_of(READ), key_of(LESSON))
    assert kept.actor == key_of("account:https://lms.example\nofficer-q7x0")
    assert kept.timestamp == AT.replace(hour=0, minute=30)
    assert set(Mention.objects.filter(seq=kept.seq).values_list("key", flat=True)) == {
        key_of("account:https://lms.example\nofficer-w1y2"),
        key_of("https://lms.example/course"),
    }


def test_a_batch_is_stored_in_the_order_in_which_it_came() -> None:
    credential, _ = client()
    idents = actions.store(credential=credential, body=body(*[statement() for _ in range(30)]), at=AT)
    assert list(Statement.objects.order_by("seq").values_list("statement_id", flat=True)) == idents


def test_the_same_statement_again_is_fine_and_stored_once() -> None:
    credential, _ = client()
    sent = statement(id=str(uuid4()), timestamp="2027-03-01T08:00:00Z")
    again = sent | {"timestamp": "2027-03-01T09:00:00.000+01:00", "verb": {"id": READ, "display": {"en": "read"}}}
    assert actions.store(credential=credential, body=body(sent), at=AT) == [UUID(sent["id"])]
    assert actions.store(credential=credential, body=body(again), at=AT + timedelta(days=1)) == [UUID(sent["id"])]
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"object": {"id": "https://lms.example/lessons/2"}},
        {"actor": JONAS},
        {"result": {"success": True}},
        {"timestamp": "2027-03-01T07:59:59Z"},
    ],
)
def test_another_statement_of_the_same_id_is_a_conflict_and_changes_nothing(changed: dict[str, object]) -> None:
    credential, _ = client()
    sent = statement(id=str(uuid4()), timestamp="2027-03-01T08:00:00Z")
    actions.store(credential=credential, body=body(sent), at=AT)
    with pytest.raises(Conflict) as conflict:
        actions.store(credential=credential, body=body(statement(), sent | changed), at=AT)
    assert conflict.value.path == "$[1]"
    assert (Statement.objects.count(), StatementKey.objects.count()) == (1, 1)


def test_a_batch_with_one_bad_statement_stores_none() -> None:
    credential, _ = client()
    with pytest.raises(Refused) as refused:
        actions.store(credential=credential, body=body(statement(), statement(verb={"id": "read"})), at=AT)
    assert (refused.value.code, refused.value.path) == ("not_an_iri", "$[1].verb.id")
    assert (Statement.objects.count(), StatementKey.objects.count()) == (0, 0)


def test_one_id_twice_in_a_batch_is_refused() -> None:
    credential, _ = client()
    sent = statement(id=str(uuid4()))
    with pytest.raises(Refused) as refused:
        actions.store(credential=credential, body=body(sent, sent | {"id": sent["id"].upper()}), at=AT)
    assert (refused.value.code, refused.value.path) == ("identifier_twice", "$[1].id")


def test_an_empty_batch_stores_nothing_and_is_no_mistake() -> None:
    credential, _ = client()
    assert actions.store(credential=credential, body=b"[]", at=AT) == []


def test_a_hundred_statements_cost_as_many_queries_as_one() -> None:
    credential, _ = client()
    counts = []
    for size in (1, 100):
        with CaptureQueriesContext(connection) as asked:
            actions.store(credential=credential, body=body(*[statement() for _ in range(size)]), at=AT)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_two_tenants_may_use_the_same_id_and_see_only_their_own() -> None:
    ours, _ = client(VESNA)
    theirs, _ = client(ORLAND)
    ident = str(uuid4())
    actions.store(credential=ours, body=body(statement(id=ident)), at=AT)
    actions.store(credential=theirs, body=body(statement(id=ident, actor=JONAS)), at=AT)
    assert [row.typed.actor.ident for row in queries.visible_to(ours)] == ["account:https://lms.example\nofficer-q7x0"]
    assert [row.typed.actor.ident for row in queries.visible_to(theirs)] == [
        "account:https://lms.example\nofficer-w1y2"
    ]


def test_whoever_may_read_only_mine_sees_only_what_was_stored_with_that_credential() -> None:
    mine, _ = client(VESNA, Scope.WRITE, Scope.READ_MINE)
    other, _ = client(VESNA, Scope.WRITE)
    (ident,) = actions.store(credential=mine, body=body(statement()), at=AT)
    actions.store(credential=other, body=body(statement()), at=AT)
    assert [row.statement_id for row in queries.visible_to(mine)] == [ident]
    assert list(queries.visible_to(other)) == []


def test_a_voided_statement_is_left_out_and_a_voiding_one_cannot_be_voided() -> None:
    credential, _ = client()
    (ident,) = actions.store(credential=credential, body=body(statement()), at=AT)
    voiding = statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": str(ident)})
    (first,) = actions.store(credential=credential, body=body(voiding), at=AT)
    voiding["object"] = {"objectType": "StatementRef", "id": str(first)}
    (second,) = actions.store(credential=credential, body=body(voiding), at=AT)
    found = page(credential)
    assert [row.ident for row in found] == [first, second]


def test_a_statement_that_was_voided_before_it_came_is_voided() -> None:
    credential, _ = client()
    ident = str(uuid4())
    voiding = statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": ident})
    actions.store(credential=credential, body=body(voiding), at=AT)
    actions.store(credential=credential, body=body(statement(id=ident)), at=AT)
    assert Statement.objects.get(statement_id=ident).is_voided is True


def test_a_closed_credential_stores_nothing() -> None:
    credential, _ = client()
    actions.revoke(credential=credential, by=None, at=AT)
    with pytest.raises(Forbidden) as forbidden:
        actions.store(credential=credential, body=body(statement()), at=AT)
    assert forbidden.value.code == "credential_closed"


def test_what_other_systems_store_is_announced_to_nobody() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=AT)
    assert Event.objects.count() == 0


def test_an_agent_may_be_what_a_statement_is_about_and_is_found_so() -> None:
    credential, _ = client()
    (ident,) = actions.store(credential=credential, body=body(statement(actor=JONAS, object=AMINA)), at=AT)
    found = page(credential, actor=key_of("account:https://lms.example\nofficer-q7x0"))
    assert [row.ident for row in found] == [ident]


def test_what_is_stored_says_the_same_in_its_column_as_in_its_text() -> None:
    """Else whoever asks for what came since the last one that it saw would get that one again."""
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=now())
    kept = Statement.objects.get()
    told = json.loads(queries.exact(kept))
    assert (moment(told["stored"]), moment(told["timestamp"])) == (kept.stored, kept.timestamp)
    assert kept.timestamp == kept.stored
