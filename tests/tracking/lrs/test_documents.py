"""Documents and what a credential may do with them: scopes, tenants, launches, and two who write at once."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from lms.core.clock import now
from tests.conformance.xapi.test_documents import ALL, JSON, PLACES, PROFILES
from tests.tracking.lrs.making import AMINA, JONAS, LESSON, ORLAND, QUIZ, REGISTRATION, VESNA, client, launch
from tests.tracking.lrs.program import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, Program
from tracking.lrs.documents import actions, places, queries
from tracking.lrs.documents.actions import Sent
from tracking.lrs.documents.models import Document
from tracking.lrs.models import Credential
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.django_db


def one(resource: str, **changed: Any) -> dict[str, Any]:
    place, name = PLACES[resource]
    return {key: value for key, value in (place | {name: "x"} | changed).items() if value is not None}


#: scopes → what GET and POST answer on state, activity profile, agent profile; 404 is "you may look, there is none"
SCOPES: list[tuple[tuple[Scope, ...], list[tuple[int, int]]]] = [
    ((Scope.ALL,), [(404, 204), (404, 204), (404, 204)]),
    ((Scope.STATE,), [(404, 204), (403, 403), (403, 403)]),
    ((Scope.PROFILE,), [(403, 403), (404, 204), (404, 204)]),
    ((Scope.ALL_READ,), [(404, 403), (404, 403), (404, 403)]),
    ((Scope.WRITE, Scope.READ, Scope.DEFINE), [(403, 403), (403, 403), (403, 403)]),
]


@pytest.mark.parametrize(("scopes", "expected"), SCOPES, ids=[" ".join(row[0]) for row in SCOPES])
def test_a_credential_keeps_what_its_scopes_say(scopes: tuple[Scope, ...], expected: list[tuple[int, int]]) -> None:
    program = Program(*client(VESNA, *scopes))
    read = [program.ask("GET", resource, one(resource)).status_code for resource in ALL]
    written = [program.ask("POST", resource, one(resource), b"{}").status_code for resource in ALL]
    assert list(zip(read, written, strict=True)) == expected


@pytest.mark.parametrize("resource", ALL)
def test_no_tenant_reads_changes_or_removes_a_document_of_another(resource: str) -> None:
    program, stranger = Program(*client()), Program(*client(ORLAND))
    program.ask("POST", resource, one(resource), b'{"a":1}')
    place = PLACES[resource][0]
    assert stranger.ask("GET", resource, one(resource)).status_code == 404
    assert stranger.ask("GET", resource, place).json() == []
    assert stranger.ask("POST", resource, one(resource), b'{"b":2}').status_code == 204
    assert stranger.ask("DELETE", resource, one(resource)).status_code == 204
    assert program.ask("GET", resource, one(resource)).content == b'{"a":1}'


@pytest.fixture
def launched() -> Program:
    return Program(*launch(now()))


WRITING = ("PUT", "POST", "DELETE")
OWN = {"registration": str(REGISTRATION)}
#: what a launch asks for, and what it is told where that lies beyond its own person, activities and registration
BEYOND: list[tuple[str, dict[str, Any], str]] = [
    (STATE, one(STATE, agent=JONAS), "another_actor"),
    (STATE, one(STATE, activityId="https://lms.example/lessons/12"), "another_activity"),
    (STATE, one(STATE, registration=str(uuid4())), "another_registration"),
    (ACTIVITY_PROFILE, one(ACTIVITY_PROFILE, activityId="https://lms.example/lessons/12"), "another_activity"),
    (AGENT_PROFILE, one(AGENT_PROFILE, agent=JONAS), "another_actor"),
]


@pytest.mark.parametrize(("resource", "asked", "code"), BEYOND)
def test_a_launch_reaches_no_further_than_its_own(
    launched: Program, resource: str, asked: dict[str, Any], code: str
) -> None:
    answer = launched.ask("GET", resource, asked)
    assert (answer.status_code, answer.json()["error"]) == (403, code)
    statuses = [launched.ask(method, resource, asked, b"{}", If_Match="*").status_code for method in WRITING]
    assert (statuses, Document.objects.count()) == ([403, 403, 403], 0)


def test_a_launch_lists_and_clears_nobody_elses_states(launched: Program) -> None:
    place = PLACES[STATE][0] | {"agent": JONAS}
    assert [launched.ask(method, STATE, place).status_code for method in ("GET", "DELETE")] == [403, 403]


@pytest.mark.parametrize("more", [{}, OWN, OWN | {"activityId": QUIZ}, OWN | {"activityId": f"{LESSON}/page"}])
def test_a_launch_keeps_states_of_its_own(launched: Program, more: dict[str, Any]) -> None:
    asked = one(STATE, **more)
    assert launched.ask("PUT", STATE, asked, b"page 3", "text/plain").status_code == 204
    assert launched.ask("GET", STATE, asked).content == b"page 3"
    assert launched.ask("DELETE", STATE, asked).status_code == 204


@pytest.mark.parametrize("resource", PROFILES)
def test_a_launch_reads_profiles_of_its_own_and_changes_none(launched: Program, resource: str) -> None:
    """cmi5 lets content read the learner's preferences, and the store decide who changes them."""
    Program(*client()).ask("POST", resource, one(resource), b'{"audioPreference":"off"}')
    assert launched.ask("GET", resource, one(resource)).content == b'{"audioPreference":"off"}'
    answers = [
        launched.ask(method, resource, one(resource), b"{}", If_Match="*") for method in ("PUT", "POST", "DELETE")
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_launch_that_clears_its_states_leaves_those_of_another_registration(launched: Program) -> None:
    program, other = Program(*client()), str(uuid4())
    for more in ({}, OWN, {"registration": other}):
        program.ask("POST", STATE, one(STATE, **more), b"{}")
    place = PLACES[STATE][0]
    assert launched.ask("GET", STATE, place).json() == ["x"]
    assert launched.ask("DELETE", STATE, place).status_code == 204
    assert [str(kept.registration) for kept in Document.objects.all()] == [other]


def test_an_expired_launch_keeps_nothing() -> None:
    program = Program(*launch(now() - timedelta(days=8)))
    assert program.ask("PUT", STATE, one(STATE), b"{}").status_code == 401


def state(credential: Credential) -> places.Place:
    given = {"activityId": LESSON, "agent": json.dumps(AMINA)}
    return places.place_of(given, places.STATE, tenant=credential.tenant)


def test_the_server_keeps_a_document_without_a_request() -> None:
    credential, _ = client()
    sent = Sent(content=b"{}", content_type=JSON)
    actions.put(credential=credential, place=state(credential), name="LMS.LaunchData", sent=sent, at=now())
    kept = queries.find(state(credential), "LMS.LaunchData")
    assert kept is not None
    assert (bytes(kept.content), kept.etag) == (b"{}", '"bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f"')


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_one_document_at_once_none_is_lost() -> None:
    """Several find nothing; the index lets one of them in, and the others look again and merge."""
    credential, _ = client()

    def post(number: int) -> None:
        sent = Sent(content=json.dumps({f"p{number}": number}).encode(), content_type=JSON)
        actions.post(credential=credential, place=state(credential), name="s", sent=sent, at=now())
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(post, range(12)))
    assert json.loads(bytes(Document.objects.get().content)) == {f"p{number}": number for number in range(12)}


def test_a_document_over_the_limit_is_too_large(settings: Any) -> None:
    settings.LRS_MAX_BODY = 10
    program = Program(*client())
    assert program.ask("PUT", STATE, one(STATE), b"x" * 11, "text/plain").status_code == 413
    assert program.ask("PUT", STATE, one(STATE), b"x" * 10, "text/plain").status_code == 204
