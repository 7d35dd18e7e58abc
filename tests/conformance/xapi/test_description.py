"""The OpenAPI description is true: what it allows is answered as it says, and what it asks for is asked for."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, READ, client, statement
from tests.tracking.lrs.program import Program
from tracking.lrs import urls
from tracking.profiles.openapi import HEADER, description

IDENTS = ("5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10", "8f2f1a52-52a7-4a5e-a1a4-0d6f8c0a8d11")
FORMATS = {
    "uuid": some.sampled_from(IDENTS) | some.uuids(version=4).map(str),
    "iri": some.sampled_from([LESSON, READ, "urn:x:y", "https://x.example/ü"]),
    "date-time": some.datetimes(timezones=some.just(None)).map(lambda moment: f"{moment.isoformat()}Z"),
}
OPERATIONS = [
    (path, method, told) for path, methods in description()["paths"].items() for method, told in methods.items()
]
documents = some.sampled_from([b"{}", b'{"a": {"b": null}}', b"[1]", b"", b"x", b"\xff"])
statements = some.sampled_from([statement(), statement(actor=JONAS, id=IDENTS[0]), statement(verb=None), {}])
BODIES = {
    "put": statements.map(lambda one: json.dumps(one).encode()),
    "post": (statements | some.lists(statements, max_size=3)).map(lambda sent: json.dumps(sent).encode()),
}


def value_of(parameter: dict[str, Any]) -> some.SearchStrategy[str]:
    if "content" in parameter:
        return some.sampled_from([AMINA, JONAS]).map(json.dumps)
    schema = parameter["schema"]
    if "enum" in schema:
        return some.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return some.integers(schema["minimum"], schema["maximum"]).map(str)
    if schema["type"] == "boolean":
        return some.sampled_from(["true", "false"])
    if "format" in schema:
        return FORMATS[schema["format"]]
    return some.text(min_size=schema["minLength"], max_size=20, alphabet=some.characters(codec="utf-8"))


def query_of(told: dict[str, Any]) -> some.SearchStrategy[dict[str, str]]:
    asked = [parameter for parameter in told["parameters"] if parameter["in"] == "query"]
    must = {one["name"]: value_of(one) for one in asked if one["required"]}
    return some.fixed_dictionaries(must, optional={one["name"]: value_of(one) for one in asked if not one["required"]})


@some.composite
def requests(draw: some.DrawFn) -> tuple[str, str, dict[str, Any], dict[str, str], bytes]:
    """A request that the description allows."""
    path, method, told = draw(some.sampled_from(OPERATIONS))
    bodies = BODIES.get(method, some.just(b"")) if path == "/statements" else documents
    return path, method, told, draw(query_of(told)), draw(bodies) if "requestBody" in told else b""


def ask(program: Program, path: str, method: str, query: dict[str, str], body: bytes) -> Any:
    address = f"/xapi{path}?{urlencode(query)}"
    return program.http.generic(method.upper(), address, body, content_type="application/json")


@pytest.mark.django_db
@settings(
    max_examples=400, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(request=requests())
def test_what_the_description_allows_is_answered_as_it_says(
    programs: list[Program], request: tuple[str, str, dict[str, Any], dict[str, str], bytes]
) -> None:
    path, method, told, query, body = request
    for program in programs:
        answer = ask(program, path, method, query, body)
        assert str(answer.status_code) in told["responses"], answer.content


@pytest.fixture
def programs() -> list[Program]:
    pair = client()
    return [Program(*pair, version=version) for version in ("1.0.3", "2.0.0")]


REQUIRED = [
    (path, method, parameter["name"])
    for path, method, told in OPERATIONS
    for parameter in told["parameters"]
    if parameter["required"] and parameter is not HEADER
]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method", "name"), REQUIRED)
def test_what_it_calls_required_is_required(programs: list[Program], path: str, method: str, name: str) -> None:
    whole = {
        "activityId": LESSON,
        "agent": json.dumps(AMINA),
        "stateId": "s",
        "profileId": "p",
        "statementId": IDENTS[0],
    }
    wanted = {other for there, how, other in REQUIRED if (there, how) == (path, method)} - {name}
    answer = ask(programs[0], path, method, {other: whole[other] for other in wanted}, b"{}")
    assert answer.status_code == 400


def test_every_resource_is_described() -> None:
    named = {f"/{pattern.pattern}" for pattern in urls.urlpatterns if pattern.name}
    assert set(description()["paths"]) == named


def test_anyone_may_read_it(client: Client) -> None:
    answer = client.get("/xapi/openapi.json")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert answer.json()["servers"] == [{"url": f"{site.PUBLIC_URL}/xapi"}]
