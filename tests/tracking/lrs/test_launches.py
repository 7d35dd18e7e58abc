"""The trusted path: what the holder of a launch may say, and what follows from it."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import tincan

from lms.core.events import as_fact
from lms.core.models import AuditEntry, Event
from tests.tracking.lrs.making import (
    AMINA,
    AT,
    JONAS,
    LESSON,
    ORLAND,
    PASSED,
    QUIZ,
    READ,
    REGISTRATION,
    VESNA,
    VOIDED,
    body,
    client,
    launch,
    statement,
)
from tracking.lrs import actions, queries
from tracking.lrs.events import StatementsStored
from tracking.lrs.models import Credential, Statement, StatementKey
from tracking.lrs.refusals import Conflict, Forbidden

pytestmark = pytest.mark.django_db

OTHER_REGISTRATION = {"registration": "b8d6d1de-0d29-4d3b-bd55-0d4c9c1f6a53"}


def own(verb: str, activity: str, actor: dict[str, Any] = AMINA) -> tincan.Statement:
    # tincan renames the keys of what it is given.
    return tincan.Statement(actor=deepcopy(actor), verb={"id": verb}, object={"id": activity}, result={"success": True})


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"actor": JONAS}, "another_actor", "$[1].actor"),
        ({"actor": {"mbox": "mailto:amina@vesna.example"}}, "another_actor", "$[1].actor"),
        (
            {"actor": {"objectType": "Group", "member": [AMINA]}},
            "another_actor", "$[1].actor",
        ),
        ({"context": OTHER_REGISTRATION}, "another_registration", "$[1].context.registration"),
        ({"object": {"id": "https://lms.example/lessons/12"}}, "another_activity", "$[1].object"),
        ({"object": {"id": "https://lms.example/"}}, "another_activity", "$[1].object"),
        ({"object": JONAS}, "another_activity", "$[1].object"),
        (
            {"object": {"id": QUIZ}, "verb": {"id": PASSED}, "result": {"score": {"scaled": 1}, "success": True}},
            "graded_by_the_server", "$[1].object",
        ),
        ({"object": {"id": f"{QUIZ}#q1"}}, "graded_by_the_server", "$[1].object"),
        (
            {"object": {"objectType": "StatementRef", "id": str(uuid4())}, "verb": {"id": VOIDED}},
            "may_not_void", "$[1].verb",
        ),
    ],
)  # fmt: skip
def test_a_forged_statement_is_forbidden_and_nothing_of_its_batch_is_stored(
    changed: dict[str, Any], code: str, path: str
) -> None:
    credential, _ = launch()
    with pytest.raises(Forbidden) as forbidden:
        actions.store(credential=credential, body=body(statement(), statement(**changed)), at=AT)
    assert (forbidden.value.code, forbidden.value.path) == (code, path)
    assert (Statement.objects.count(), StatementKey.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_server_writes_the_actor_and_the_registration_itself() -> None:
    credential, _ = launch()
    named = statement(actor={"name": "Amina", "account": AMINA["account"]}, authority=JONAS)
    (ident,) = actions.store(credential=credential, body=body(named), at=AT)
    kept = Statement.objects.get(statement_id=ident)
    assert json.loads(kept.text) == {
        "actor": AMINA,
        "verb": {"id": READ},
        "object": {"id": LESSON},
        "context": {"registration": str(REGISTRATION)},
        "id": str(ident),
        "timestamp": "2027-03-01T09:00:00.000Z",
    }
    assert (kept.registration, kept.origin) == (REGISTRATION, Statement.Origin.LAUNCH)


def test_a_statement_without_actor_is_the_launchs_own() -> None:
    credential, _ = launch()
    (ident,) = actions.store(credential=credential, body=body(statement(actor=None)), at=AT)
    assert Statement.objects.get(statement_id=ident).typed.actor.ident == "account:https://lms.example\nofficer-q7x0"


def test_one_request_of_a_launch_is_told_of_once_with_what_was_new() -> None:
    credential, _ = launch()
    first = statement(id=str(uuid4()))
    actions.store(credential=credential, body=body(first), at=AT)
    actions.store(credential=credential, body=body(first, statement(), statement()), at=AT)
    actions.store(credential=credential, body=body(first), at=AT)
    seqs = list(Statement.objects.order_by("seq").values_list("seq", flat=True))
    told = [(event.type, event.key, event.payload["seqs"]) for event in Event.objects.order_by("seq")]
    name = "tracking.lrs.StatementsStored"
    about = f"credential:{credential.pk}"
    assert told == [(name, about, seqs[:1]), (name, about, seqs[1:])]


def test_the_event_can_be_read_back_as_the_fact_it_was() -> None:
    credential, _ = launch()
    actions.store(credential=credential, body=body(statement()), at=AT)
    seq = Statement.objects.get().seq
    assert as_fact(Event.objects.get()) == StatementsStored(
        at=AT, credential_id=credential.pk, tenant=VESNA, registration=REGISTRATION, seqs=(seq,)
    )


def test_another_system_that_posts_the_registration_is_neither_announced_nor_trusted() -> None:
    credential, _ = client()
    forged = statement(
        context={"registration": str(REGISTRATION)}, verb={"id": PASSED}, object={"id": QUIZ}, result={"success": True}
    )
    actions.store(credential=credential, body=body(forged), at=AT)
    seq = Statement.objects.get().seq
    assert Event.objects.count() == 0
    assert list(queries.trusted(seqs=[seq])) == []
    assert list(queries.of_registration(tenant=VESNA, registration=REGISTRATION)) == []


def test_another_system_can_neither_take_back_what_a_launch_said_nor_say_it_first() -> None:
    ours, _ = launch()
    theirs, _ = client()
    first, second = str(uuid4()), str(uuid4())
    actions.store(credential=ours, body=body(statement(id=first)), at=AT)
    voiding = statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": first})
    with pytest.raises(Forbidden):
        actions.store(credential=theirs, body=body(voiding), at=AT)
    in_advance = voiding | {"object": {"objectType": "StatementRef", "id": second}}
    actions.store(credential=theirs, body=body(in_advance), at=AT)
    actions.store(credential=ours, body=body(statement(id=second)), at=AT)
    trusted = queries.of_registration(tenant=VESNA, registration=REGISTRATION)
    assert [str(row.statement_id) for row in trusted] == [first, second]

    squatted = statement(id=str(uuid4()), context={"registration": str(REGISTRATION)})
    actions.store(credential=theirs, body=body(squatted), at=AT)
    with pytest.raises(Conflict):
        actions.store(credential=ours, body=body(squatted), at=AT)


def test_the_server_may_speak_of_what_it_grades() -> None:
    credential, _ = launch()
    actions.store_own(credential=credential, statements=[own(PASSED, QUIZ)], at=AT)
    kept = Statement.objects.get()
    assert (kept.origin, kept.typed.object.id, kept.registration) == (Statement.Origin.SERVER, QUIZ, REGISTRATION)
    assert queries.as_tincan(kept).verb.id == PASSED


def test_even_the_server_speaks_only_of_the_launchs_own_person() -> None:
    credential, _ = launch()
    with pytest.raises(Forbidden):
        actions.store_own(credential=credential, statements=[own(PASSED, QUIZ, JONAS)], at=AT)


def test_another_systems_credential_is_not_the_servers_voice() -> None:
    credential, _ = client()
    with pytest.raises(Forbidden):
        actions.store_own(credential=credential, statements=[own(READ, LESSON)], at=AT)


def test_statements_without_an_id_are_numbered_within_their_launch() -> None:
    credential, _ = launch()
    first = actions.store(credential=credential, body=body(statement(), statement()), at=AT)
    second = actions.store(credential=credential, body=body(statement()), at=AT)
    assert len({*first, *second}) == 3
    assert {ident.version for ident in (*first, *second)} == {5}
    assert Credential.objects.get(pk=credential.pk).next_no == 4


@pytest.mark.parametrize(
    ("given", "kept", "skew_ms"),
    [
        ("2027-03-01T09:20:00Z", AT + timedelta(minutes=20), 0),
        ("2027-03-01T10:20:00+01:00", AT + timedelta(minutes=20), 0),
        ("2027-03-01T09:31:00Z", AT + timedelta(minutes=30), 60_000),
        ("2027-03-01T08:59:58.500Z", AT, -1_500),
        (None, AT + timedelta(minutes=30), 0),
    ],
)
def test_a_moment_is_moved_into_the_launch_and_the_difference_written_down(
    given: str | None, kept: Any, skew_ms: int
) -> None:
    credential, _ = launch()
    actions.store(credential=credential, body=body(statement(timestamp=given)), at=AT + timedelta(minutes=30))
    row = Statement.objects.get()
    assert (row.timestamp, row.skew_ms) == (kept, skew_ms)


def test_a_device_that_was_away_may_deliver_late_and_its_moments_end_with_the_launch() -> None:
    credential, _ = launch()
    late = AT + timedelta(days=3)
    actions.store(credential=credential, body=body(statement(timestamp="2027-03-01T09:10:00Z"), statement()), at=late)
    moments = Statement.objects.order_by("seq").values_list("timestamp", flat=True)
    assert list(moments) == [AT + timedelta(minutes=10), AT + timedelta(hours=2)]


@pytest.mark.parametrize("when", [timedelta(days=7, seconds=1), timedelta(days=700)])
def test_after_the_last_late_moment_nothing_is_taken(when: timedelta) -> None:
    credential, _ = launch()
    with pytest.raises(Forbidden) as forbidden:
        actions.store(credential=credential, body=body(statement()), at=AT + when)
    assert forbidden.value.code == "credential_closed"


def test_a_launch_reads_its_own_persons_registration_and_nothing_else() -> None:
    ours, _ = launch()
    other, _ = launch(registration=uuid4())
    foreign, _ = launch(tenant=ORLAND)
    (ident,) = actions.store(credential=ours, body=body(statement()), at=AT)
    actions.store(credential=other, body=body(statement()), at=AT)
    actions.store(credential=foreign, body=body(statement()), at=AT)
    assert [row.statement_id for row in queries.visible_to(ours)] == [ident]


def test_minting_and_revoking_are_written_down() -> None:
    credential, _ = launch()
    actions.revoke(credential=credential, by=None, at=AT)
    actions.revoke(credential=credential, by=None, at=AT + timedelta(hours=1))
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["launch credential minted", "credential revoked"]
    assert credential.revoked_at == AT


def test_the_secret_is_kept_only_as_a_digest() -> None:
    credential, secret = launch()
    kept = Credential.objects.filter(pk=credential.pk).values().get()
    assert secret not in str(kept)
