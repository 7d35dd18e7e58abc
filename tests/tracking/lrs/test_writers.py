"""Several writers at once: nobody waits in a circle, and nothing is stored twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.tracking.lrs.making import AT, JONAS, REGISTRATION, body, client, launch, statement
from tracking.lrs import actions
from tracking.lrs.models import Credential, Statement, StatementKey
from tracking.lrs.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


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
