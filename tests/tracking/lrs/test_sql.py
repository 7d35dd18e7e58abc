"""Prepared SQL says the same on both databases, and what is written in bulk is read back as it was."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.tracking.lrs.making import VESNA
from tracking.lrs import sql
from tracking.lrs.models import KnownActivity, Mention

pytestmark = pytest.mark.django_db
TABLE = sql.Table(KnownActivity._meta.db_table, ("tenant", "key", "iri", "definition"))
MENTIONS = sql.Table(Mention._meta.db_table, ("tenant", "key", "seq"))
HOSTILE = 'tab\there, line\nand\rreturn, back\\slash, \\N, \\., "quoted", الدرس'


@pytest.mark.parametrize("count", [1, sql.WORTH_A_COPY - 1, sql.WORTH_A_COPY, 40])
def test_texts_are_read_back_as_they_were_however_many_are_written(count: int) -> None:
    made = [(VESNA.hex, uuid4().hex, f"https://x.example/{number}", f"{HOSTILE}{number}") for number in range(count)]
    sql.insert(TABLE, made)
    read = KnownActivity.objects.order_by("pk").values_list("iri", "definition")
    assert list(read) == [(iri, text) for _tenant, _key, iri, text in made]


@pytest.mark.parametrize("count", [1, 40])
def test_a_row_that_is_there_already_is_told_as_django_tells_it(count: int) -> None:
    made = [(VESNA.hex, uuid4().hex, seq) for seq in range(count)]
    sql.insert(MENTIONS, made)
    with pytest.raises(IntegrityError):
        sql.insert(MENTIONS, made)


def test_a_watched_question_is_counted_and_has_the_same_answer() -> None:
    key = uuid4().hex
    sql.insert(TABLE, [(VESNA.hex, key, "https://x.example/a", "{}")])
    asked = f"SELECT iri, definition FROM {TABLE.name} WHERE tenant = %s AND {{}}"
    condition, values = sql.is_one_of("key", "uuid", [key, uuid4().hex])
    plain = sql.rows(asked.format(condition), [VESNA.hex, *values])
    with CaptureQueriesContext(connection) as watched:
        assert sql.rows(asked.format(condition), [VESNA.hex, *values]) == plain == [("https://x.example/a", "{}")]
    assert len(watched) == 1


@pytest.mark.parametrize("microsecond", [0, 250_000])
def test_a_moment_is_written_as_django_reads_it(microsecond: int) -> None:
    at = datetime(2027, 3, 1, 9, 0, 0, microsecond, UTC)
    (found,) = sql.rows("SELECT %s" + ("::timestamptz" if connection.vendor == "postgresql" else ""), [sql.moment(at)])
    assert sql.as_moment(found[0]) == at
