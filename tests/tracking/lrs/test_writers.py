"""Several writers at once: nobody waits in a circle, and nothing is stored twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.conformance.xapi.test_attachments import BOUNDARY, WITH_PICTURE, first, mixed, part
from tests.tracking.lrs.making import AT, JONAS, PASSED, REGISTRATION, VOIDED, body, client, launch, statement
from tracking.lrs import actions
from tracking.lrs.attachments import multipart, rules
from tracking.lrs.attachments.models import Attached, Content
from tracking.lrs.models import Credential, Echo, KnownActivity, Statement, StatementKey
from tracking.lrs.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
KIND = f'multipart/mixed; boundary="{BOUNDARY}"'


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results of calls that run in threads of their own, each with its own connection."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def storing(credential: Credential, sent: list[dict[str, Any]]) -> Callable[[], list[UUID]]:
    return lambda: actions.store(credential=credential, body=body(*sent), at=AT)


def test_batches_that_share_statements_in_another_order_all_succeed() -> None:
    credential, _ = client()
    sent = [statement(id=str(uuid4())) for _ in range(60)]
    orders = [sent, sent[::-1], sent[30:] + sent[:30], sent[::2] + sent[1::2]]
    results = at_once(*[storing(credential, order) for order in orders])
    assert results == [[UUID(one["id"]) for one in order] for order in orders]
    assert (Statement.objects.count(), StatementKey.objects.count()) == (60, 60)


def test_of_two_different_statements_of_one_id_exactly_one_is_kept() -> None:
    credential, _ = client()
    first = statement(id=str(uuid4()))
    results = at_once(storing(credential, [first]), storing(credential, [first | {"actor": JONAS}]))
    assert sorted(map(str, results)) == sorted([str([UUID(first["id"])]), "another_statement_has_this_id"])
    assert Statement.objects.count() == 1


def test_statements_without_an_id_never_share_a_running_number() -> None:
    credential, _ = launch()
    results = at_once(*[storing(credential, [statement(), statement()]) for _ in range(4)])
    assert len({ident for idents in results for ident in idents}) == 8
    assert Statement.objects.filter(registration=REGISTRATION).count() == 8


@pytest.mark.parametrize("verb", [VOIDED, PASSED])
def test_a_statement_and_one_about_it_find_each_other_when_both_arrive_at_once(verb: str) -> None:
    """Neither transaction sees the other's rows; the one that comes second to the identifier waits."""
    credential, _ = client()
    for _turn in range(8):
        ident = str(uuid4())
        about = statement(verb={"id": verb}, object={"objectType": "StatementRef", "id": ident})
        at_once(storing(credential, [statement(id=ident)]), storing(credential, [about]))
    assert Echo.objects.count() == 8
    assert Statement.objects.filter(is_voided=True).count() == (8 if verb == VOIDED else 0)


def test_batches_that_define_the_same_activities_in_another_order_all_succeed() -> None:
    credential, _ = client()
    iris = [f"https://x.example/{number}" for number in range(20)]

    def defining(name: str, order: list[str]) -> Callable[[], list[UUID]]:
        definition = {"name": {name: "Lesson"}}
        return storing(credential, [statement(object={"id": iri, "definition": definition}) for iri in order])

    results = at_once(*[defining(name, iris[::step]) for name, step in (("en", 1), ("fr", -1), ("ar", 1), ("pt", -1))])
    assert [len(idents) for idents in results] == [20] * 4
    assert sorted(KnownActivity.objects.values_list("iri", flat=True)) == sorted(iris)


def test_batches_with_the_same_attachment_keep_it_once() -> None:
    credential, _ = client()
    sent = rules.split(multipart.parts_of(mixed(first(WITH_PICTURE, WITH_PICTURE), part()), KIND))
    calls = [lambda: actions.store(credential=credential, body=sent[0], parts=sent[1], at=AT)] * 4
    assert [len(idents) for idents in at_once(*calls)] == [2] * 4
    assert (Content.objects.count(), Attached.objects.count()) == (1, 8)


def test_of_statements_that_are_written_together_only_the_wrong_one_is_refused() -> None:
    credential, _ = client()
    kept, ident = statement(id=str(uuid4())), uuid4()
    actions.store(credential=credential, body=body(kept), at=AT)
    others = [statement(id=str(uuid4())) for _ in range(6)]
    same = statement(id=str(ident))
    calls = [*([one] for one in others), [kept | {"actor": JONAS}], [same], [same]]
    results = at_once(*[storing(credential, one) for one in calls])
    assert results == [
        *([UUID(one["id"])] for one in others), "another_statement_has_this_id", [ident], [ident],
    ]  # fmt: skip
    assert Statement.objects.count() == 8


def test_what_is_written_again_after_a_commit_of_which_nobody_heard_is_not_stored_twice() -> None:
    credential, _ = client()
    texts = [body(statement()), body(statement())]
    checked = actions.check(credential, texts, at=AT, version="1.0.3", many=True, own=False, parts=rules.NONE)
    assert actions.write([checked]) == actions.write([checked])
    assert Statement.objects.count() == 2
