"""The short way of plain statements: the same rows as by the long way, and a credential that is confirmed as it is used."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.tracking.lrs.making import AMINA, AT, JONAS, ORLAND, VESNA, VOIDED, body, client, headers, statement
from tracking.lrs import actions
from tracking.lrs.credentials.actions import rotate, set_policy
from tracking.lrs.credentials.queries import NotAsRemembered, credential_of, remembered
from tracking.lrs.models import Credential, Echo, KnownActivity, Mention, Statement, StatementKey
from tracking.lrs.refusals import Conflict
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.django_db(transaction=True)
A, B, C = (str(UUID(int=(4 << 76) | (2 << 62) | number)) for number in range(1, 4))
LESSON = {"id": "https://x.example/lesson", "definition": {"name": {"en": "Lesson"}}}


def about(ident: str, verb: str = VOIDED) -> dict[str, Any]:
    return statement(verb={"id": verb}, object={"objectType": "StatementRef", "id": ident})


SENT = {
    "plain ones": [[statement(id=A)], [statement(id=B), statement(id=C, actor=JONAS)]],
    "the same again": [[statement(id=A), statement(id=B)], [statement(id=B), statement(id=C)]],
    "another under the same identifier": [[statement(id=A)], [statement(id=B), statement(id=A, actor=JONAS)]],
    "one about an earlier one": [[statement(id=A)], [about(A, "https://x.example/confirmed") | {"id": B}]],
    "one that takes back a later one": [[about(A) | {"id": B}], [statement(id=A), statement(id=C)]],
    "what is known, and something new": [
        [statement(id=A, object=LESSON)],
        [statement(id=B, object=LESSON)],
        [statement(id=C, object=LESSON | {"definition": {"name": {"ar": "الدرس"}}})],
    ],
    "mentions": [[statement(id=A, context={"instructor": JONAS, "contextActivities": {"parent": [LESSON]}})]],
}


def rows(tenant: UUID) -> list[list[Any]]:
    """What is stored, without what two ways need not share: the places, and the moment."""
    place = dict(StatementKey.objects.filter(tenant=tenant).values_list("seq", "statement_id"))
    columns = ("statement_id", "timestamp", "actor", "verb", "about", "refers_to", "is_voiding", "is_voided", "origin",
               "version", "lacks", "text")  # fmt: skip
    mentions = Mention.objects.filter(tenant=tenant).values_list("key", "seq")
    echoes = Echo.objects.filter(tenant=tenant).values_list("seq", "target")
    return [
        [place[key] for key in sorted(place)],
        list(Statement.objects.filter(tenant=tenant).order_by("statement_id").values_list(*columns)),
        sorted((key, place[seq]) for key, seq in mentions),
        sorted((place[seq], place[target]) for seq, target in echoes),
        list(KnownActivity.objects.filter(tenant=tenant).order_by("iri").values_list("iri", "definition")),
    ]


def send(
    tenant: UUID, batches: list[list[dict[str, Any]]], within: Callable[[], AbstractContextManager[Any]]
) -> list[str]:
    """A caller's own transaction goes the long way."""
    credential, _ = client(tenant)
    said = []
    for batch in batches:
        try:
            with within():
                said.append(str(actions.store(credential=credential, body=body(*batch), at=AT)))
        except Conflict as conflict:
            said.append(conflict.path)
    return said


@pytest.mark.parametrize("what", SENT)
def test_the_short_way_leaves_the_same_rows_as_the_long_way(what: str) -> None:
    short, long = send(VESNA, SENT[what], nullcontext), send(ORLAND, SENT[what], transaction.atomic)
    assert short == long
    assert rows(VESNA) == rows(ORLAND)


def post(credential: Credential, secret: str, sent: dict[str, Any]) -> int:
    answer = Client(headers=headers(credential, secret)).post(
        "/xapi/statements", json.dumps(sent), content_type="application/json"
    )
    return answer.status_code


def test_a_credential_is_asked_for_once_and_with_what_is_written() -> None:
    credential, secret = client()
    assert post(credential, secret, statement()) == 200
    with CaptureQueriesContext(connection) as watched:
        assert post(credential, secret, statement()) == 200
    asked = [
        number for number, one in enumerate(watched) if "lrs_credential" in one["sql"] or "_credential " in one["sql"]
    ]
    begun = [number for number, one in enumerate(watched) if one["sql"].startswith("BEGIN")]
    assert len(asked) == 1
    assert begun[0] < asked[0]


def closed(credential: Credential) -> None:
    actions.revoke(credential=credential, by=None, at=AT)


def renewed(credential: Credential) -> None:
    rotate(credential=credential, until=None, by=None, at=AT)


def narrowed(credential: Credential) -> None:
    set_policy(credential=credential, scopes=[Scope.READ], by=None, at=AT)


@pytest.mark.parametrize(("change", "status"), [(closed, 401), (renewed, 401), (narrowed, 403)])
def test_what_becomes_of_a_credential_holds_at_once_though_it_is_remembered(
    change: Callable[[Credential], None], status: int
) -> None:
    credential, secret = client()
    assert post(credential, secret, statement()) == 200
    change(credential)
    assert (post(credential, secret, statement()), Statement.objects.count()) == (status, 1)


def test_a_new_policy_on_names_holds_at_once_though_the_credential_is_remembered() -> None:
    credential, secret = client()
    named = statement(actor=AMINA | {"name": "Amina"})
    assert post(credential, secret, named) == 200
    set_policy(credential=credential, names=Credential.Names.OPAQUE, by=None, at=AT)
    assert post(credential, secret, named) == 200
    texts = Statement.objects.order_by("seq").values_list("text", flat=True)
    assert ["Amina" in text for text in texts] == [True, False]


def test_of_those_who_write_together_only_who_remembers_wrongly_is_told() -> None:
    made, _secret = client()
    credential_of(made.key)
    stale = remembered(made.key)
    set_policy(credential=made, xapi_version="2.0.0", by=None, at=AT)
    credential_of(made.key)
    current = remembered(made.key)
    assert stale is not None
    assert current is not None
    with pytest.raises(NotAsRemembered):
        actions.store(credential=stale, body=body(statement()), at=AT)
    actions.store(credential=current, body=body(statement(id=A)), at=AT)
    assert list(Statement.objects.values_list("statement_id", flat=True)) == [UUID(A)]


def test_only_another_systems_uncounted_credential_is_remembered() -> None:
    plain, counted = client()[0], client(name="counted")[0]
    set_policy(credential=counted, per_minute=5, by=None, at=AT)
    for one in (plain, counted):
        credential_of(one.key)
    assert [remembered(key) is not None for key in (plain.key, counted.key, "nobody")] == [True, False, False]


def test_a_body_in_chunks_that_is_too_large_is_refused_whole_for_a_remembered_credential(settings: Any) -> None:
    """It is read once: what is left of it is nobody's statement."""
    credential, secret = client()
    assert post(credential, secret, statement()) == 200
    whole = body(statement(id=str(uuid4())))
    settings.LRS_MAX_BODY = len(whole)
    answer = Client(headers=headers(credential, secret) | {"Transfer-Encoding": "chunked"}).generic(
        "POST", "/xapi/statements", b" " * (len(whole) + 1) + whole, content_type="application/json",
        **{"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )  # fmt: skip
    assert (answer.status_code, Statement.objects.count()) == (413, 1)
