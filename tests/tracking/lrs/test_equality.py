"""When a statement that is sent again is the same one, and when it is another (Data 2.3.1)."""

from typing import Any

import pytest

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, READ, body, statement
from tracking.lrs.equality import same

COURSE = {"id": "https://lms.example/course"}
GROUP = {"objectType": "Group", "member": [AMINA, JONAS]}
REFERENCE = {"objectType": "StatementRef", "id": "5D1B1F0E-7A35-4C0E-9A8E-2F6F1F3C9A10"}


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ({}, {"id": "x", "stored": "2027", "version": "1.0.0", "authority": JONAS}),
        ({}, {"verb": {"id": READ, "display": {"en": "read"}}}),
        ({}, {"object": {"id": LESSON, "objectType": "Activity", "definition": {"name": {"en": "Lesson"}}}}),
        ({}, {"actor": {"account": AMINA["account"]}}),
        ({"actor": GROUP}, {"actor": {"objectType": "Group", "member": [JONAS, AMINA]}}),
        ({"actor": {"mbox": "mailto:A@X.example"}}, {"actor": {"mbox": "mailto:a@x.example"}}),
        ({"object": REFERENCE}, {"object": REFERENCE | {"id": REFERENCE["id"].lower()}}),
        (
            {"context": {"contextActivities": {"parent": COURSE}}},
            {"context": {"contextActivities": {"parent": [COURSE | {"definition": {}}]}}},
        ),
        (
            {"object": statement(objectType="SubStatement", timestamp="2027-03-01T09:00:00Z")},
            {"object": statement(objectType="SubStatement", timestamp="2027-03-01T10:00:00+01:00")},
        ),
    ],
)
def test_what_is_no_part_of_a_statement_makes_no_difference(kept: dict[str, Any], sent: dict[str, Any]) -> None:
    assert same(body(statement(**kept)), body(statement(**sent))) is True


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ({}, {"actor": JONAS}),
        ({}, {"verb": {"id": READ + "s"}}),
        ({}, {"object": {"id": LESSON + "/2"}}),
        ({}, {"result": {"success": True}}),
        ({"result": {"duration": "PT60S"}}, {"result": {"duration": "PT1M"}}),
        ({"result": {"extensions": {LESSON: [1, 2]}}}, {"result": {"extensions": {LESSON: [2, 1]}}}),
        ({"context": {"contextActivities": {"parent": COURSE}}}, {"context": {"contextActivities": {"other": COURSE}}}),
        ({"context": {"platform": "a"}}, {"context": {"platform": "A"}}),
        ({"actor": GROUP}, {"actor": {"objectType": "Group", "member": [AMINA]}}),
    ],
)
def test_what_a_statement_says_makes_the_difference(kept: dict[str, Any], sent: dict[str, Any]) -> None:
    assert same(body(statement(**kept)), body(statement(**sent))) is False
