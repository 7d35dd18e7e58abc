"""Whatever is sent, the store answers: it takes a statement whole and gives it back, or says what is wrong and keeps nothing.

Django's test client raises what a view does not catch, so every example here also says "not a 500".
"""

import json
from copy import deepcopy
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.conformance.xapi.test_attachments import BOUNDARY, WITH_PICTURE, first, mixed, part
from tests.tracking.lrs.making import AMINA, AUTHORITY, JONAS, LESSON, PASSED, READ, client, statement
from tests.tracking.lrs.program import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, STATEMENTS, Program
from tracking.lrs.models import Statement

pytestmark = pytest.mark.django_db
IDENT = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"
#: The same examples on every run of the suite: a failure must mean a change.
examples = settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip

FILE = {
    "usageType": "https://x.example/u", "display": {"en": "F"}, "contentType": "text/plain", "length": 1,
    "sha2": "a" * 64, "fileUrl": "https://x.example/f",
}  # fmt: skip
DEFINITION = {
    "name": {"en": "L"}, "type": "https://x.example/t", "interactionType": "choice", "choices": [{"id": "a"}],
    "correctResponsesPattern": ["a"], "extensions": {"https://x.example/e": {"n": [1.5, None]}},
}  # fmt: skip
CONTEXT = {
    "registration": IDENT, "instructor": JONAS, "team": {"objectType": "Group", "member": [AMINA]}, "language": "en",
    "contextActivities": {"parent": [{"id": LESSON, "definition": DEFINITION}]}, "platform": "x",
    "statement": {"objectType": "StatementRef", "id": IDENT}, "extensions": {"https://x.example/e": 1},
}  # fmt: skip
RESULT = {"score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}, "success": True, "duration": "PT1.5S", "response": ""}
INNER = statement(
    objectType="SubStatement", context=CONTEXT, result=RESULT, attachments=[FILE], timestamp="2027-03-01T09:00:00Z"
)
#: A statement with everything in it, and one with everything in the statement within it.
RICH: list[dict[str, Any]] = [
    statement(
        object={"id": LESSON, "objectType": "Activity", "definition": DEFINITION}, context=CONTEXT, result=RESULT,
        attachments=[FILE], timestamp="2027-03-01T09:00:00Z", version="1.0.0", authority=AUTHORITY,
    ),
    statement(object=INNER),
    statement(object={"objectType": "StatementRef", "id": IDENT}, verb={"id": PASSED, "display": {"en": "passed"}}),
]  # fmt: skip

texts = some.text(max_size=12) | some.sampled_from(
    [
        "",
        "\x00",
        "\u202e",
        "😀",
        "null",
        READ,
        IDENT,
        "2027-02-30T00:00:00Z",
        "P",
        "mailto:",
        "Group",
        "SubStatement",
        "en-",
    ]
)
numbers = (
    some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.sampled_from([1e308, -0.0, 2**64, 10**40])
)
anything = some.recursive(
    some.none() | some.booleans() | numbers | texts,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@some.composite
def disturbed(draw: some.DrawFn) -> dict[str, Any]:
    """A rich statement with something else in one, two or three places."""
    sent = deepcopy(draw(some.sampled_from(RICH)))
    for _change in range(draw(some.integers(1, 3))):
        node: Any = sent
        while True:
            keys = sorted(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
            if not keys:
                break
            key = draw(some.sampled_from(list(keys)))
            child = node[key]
            if not isinstance(child, dict | list) or not child or draw(some.booleans()):
                change = draw(some.sampled_from(["set", "set", "drop", "add"]))
                if change == "drop":
                    del node[key]
                elif change == "add" and isinstance(node, dict):
                    node[draw(texts)] = draw(anything)
                else:
                    node[key] = draw(anything)
                break
            node = child
    return sent


@pytest.fixture
def programs() -> list[Program]:
    pair = client()
    return [Program(*pair, version=version) for version in ("1.0.3", "2.0.0")]


@examples
@given(sent=disturbed())
def test_a_disturbed_statement_is_refused_with_its_path_or_can_be_read_in_every_form(
    programs: list[Program], sent: dict[str, Any]
) -> None:
    for program in programs:
        before = Statement.objects.count()
        answer = program.http.post(STATEMENTS, json.dumps([statement(), sent]), content_type="application/json")
        if answer.status_code == 200:
            for form in ("exact", "ids", "canonical"):
                for reader in programs:
                    assert reader.get(statementId=answer.json()[1], format=form).status_code == 200
        else:
            told = answer.json()
            assert answer.status_code in (400, 409)
            assert told["path"].startswith("$")
            assert Statement.objects.count() == before


def listed(node: Any) -> Any:
    """What is sent, as it is given out: activities of the context always in lists."""
    if isinstance(node, dict):
        return {
            key: {place: one if isinstance(one, list) else [one] for place, one in child.items()}
            if key == "contextActivities"
            else listed(child)
            for key, child in node.items()
        }
    return [listed(child) for child in node] if isinstance(node, list) else node


extensions = some.dictionaries(some.sampled_from(["https://x.example/a", "urn:b", "x:ü"]), anything, max_size=2)


@examples
@given(within=extensions, around=extensions, response=some.text(max_size=30), rich=some.sampled_from(RICH))
def test_what_is_taken_comes_back_property_by_property(
    programs: list[Program], within: dict[str, Any], around: dict[str, Any], response: str, rich: dict[str, Any]
) -> None:
    sent = rich | {"result": {"response": response, "extensions": within}, "context": {"extensions": around}}
    (ident,) = programs[0].http.post(STATEMENTS, json.dumps(sent), content_type="application/json").json()
    read = programs[0].get(statementId=ident).json()
    assert {name: read[name] for name in sent if name != "authority"} == listed(
        {name: value for name, value in sent.items() if name != "authority"}
    )
    assert list(read)[: len(sent)] == list(sent)


methods = some.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"])
RESOURCES = (
    STATEMENTS,
    STATE,
    ACTIVITY_PROFILE,
    AGENT_PROFILE,
    "/xapi/activities",
    "/xapi/agents",
    "/xapi/about",
    "/xapi/x",
)
NAMES = (
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since", "until", "limit", "format",
    "ascending", "attachments", "related_agents", "related_activities", "activityId", "stateId", "profileId", "after",
    "method", "content", "x",
)  # fmt: skip
VALUES = (
    json.dumps(AMINA),
    LESSON,
    IDENT,
    "2027-03-01T09:00:00Z",
    "true",
    "1",
    "canonical",
    "s",
    "9" * 19,
    '{"mbox":"mailto:"}',
)
words = some.sampled_from(VALUES) | texts | anything.map(json.dumps)
queries = some.dictionaries(some.sampled_from(NAMES), words, max_size=4).map(
    lambda given: "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in given.items())
)
kinds = some.sampled_from([
    "application/json", "application/json; charset=utf-16", "text/plain", "multipart/mixed", "x", "",
    f'multipart/mixed; boundary="{BOUNDARY}"', "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
])  # fmt: skip
bodies = (
    some.binary(max_size=40)
    | anything.map(lambda value: json.dumps(value).encode())
    | some.sampled_from([json.dumps(one).encode() for one in RICH])
    | queries.map(str.encode)
)
tags = some.sampled_from(["", "*", '"x"', 'W/"x"', ",,", "\x00", '"' * 50])


said = some.fixed_dictionaries(
    {},
    optional={"If-Match": tags, "If-None-Match": tags, "X-Experience-API-Version": some.sampled_from(["2.0.0", "x"])},
)


@examples
@given(methods, some.sampled_from(RESOURCES), queries, kinds, bodies, said)
def test_no_request_whatever_is_an_error_of_ours(
    programs: list[Program], method: str, resource: str, query: str, kind: str, sent: bytes, headers: dict[str, str]
) -> None:
    answer = programs[0].http.generic(method, f"{resource}?{query}", sent, content_type=kind, headers=headers)
    assert answer.status_code in (200, 204, 304, 400, 404, 405, 409, 412)
    assert "X-Experience-API-Version" in answer
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.json()["error"]


WHOLE = mixed(first(WITH_PICTURE), part())


@examples
@given(some.integers(0, len(WHOLE)), some.integers(0, 30), some.binary(max_size=6))
def test_a_multipart_body_that_is_cut_or_stuffed_anywhere_is_taken_or_refused_whole(
    programs: list[Program], at: int, cut: int, stuffed: bytes
) -> None:
    before = Statement.objects.count()
    sent = WHOLE[:at] + stuffed + WHOLE[at + cut :]
    answer = programs[0].http.post(STATEMENTS, sent, content_type=f'multipart/mixed; boundary="{BOUNDARY}"')
    assert (answer.status_code, Statement.objects.count() - before) in ((200, 1), (400, 0))


OPEN = json.dumps(statement()).encode()[:-1]


def responding(text: bytes) -> bytes:
    return OPEN + b',"result":{"response":"' + text + b'"}}'


def scoring(raw: bytes) -> bytes:
    return OPEN + b',"result":{"score":{"raw":' + raw + b"}}}"


HOSTILE: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("a NUL", b"\x00"),
    ("a NUL within", responding(b"\x00")),
    ("UTF-16", json.dumps(RICH[0]).encode("utf-16")),
    ("a lone surrogate", responding(b"\\ud800")),
    ("overlong UTF-8", responding(b"\xc0\x80")),
    ("a name twice", OPEN + b',"verb":{"id":"https://x.example/v"}}'),
    ("a name twice within", OPEN + b',"result":{"success":true,"success":false}}'),
    ("a name twice, once escaped", OPEN + b',"\\u0076erb":{"id":"https://x.example/v"}}'),
    ("nesting", OPEN + b',"context":{"extensions":{"x:y":' + b"[" * 5000 + b"]" * 5000 + b"}}}"),
    ("nesting of objects", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    ("infinity", scoring(b"Infinity")),
    ("a number too large", scoring(b"1e400")),
    ("digits", scoring(b"9" * 100_000)),
    ("too many statements", b"[" + b",".join([b"{}"] * 5_001) + b"]"),
    ("two documents", OPEN + b"}{}"),
    ("a comment", OPEN + b"}//"),
]


@pytest.mark.parametrize(("what", "sent"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_text_is_a_bad_request(programs: list[Program], what: str, sent: bytes) -> None:
    for program in programs:
        answer = program.http.post(STATEMENTS, sent, content_type="application/json")
        assert (answer.status_code, Statement.objects.count()) == (400, 0), what
        assert answer.json()["error"]


def test_a_nul_in_a_text_of_a_statement_is_kept_or_refused_alike_on_every_database(programs: list[Program]) -> None:
    (ident,) = programs[0].post(statement(result={"response": "a\x00b"})).json()
    assert programs[0].get(statementId=ident).json()["result"] == {"response": "a\x00b"}
