"""What differs between xAPI 1.0.3 and 2.0 (IEEE 9274.1.1), row by row, and the syntax that only 1.0.x has."""

import base64
import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from tests.tracking.lrs.making import AMINA, AT, JONAS, LESSON, VESNA, body, client, headers, statement
from tests.tracking.lrs.program import AGENT_PROFILE, STATE, STATEMENTS, Program
from tracking.lrs import actions
from tracking.lrs.models import Statement
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
IDENT = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"

#: (section, timestamp as sent, as 1.0.3 gives it out, as 2.0 does)
TIMESTAMPS = [
    ("4.2.4.2 as it is", "2027-03-01T09:00:00.250Z", "2027-03-01T09:00:00.250Z", "2027-03-01T09:00:00.250Z"),
    ("4.2.4.2 in UTC", "2027-03-01T12:00:00-05:00", "2027-03-01T12:00:00-05:00", "2027-03-01T17:00:00Z"),
    ("4.2.4.2 every digit", *["2027-03-01T01:00:00.123456789+01:30"] * 2, "2027-02-28T23:30:00.123456789Z"),
    ("4.2.4.2 in the future", "2199-12-31T23:59:59+00:00", "2199-12-31T23:59:59+00:00", "2199-12-31T23:59:59Z"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "sent", "first", "second"), TIMESTAMPS)
def test_the_second_version_gives_moments_out_in_utc(section: str, sent: str, first: str, second: str) -> None:
    credential, secret = client()
    old, new = Program(credential, secret), Program(credential, secret, version="2.0.0")
    deed = statement(timestamp=sent, object=statement(objectType="SubStatement", timestamp=sent))
    idents = [program.post(deed).json()[0] for program in (old, new)]
    for program, expected in ((old, first), (new, second)):
        told = [program.get(statementId=ident).json() for ident in idents]
        assert [(one["timestamp"], one["object"]["timestamp"]) for one in told] == [(expected, expected)] * 2, section


@pytest.mark.parametrize("offset", ["-00", "-0000", "-00:00"])
def test_an_offset_that_says_the_zone_is_unknown_is_refused(offset: str) -> None:
    assert (
        Program(*client(), version="2.0.0").post(statement(timestamp=f"2027-03-01T09:00:00{offset}")).status_code == 400
    )


AGENT = {"objectType": "contextAgent", "agent": JONAS, "relevantTypes": ["https://x.example/role"]}
GROUP = {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [JONAS]}}
GROUP |= {"relevantTypes": ["https://x.example/role"]}


@pytest.mark.parametrize("around", [{"contextAgents": [AGENT]}, {"contextGroups": [GROUP]}])
@pytest.mark.parametrize("inner", [False, True])
def test_agents_of_the_context_are_found_as_related_and_unknown_to_the_first_version(
    around: dict[str, Any], inner: bool
) -> None:
    """4.2.2.5."""
    credential, secret = client()
    deed = (
        statement(object=statement(objectType="SubStatement", context=around)) if inner else statement(context=around)
    )
    assert Program(credential, secret).post(deed).status_code == 400
    program = Program(credential, secret, version="2.0.0")
    (ident,) = program.post(deed).json()
    assert program.found(agent=json.dumps(JONAS), related_agents="true") == [ident]
    assert program.found(agent=json.dumps(JONAS)) == []


@pytest.mark.parametrize(
    ("section", "sent", "statuses"),
    [
        ("4.2.4.3 its own version", {"version": "2.0.0"}, (400, 200)),
        ("4.2.4.3 the older version", {"version": "1.0.3"}, (200, 200)),
        ("4.2.4.3 no version of neither", {"version": "3.0.0"}, (400, 400)),
        ("4.2.7 more than hundredths", {"result": {"duration": "PT1.23456S"}}, (200, 200)),
    ],
)
def test_each_version_takes_its_own(section: str, sent: dict[str, Any], statuses: tuple[int, int]) -> None:
    credential, secret = client()
    programs = [Program(credential, secret, version=version) for version in ("1.0.3", "2.0.0")]
    assert tuple(program.post(statement(**sent)).status_code for program in programs) == statuses, section


@pytest.mark.parametrize(("version", "written"), [("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")])
def test_a_statement_without_a_version_gets_that_of_its_request(version: str, written: str) -> None:
    program = Program(*client(), version=version)
    (ident,) = program.post(statement()).json()
    assert program.get(statementId=ident).json()["version"] == written


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_batch_with_an_identifier_twice_is_refused(version: str) -> None:
    answer = Program(*client(), version=version).post(statement(id=IDENT), statement(id=IDENT.upper()))
    assert (answer.status_code, answer.json()["error"], Statement.objects.count()) == (400, "identifier_twice", 0)


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_request_without_a_version_is_told_the_one_of_its_credential(version: str) -> None:
    """Communication 3.3."""
    credential, secret = actions.register(
        name="x", tenant=VESNA, scopes=[Scope.ALL], authority=AMINA, by=None, at=AT,
        xapi_version=version,
    )  # fmt: skip
    said = headers(credential, secret)
    del said["X-Experience-API-Version"]
    answer = Client().get(STATEMENTS, headers=said)
    assert (answer.status_code, answer["X-Experience-API-Version"]) == (400, version)


def folded(method: str, resource: str, fields: dict[str, str], said: dict[str, str], query: str = "") -> Any:
    return Client().post(f"{resource}?method={method}{query}", urlencode(fields), content_type=FORM, headers=said)


@pytest.fixture
def said() -> dict[str, str]:
    return headers(*client())


def test_a_form_stands_for_a_put_a_get_and_a_delete(said: dict[str, str]) -> None:
    """Communication 1.3."""
    place = {"activityId": LESSON, "agent": json.dumps(AMINA), "stateId": "s"}
    content = {"content": "süß & salzig", "Content-Type": "text/plain; charset=utf-8"}
    assert folded("PUT", STATE, place | content, said).status_code == 204
    read = folded("get", STATE, place, said)
    assert (read.content.decode(), read["Content-Type"]) == ("süß & salzig", "text/plain; charset=utf-8")
    assert folded("DELETE", STATE, place, said).status_code == 204
    assert folded("GET", STATE, place, said).status_code == 404


def test_a_form_stands_for_a_statement_that_is_put_and_for_a_query(said: dict[str, str]) -> None:
    assert (
        folded("PUT", STATEMENTS, {"statementId": IDENT, "content": body(statement()).decode()}, said).status_code
        == 204
    )
    assert folded("POST", STATEMENTS, {"content": body(statement()).decode()}, said).status_code == 200
    found = folded("GET", STATEMENTS, {"agent": json.dumps(AMINA), "limit": "1", "ascending": "true"}, said).json()
    assert ([one["id"] for one in found["statements"]], bool(found["more"])) == ([IDENT], True)


def test_the_headers_of_a_form_count_as_headers(said: dict[str, str]) -> None:
    place = {"agent": json.dumps(AMINA), "profileId": "p", "content": "{}"}
    inside = said | {"Content-Length": "2"}
    assert folded("PUT", AGENT_PROFILE, place | inside | {"If-None-Match": "*"}, {}).status_code == 204
    assert folded("PUT", AGENT_PROFILE, place | inside | {"If-Match": '"x"'}, {}).status_code == 412
    assert folded("PUT", AGENT_PROFILE, place, {}).status_code == 401
    assert folded("GET", STATEMENTS, said | {"X-Experience-API-Version": "0.8"}, {}).status_code == 400


@pytest.mark.parametrize(
    ("requirement", "method", "form", "query"),
    [
        ("no other parameter beside the method", "PUT", f"statementId={IDENT}&content=%7B%7D", "&limit=1"),
        ("one method", "GET", "", "&method=PUT"),
        ("a method of the specification", "PATCH", "", ""),
        ("content where the method needs it", "PUT", f"statementId={IDENT}", ""),
        ("a form", "PUT", body(statement()).decode(), ""),
        ("UTF-8", "GET", "verb=%FF", ""),
        ("each field once", "GET", "limit=1&limit=2", ""),
        ("not too many fields", "GET", "&".join(f"a{number}=1" for number in range(100)), ""),
        ("no unknown parameter", "GET", "colour=red", ""),
        ("no content for a reader", "GET", "content", ""),
    ],
)
def test_a_form_is_held_to_the_specification(
    said: dict[str, str], requirement: str, method: str, form: str, query: str
) -> None:
    answer = Client().post(f"{STATEMENTS}?method={method}{query}", form, content_type=FORM, headers=said)
    assert (answer.status_code, Statement.objects.count()) == (400, 0), requirement


def test_only_a_post_is_unfolded_and_only_in_the_first_version(said: dict[str, str]) -> None:
    assert Client().get(f"{STATEMENTS}?method=GET", headers=said).status_code == 400
    later = said | {"X-Experience-API-Version": "2.0.0"}
    answer = folded("GET", STATEMENTS, {"limit": "1"}, later)
    assert (answer.status_code, answer.json()["error"]) == (400, "unknown_parameter")
    put = {"statementId": str(uuid4()), "content": body(statement()).decode()}
    assert folded("PUT", STATEMENTS, put, later).status_code == 400
    assert Statement.objects.count() == 0


def test_a_form_lets_in_nobody_else() -> None:
    pair = base64.b64encode(b"key:secret").decode()
    fields = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"}
    assert folded("GET", STATEMENTS, fields, {}).status_code == 401
