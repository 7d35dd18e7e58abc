"""Several questions in one exchange: each has its answer; a failure is told as Django tells it and leaves nothing behind."""

from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from tests.tracking.lrs.making import VESNA
from tracking.lrs import sql
from tracking.lrs.models import KnownActivity
from tracking.lrs.sql import Question

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = sql.Table(KnownActivity._meta.db_table, ("tenant", "key", "iri", "definition"))
COUNT = Question(f"SELECT count(*) FROM {TABLE.name}")
TEXTS = f"SELECT iri, definition FROM {TABLE.name} WHERE tenant = %s"


def adding(iri: str, definition: str = "{}", key: str = "") -> Question:
    return sql.inserting(TABLE, [(VESNA.hex, key or uuid4().hex, iri, definition)])


def test_every_question_has_its_answer_in_order() -> None:
    answers = sql.exchange([COUNT, adding("a"), COUNT, Question(TEXTS, [VESNA.hex]), Question(TEXTS, [uuid4().hex])])
    assert answers == [[(0,)], [], [(1,)], [("a", "{}")], []]


def test_asking_nothing_is_answered_with_nothing() -> None:
    assert sql.exchange([]) == []


@pytest.mark.parametrize(
    "text", ["", "الدرس", "back\\slash \"quoted\" 'quoted'", "%s and $1", "{1,2}", "line\nend\ttab"]
)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    assert sql.exchange([adding("a", text), Question(TEXTS, [VESNA.hex])])[1] == [("a", text)]


def test_a_text_is_never_cut_short_where_the_database_cannot_hold_it() -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DataError):
            sql.exchange([adding("a", "cut\0short")])
        assert sql.exchange([COUNT]) == [[(0,)]]
    else:
        assert sql.exchange([adding("a", "cut\0short"), Question(TEXTS, [VESNA.hex])])[1] == [("a", "cut\0short")]


def test_a_failure_is_told_as_django_tells_it_and_the_next_exchange_is_answered() -> None:
    """What was to be asked after it for the first time is asked the next time."""
    key, fresh = uuid4().hex, Question(f"SELECT count(*) + 40 FROM {TABLE.name}")
    sql.exchange([adding("a", key=key)])
    for _time in range(2):
        with pytest.raises(IntegrityError):
            sql.exchange([COUNT, adding("b", key=key), fresh])
    assert sql.exchange([fresh, COUNT]) == [[(41,)], [(1,)]]


def test_an_exchange_is_part_of_the_transaction_around_it() -> None:
    with transaction.atomic():
        sql.exchange([adding("a")])
        transaction.set_rollback(True)
    assert sql.exchange([COUNT]) == [[(0,)]]


def test_a_transaction_of_questions_is_rolled_back_whatever_became_of_it() -> None:
    key = uuid4().hex
    with pytest.raises(IntegrityError):
        sql.exchange([sql.BEGIN, adding("a", key=key), adding("b", key=key)])
    sql.roll_back()
    sql.roll_back()
    assert sql.exchange([sql.BEGIN, adding("c"), sql.COMMIT, COUNT])[-1] == [(1,)]


def test_whatever_is_asked_no_more_is_kept_prepared_than_is_worth_it() -> None:
    if connection.vendor != "postgresql":
        assert [sql.exchange([Question(f"SELECT {number}")]) for number in range(3)] == [[[(0,)]], [[(1,)]], [[(2,)]]]
        return
    from tracking.lrs import exchanges

    ours = Question("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'clearway%'")
    for number in range(exchanges.MOST_PREPARED + 20):
        assert sql.exchange([Question(f"SELECT {number}"), Question("SELECT 'often'")]) == [[(number,)], [("often",)]]
    ((kept,),) = sql.exchange([ours])[0]
    assert kept <= exchanges.MOST_PREPARED + 1
