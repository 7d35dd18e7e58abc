"""Up to when nothing is missing (Communication 2.1.3), while transactions are open that nobody can see into yet."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime, timedelta
from queue import Queue
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from lms.core.clock import now
from tests.tracking.lrs.making import AT, body, client, statement
from tracking.lrs import actions, order
from tracking.lrs.models import Credential, Statement

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def storing(credential: Credential) -> Iterator[datetime]:
    """When a statement was stored by a transaction that stays open as long as this does, on a connection of its own."""
    stored: Queue[datetime] = Queue()
    enough = Event()

    def write() -> None:
        try:
            with transaction.atomic():
                actions.store(credential=credential, body=body(statement()), at=now())
                stored.put(Statement.objects.latest("seq").stored)
                enough.wait(timeout=20)
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        yield stored.get(timeout=20)
    finally:
        enough.set()
        writer.join(timeout=20)


def as_many_as_may_be_open(credential: Credential) -> list[AbstractContextManager[datetime]]:
    """Two transactions at once on PostgreSQL; SQLite lets one write at a time."""
    return [storing(credential) for _ in range(2 if connection.vendor == "postgresql" else 1)]


def test_nobody_is_promised_what_an_open_transaction_has_stored() -> None:
    credential, _ = client()
    actions.store(credential=credential, body=body(statement()), at=now())
    with ExitStack() as opened:
        stored = [opened.enter_context(one) for one in as_many_as_may_be_open(credential)]
        through = order.consistent_through(now())
        visible = Statement.objects.count()
    assert (visible, through < min(stored)) == (1, True)


def test_what_is_promised_grows_as_transactions_end() -> None:
    credential, _ = client()
    writers = as_many_as_may_be_open(credential)
    with ExitStack() as opened:
        stored = [opened.enter_context(one) for one in writers]
    assert order.consistent_through(now()) > max(stored)
    assert Statement.objects.count() == len(stored)


def test_where_nothing_is_written_all_is_promised_up_to_now() -> None:
    at = now()
    assert order.consistent_through(at) == at


def test_a_statement_is_stored_when_its_transaction_writes_and_history_keeps_its_moment() -> None:
    credential, _ = client()
    asked = now() - timedelta(seconds=1)
    actions.store(credential=credential, body=body(statement()), at=asked)
    actions.store(credential=credential, body=body(statement()), at=AT)
    live, told_later = Statement.objects.order_by("seq").values_list("stored", flat=True)
    assert (live > asked, told_later) == (True, AT)
