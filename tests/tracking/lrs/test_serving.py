"""What a text lacks when it is given out is known since it came."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.tracking.lrs.making import AMINA, AUTHORITY, LESSON, READ, statement
from tracking.lrs import serving
from tracking.lrs.serving import ID, SPELLING, TIMESTAMP, VERSION
from tracking.lrs.serving import UTC as ZONE
from tracking.lrs.statement import decode

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
ONE, LISTED = {"id": LESSON}, [{"id": LESSON}]
WHOLE: dict[str, Any] = {"id": str(uuid4()), "timestamp": "2027-03-01T08:00:00Z", "version": "1.0.0"}
WITHIN = {"objectType": "SubStatement", "actor": AMINA, "verb": {"id": READ}, "object": ONE}


@pytest.mark.parametrize(
    ("added", "lacks"),
    [
        ({}, ID | TIMESTAMP | VERSION),
        (WHOLE, 0),
        (WHOLE | {"timestamp": "2027-03-01T08:00:00+01:00"}, ZONE),
        (WHOLE | {"timestamp": "2027-03-01T08:00:00+00:00"}, ZONE),
        (WHOLE | {"stored": "1999-01-01T00:00:00Z"}, SPELLING),
        (WHOLE | {"authority": AUTHORITY}, SPELLING),
        (WHOLE | {"context": {"contextActivities": {"parent": ONE}}}, SPELLING),
        (WHOLE | {"context": {"contextActivities": {"other": LISTED}}}, 0),
        (WHOLE | {"object": WITHIN | {"context": {"contextActivities": {"category": ONE}}}}, SPELLING),
        (WHOLE | {"object": WITHIN | {"timestamp": "2027-03-01T08:00:00-05:00"}}, ZONE),
        (WHOLE | {"object": WITHIN}, 0),
    ],
)
def test_what_a_text_lacks(added: dict[str, Any], lacks: int) -> None:
    assert serving.lacks(decode(json.dumps(statement() | added))) == lacks


def given_out(text: str) -> str:
    return serving.exact(
        text, lacks=serving.lacks(decode(text)), ident=uuid4(), stored=AT, timestamp=AT,
        authority=serving.told(AUTHORITY), version="1.0.3",
    )  # fmt: skip


def test_a_text_that_lacks_no_spelling_is_given_out_byte_by_byte() -> None:
    text = json.dumps(statement() | WHOLE, indent=2).replace('"verb"', '"\\u0076erb"')
    told = given_out(text)
    assert told.startswith(text[:-1])
    assert json.loads(told) == json.loads(text) | {"stored": "2027-03-01T09:00:00.000Z", "authority": AUTHORITY}


def test_a_property_whose_name_is_spelled_with_escapes_is_found_all_the_same() -> None:
    text = json.dumps(statement() | WHOLE | {"context": {"contextActivities": {"parent": ONE}}})
    told = json.loads(given_out(text.replace("contextActivities", "context\\u0041ctivities")))
    assert told["context"] == {"contextActivities": {"parent": LISTED}}
