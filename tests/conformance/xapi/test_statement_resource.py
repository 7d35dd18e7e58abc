"""The specification's requirements on keeping statements as they are and giving them out, by their section of xAPI 1.0.3."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, QUIZ, READ, body, client, statement
from tests.tracking.lrs.program import STATEMENTS, Program

pytestmark = pytest.mark.django_db
RUE = {"objectType": "Agent", "mbox": "mailto:rue@x.example"}
TEAM = {"objectType": "Group", "mbox": "mailto:team@x.example", "member": [AMINA, RUE]}


@pytest.fixture
def program() -> Program:
    return Program(*client())


MAIL, LOUD = {"mbox": "mailto:a@x.example"}, {"mbox": "mailto:a@X.EXAMPLE"}
SINGLE, SEVERAL = {"contextActivities": {"parent": {"id": QUIZ}}}, {"contextActivities": {"parent": [{"id": QUIZ}]}}


def extended(value: int) -> dict[str, Any]:
    return {"context": {"extensions": {LESSON: value}}}


def at(timestamp: str) -> dict[str, Any]:
    return {"timestamp": timestamp}


def lasting(duration: str) -> dict[str, Any]:
    return {"result": {"duration": duration}}


#: (section, the first, the second, whether the second is the same statement)
EQUAL: list[tuple[str, dict[str, Any], dict[str, Any], bool]] = [
    ("Data 2.3.1 the same", {}, {}, True),
    ("Data 2.3.1 what the store sets", {}, {"stored": "2027-03-01T09:00:00Z", "authority": JONAS, "version": "1.0.0"}, True),
    ("Data 2.3.1 another word for the verb", {}, {"verb": {"id": READ, "display": {"en": "read"}}}, True),
    ("Data 2.3.1 another definition", {}, {"object": {"id": LESSON, "definition": {"name": {"en": "L"}}}}, True),
    ("Data 2.3.1 a moment in another zone", at("2027-03-01T09:00:00Z"), at("2027-03-01T10:00:00+01:00"), True),
    ("Data 2.3.1 members in another order", {"actor": TEAM}, {"actor": TEAM | {"member": [RUE, AMINA]}}, True),
    ("Data 2.3.1 the case of a mail address's domain", {"actor": LOUD}, {"actor": MAIL}, True),
    ("Data 2.3.1 the objectType that is assumed", {"actor": MAIL}, {"actor": MAIL | {"objectType": "Agent"}}, True),
    ("Data 2.4.6.2 one activity or a list of one", {"context": SINGLE}, {"context": SEVERAL}, True),
    ("Data 4.6 beyond a hundredth of a second", lasting("PT1.234S"), lasting("PT1.239S"), True),
    ("Data 2.3.1 a hundredth of a second", lasting("PT1.23S"), lasting("PT1.24S"), False),
    ("Data 2.3.1 a duration is a text", lasting("PT60S"), lasting("PT1M"), False),
    ("Data 2.3.1 another moment", {"timestamp": "2027-03-01T09:00:00Z"}, {"timestamp": "2027-03-01T09:00:01Z"}, False),
    ("Data 2.3.1 another actor", {}, {"actor": JONAS}, False),
    ("Data 2.3.1 another result", {"result": {"success": True}}, {"result": {"success": False}}, False),
    ("Data 2.3.1 a result too many", {}, {"result": {"success": True}}, False),
    ("Data 2.3.1 another extension", extended(1), extended(2), False),
]  # fmt: skip


@pytest.mark.parametrize(("section", "one", "other", "same"), EQUAL, ids=[row[0] for row in EQUAL])
def test_the_same_statement_may_come_twice_and_another_may_not_take_its_place(
    program: Program, section: str, one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    ident = str(uuid4())
    program.post(statement(id=ident, **one))
    before = program.get(statementId=ident).content
    again = [program.post(statement(id=ident, **other)), program.put(ident, statement(**other))]
    assert [answer.status_code for answer in again] == ([200, 204] if same else [409, 409]), section
    assert program.get(statementId=ident).content == before


NUMBERS = '{"https://x.example/n":[1.10,1e2,-0.0,12345678901234567890123,0.1000000000000000055511151231257827]}'
EXACT = (
    f'{{"verb":{{"id":"{READ}","display":{{"zh":"a","en":"b"}}}},"result":{{"score":{{"raw":1.50}},"extensions":{NUMBERS}}},'
    f'"object":{{"id":"{LESSON}"}},"actor":{json.dumps(AMINA, separators=(",", ":"))},'
    '"timestamp":"2027-03-01T10:00:00.123456789+01:00"}'
)


def test_exact_changes_no_number_and_no_order(program: Program) -> None:
    """2.1.3 format: as they were when the statement was received; 4.5: a moment keeps its precision."""
    (ident,) = program.http.post(STATEMENTS, EXACT, content_type="application/json").json()
    read = program.get(statementId=ident).content.decode()
    assert read.startswith(EXACT[:-1])


#: (asked, what is in the map, what is chosen)
LANGUAGES = [
    ("en-GB", ["en", "en-US", "en-GB"], "en-GB"), ("en", ["fr", "en-GB"], "en-GB"), ("de-CH, fr", ["fr", "de"], "de"),
    ("de, fr;q=0.9", ["en", "fr"], "fr"), ("fr;q=0.1, de;q=0.8", ["fr", "de"], "de"), ("ar", ["en", "fr"], "en"),
    ("", ["en", "fr"], "en"), ("*", ["fr"], "fr"), ("EN-gb", ["en", "en-GB"], "en-GB"), (";q=x,,;", ["en"], "en"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "words", "chosen"), LANGUAGES)
def test_canonical_speaks_the_readers_language_map_by_map(
    program: Program, asked: str, words: list[str], chosen: str
) -> None:
    """2.1.3, language filtering: applied to each map by itself."""
    told = dict.fromkeys(words, "x")
    definition = {"name": told, "description": {"en": "only"}}
    program.post(statement(verb={"id": READ, "display": told}, object={"id": LESSON, "definition": definition}))
    answer = program.http.get(f"{STATEMENTS}?format=canonical", headers={"Accept-Language": asked}).json()[
        "statements"
    ][0]
    assert answer["verb"]["display"] == {chosen: "x"}
    assert answer["object"]["definition"] == {"name": {chosen: "x"}, "description": {"en": "only"}}


def test_canonical_gives_activities_the_definition_that_is_known(program: Program) -> None:
    """2.5 and 2.1.3: merged from every statement of those who may define, language by language."""
    for definition in ({"name": {"en": "Old", "fr": "Leçon"}, "type": "https://x.example/t"}, {"name": {"en": "New"}}):
        program.post(statement(object={"id": LESSON, "definition": definition}))
    inner = statement(objectType="SubStatement", context={"contextActivities": {"parent": {"id": LESSON}}})
    program.post(statement(object=inner))
    known = {"name": {"en": "New"}, "type": "https://x.example/t"}
    sub, *_ = program.http.get(f"{STATEMENTS}?format=canonical", headers={"Accept-Language": "en"}).json()["statements"]
    assert (sub["object"]["object"]["definition"], sub["object"]["context"]["contextActivities"]["parent"]) == (
        known, [{"id": LESSON, "definition": known}],
    )  # fmt: skip
    whole = program.http.get(f"/xapi/activities?{urlencode({'activityId': LESSON})}").json()["definition"]
    assert whole == {"name": {"en": "New", "fr": "Leçon"}, "type": "https://x.example/t"}
    assert "definition" not in program.get(limit="1").json()["statements"][0]["object"]["object"]


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_every_answer_says_how_far_it_is_consistent(program: Program, method: str) -> None:
    """2.1.3: X-Experience-API-Consistent-Through on all responses."""
    answer = program.ask(method, STATEMENTS, {"statementId": str(uuid4())}, body(statement()))
    assert "X-Experience-API-Consistent-Through" in answer


HEADS = ["/xapi/statements", "/xapi/about", f"/xapi/activities?{urlencode({'activityId': LESSON})}",
    f"/xapi/agents?{urlencode({'agent': json.dumps(AMINA)})}", "/xapi/statements?statementId=x", "/xapi/nothing"]  # fmt: skip


@pytest.mark.parametrize("address", HEADS)
def test_head_is_get_without_the_content(program: Program, address: str) -> None:
    """1.1."""
    read, head = program.http.get(address), program.http.head(address)
    assert (head.status_code, head.content, head["Content-Length"]) == (read.status_code, b"", str(len(read.content)))
