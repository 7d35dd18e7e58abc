"""The store over HTTP: who is let in, what is answered, and how a mistake is told."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from lms.core.clock import now
from tests.tracking.lrs.making import (
    AMINA,
    AUTHORITY,
    JONAS,
    LESSON,
    ORLAND,
    PASSED,
    QUIZ,
    READ,
    VESNA,
    VOIDED,
    body,
    client,
    launch,
    statement,
)
from tests.tracking.lrs.program import STATEMENTS, Program
from tracking.lrs import actions
from tracking.lrs.models import Credential, Statement
from tracking.lrs.scopes import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program(*client())


def test_what_is_posted_is_answered_with_its_id_and_can_be_read_back(program: Program) -> None:
    posted = program.post(statement())
    (ident,) = posted.json()
    read = program.get(statementId=ident)
    assert (posted.status_code, read.status_code) == (200, 200)
    assert read.json() == statement(
        id=ident, stored=read.json()["stored"], timestamp=read.json()["stored"], version="1.0.3", authority=AUTHORITY
    )


def test_every_answer_names_the_version_the_date_and_how_far_it_can_be_trusted(program: Program) -> None:
    answer = program.post(statement())
    assert answer["X-Experience-API-Version"] == "1.0.3"
    assert "Date" in answer
    through = datetime.fromisoformat(answer["X-Experience-API-Consistent-Through"])
    assert abs(through - now()) < timedelta(minutes=1)


def test_a_put_stores_under_the_id_of_the_address(program: Program) -> None:
    ident = str(uuid4())
    assert program.put(ident, statement()).status_code == 204
    assert program.put(ident, statement(id=ident)).status_code == 204
    assert program.put(ident, statement(id=str(uuid4()))).status_code == 400
    assert program.put(ident, statement(actor=JONAS)).status_code == 409
    assert program.get(statementId=ident).json()["actor"] == AMINA


@pytest.mark.parametrize(
    ("changed", "code", "path", "rule"),
    [
        ({"actor": {"mbox": "amina@vesna.example"}}, "not_a_mailto_iri", "$.actor.mbox", "Data 2.4.2.3"),
        ({"verb": {"id": READ, "display": {"xx--": "read"}}}, "not_a_language_tag", "$.verb.display", "Data 4.2"),
        ({"result": {"score": {"scaled": 1.01}}}, "out_of_range", "$.result.score.scaled", "Data 2.4.5.1"),
    ],
)
def test_a_mistake_is_told_with_its_path_and_the_rule_that_it_breaks(
    program: Program, changed: dict[str, Any], code: str, path: str, rule: str
) -> None:
    answer = program.post(statement(**changed))
    assert (answer.status_code, answer.json()) == (400, {"error": code, "path": path, "rule": rule})
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{", b"[", b"nothing", b"null", b"1", b'"x"', b"[1]", b"[null]", b"\xff\xfe", b'{"actor":"\xff"}', b"\x00",
        b'{"actor":"\\ud800"}', b"[" * 200_000, b'{"a":' * 5_000, b'{"result":{"score":{"raw":1e999}}}',
        b'{"result":{"score":{"raw":' + b"9" * 5_000 + b"}}}", b'{"id":{},"id":1}', b'{"actor":[],"verb":7,"object":""}',
        b'{"timestamp":"0000-00-00T99:99:99Z"}', b'\xef\xbb\xbf{}',
    ],
)  # fmt: skip
def test_rubbish_is_a_bad_request_and_never_an_error_of_ours(program: Program, sent: bytes) -> None:
    bound = Program(*launch(now()))
    ident = uuid4()
    for http in (program.http, bound.http):
        assert http.post(STATEMENTS, sent, content_type="application/json").status_code == 400
        put = http.put(f"{STATEMENTS}?statementId={ident}", sent, content_type="application/json")
        assert put.status_code == 400


def test_a_body_over_the_limit_is_too_large(program: Program, settings: Any) -> None:
    settings.LRS_MAX_BODY = 300
    assert program.post(statement(result={"response": "x" * 300})).status_code == 413
    assert program.post(statement()).status_code == 200


def test_only_json_is_taken(program: Program) -> None:
    answer = program.http.post(STATEMENTS, body(statement()), content_type="text/plain")
    assert (answer.status_code, answer.json()["error"]) == (400, "not_a_known_content_type")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic bm9jb2xvbg=="},
        {"Authorization": "Basic Og=="},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Bearer abc"},
    ],
)
def test_whoever_has_no_key_and_secret_is_not_let_in(sent: dict[str, str]) -> None:
    answer = Client().get(STATEMENTS, headers=sent | {"X-Experience-API-Version": "1.0.3"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Basic realm="xAPI"')


def test_a_wrong_secret_a_revoked_key_an_expired_launch_and_the_servers_own_key_are_not_let_in() -> None:
    credential, secret = client()
    revoked, revoked_secret = client()
    actions.revoke(credential=revoked, by=None, at=now())
    expired = launch(now() - timedelta(days=8))
    server = actions.register(
        name="server", tenant=VESNA, scopes=[Scope.ALL], authority=AUTHORITY, by=None, at=now(),
        kind=Credential.Kind.SERVER,
    )  # fmt: skip
    pairs = [(credential, secret + "x"), (revoked, revoked_secret), expired, server]
    assert [Program(*pair).get().status_code for pair in pairs] == [401, 401, 401, 401]
    assert Program(credential, secret).get().status_code == 200


def test_a_session_counts_for_nothing(admin_client: Client) -> None:
    assert admin_client.get(STATEMENTS, headers={"X-Experience-API-Version": "1.0.3"}).status_code == 401


@pytest.mark.parametrize(
    ("scopes", "read", "written"),
    [
        ((Scope.WRITE,), 403, 200),
        ((Scope.READ,), 200, 403),
        ((Scope.READ_MINE,), 200, 403),
        ((Scope.STATE,), 403, 403),
        ((Scope.ALL_READ,), 200, 403),
        ((Scope.ALL,), 200, 200),
    ],
)
def test_a_credential_does_what_its_scopes_say(scopes: tuple[Scope, ...], read: int, written: int) -> None:
    program = Program(*client(VESNA, *scopes))
    assert (program.get().status_code, program.post(statement()).status_code) == (read, written)


@pytest.mark.parametrize(
    ("asked", "status", "answered"),
    [
        ("1.0.3", 200, "1.0.3"), ("1.0", 200, "1.0.3"), ("1.0.0", 200, "1.0.3"), ("2.0.0", 200, "2.0.0"),
        ("0.95", 400, "1.0.3"), ("1.1.0", 400, "1.0.3"), ("", 400, "1.0.3"),
    ],
)  # fmt: skip
def test_the_version_is_agreed_on(asked: str, status: int, answered: str) -> None:
    answer = Program(*client(), version=asked).get()
    assert (answer.status_code, answer["X-Experience-API-Version"]) == (status, answered)


def test_a_forged_statement_of_a_launch_is_forbidden() -> None:
    program = Program(*launch(now()))
    forged = statement(object={"id": QUIZ}, verb={"id": PASSED}, result={"success": True, "score": {"scaled": 1}})
    answer = program.post(statement(), forged)
    assert (answer.status_code, answer.json()) == (403, {"error": "graded_by_the_server", "path": "$[1].object"})
    assert Statement.objects.count() == 0


def test_no_tenant_finds_a_statement_of_another(program: Program) -> None:
    (ident,) = program.post(statement()).json()
    stranger = Program(*client(ORLAND))
    assert stranger.get(statementId=ident).status_code == 404
    assert stranger.found(registration=str(uuid4())) == []
    assert stranger.found() == []
    assert stranger.http.get(f"/xapi/activities?activityId={LESSON}").json() == {"objectType": "Activity", "id": LESSON}


def test_each_filter_finds_what_fits(program: Program) -> None:
    registration = str(uuid4())
    idents = [
        program.post(sent).json()[0]
        for sent in (
            statement(),
            statement(verb={"id": PASSED}),
            statement(actor=JONAS, context={"instructor": AMINA}),
            statement(
                object={"id": QUIZ},
                context={"registration": registration, "contextActivities": {"parent": [{"id": LESSON}]}},
            ),
            statement(actor=JONAS, object={"objectType": "Agent", "account": AMINA["account"]}),
        )
    ]
    agent = json.dumps(AMINA)
    one, two, three, four, five = idents
    assert program.found() == [five, four, three, two, one]
    assert program.found(ascending="true") == idents
    assert program.found(agent=agent) == [five, four, two, one]
    assert program.found(agent=agent, related_agents="true") == [five, four, three, two, one]
    assert program.found(verb=PASSED) == [two]
    assert program.found(activity=QUIZ) == [four]
    assert program.found(activity=LESSON, related_activities="true") == [four, three, two, one]
    assert program.found(registration=registration.upper()) == [four]
    assert program.found(agent=agent, verb=READ, activity=LESSON) == [one]


def test_since_is_after_and_until_is_up_to_and_with(program: Program) -> None:
    first, second = (program.post(statement()).json()[0] for _ in range(2))
    moment = "2027-03-01T09:00:00.250Z"
    for ident, stored in ((first, moment), (second, "2027-03-01T09:00:00.251Z")):
        Statement.objects.filter(statement_id=ident).update(stored=datetime.fromisoformat(stored))
    assert program.found(since=moment) == [second]
    assert program.found(until=moment) == [first]
    assert program.found(since="2027-03-01T10:00:00.250+01:00") == [second]


def test_pages_follow_each_other_without_gap_or_repetition(program: Program) -> None:
    idents = program.post(*[statement() for _ in range(5)]).json()
    seen, address = [], f"{STATEMENTS}?limit=2"
    while address:
        page = program.http.get(address).json()
        seen.append([found["id"] for found in page["statements"]])
        address = page["more"]
        program.post(statement(verb={"id": PASSED}))
    assert seen == [idents[:2:-1], idents[2:0:-1], idents[:1]]


def test_a_voided_statement_is_read_by_its_own_parameter(program: Program) -> None:
    (ident,) = program.post(statement()).json()
    program.post(statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": ident}))
    assert program.get(statementId=ident).status_code == 404
    assert program.get(voidedStatementId=ident).json()["id"] == ident
    assert ident not in program.found()


@pytest.mark.parametrize(
    "parameters",
    [
        {"statementId": "x"}, {"statementId": str(uuid4()), "voidedStatementId": str(uuid4())},
        {"statementId": str(uuid4()), "verb": READ}, {"verb": "read"}, {"activity": "a b"}, {"agent": "{"},
        {"agent": "{}"}, {"agent": json.dumps({"objectType": "Group", "member": [AMINA]})}, {"registration": "1"},
        {"since": "yesterday"}, {"until": "2027-02-30T00:00:00Z"}, {"limit": "-1"}, {"limit": "x"}, {"ascending": "yes"},
        {"format": "xml"}, {"StatementId": str(uuid4())}, {"nothing": "1"}, {"attachments": "1"}, {"after": "²"},
    ],
)  # fmt: skip
def test_a_parameter_is_held_to_the_standard_of_a_property(program: Program, parameters: dict[str, str]) -> None:
    assert program.get(**parameters).status_code == 400


def test_ids_and_canonical_are_shorter_forms(program: Program) -> None:
    sent = statement(
        actor=AMINA | {"name": "Amina"},
        verb={"id": READ, "display": {"en": "read", "fr": "a lu"}},
        object={
            "id": LESSON,
            "definition": {"name": {"en": "Lesson", "fr": "Leçon"}, "extensions": {LESSON: {"name": {}}}},
        },
    )
    (ident,) = program.post(sent).json()
    ids = program.get(statementId=ident, format="ids").json()
    assert (ids["actor"], ids["verb"], ids["object"]) == (AMINA, {"id": READ}, {"id": LESSON})
    address = f"{STATEMENTS}?format=canonical&statementId={ident}"
    canonical = program.http.get(address, headers={"Accept-Language": "de, fr-CA;q=0.8, en;q=0.5"}).json()
    assert canonical["verb"] == {"id": READ, "display": {"fr": "a lu"}}
    assert canonical["object"]["definition"] == {"name": {"fr": "Leçon"}, "extensions": {LESSON: {"name": {}}}}


def test_an_activity_has_the_definition_that_was_last_given(program: Program) -> None:
    for name in ("Old", "New"):
        program.post(statement(object={"id": LESSON, "definition": {"name": {"en": name}}}))
    program.post(statement())
    answer = program.http.get(f"/xapi/activities?activityId={LESSON}").json()
    assert answer == {"objectType": "Activity", "id": LESSON, "definition": {"name": {"en": "New"}}}


def test_a_single_activity_of_the_context_comes_back_as_a_list_and_nothing_else_is_touched(program: Program) -> None:
    around = {"contextActivities": {"parent": {"id": QUIZ}, "other": [{"id": LESSON}]}, "language": "en"}
    (ident,) = program.post(
        statement(context=around, object=statement(objectType="SubStatement", context=around))
    ).json()
    read = program.get(statementId=ident).json()
    listed = {"contextActivities": {"parent": [{"id": QUIZ}], "other": [{"id": LESSON}]}, "language": "en"}
    assert (read["context"], read["object"]["context"]) == (listed, listed)


def test_every_answer_of_the_statements_says_how_far_they_can_be_trusted(program: Program) -> None:
    answers = [program.get(limit="x"), Client().get(STATEMENTS), program.get(statementId=str(uuid4()))]
    assert [(answer.status_code, "X-Experience-API-Consistent-Through" in answer) for answer in answers] == [
        (400, True), (401, True), (404, True),
    ]  # fmt: skip


def test_an_address_that_is_no_resource_is_told_as_one(program: Program) -> None:
    answer = program.http.get("/xapi/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "no_such_resource"})


def test_an_agent_is_answered_as_a_person(program: Program) -> None:
    answer = program.http.get(f"/xapi/agents?{urlencode({'agent': json.dumps(AMINA)})}").json()
    assert answer == {"objectType": "Person", "account": [AMINA["account"]]}


def test_anyone_may_ask_which_versions_are_spoken() -> None:
    assert Client().get("/xapi/about").json() == {"version": ["1.0.3", "2.0.0"]}


def test_a_page_of_another_origin_may_ask_first() -> None:
    answer = Client().options(STATEMENTS, headers={"Origin": "https://content.example"})
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    assert "X-Experience-API-Version" in answer["Access-Control-Allow-Headers"]


def test_head_answers_as_get_without_the_body(program: Program) -> None:
    program.post(statement())
    read, head = program.get(), program.http.head(STATEMENTS)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(read.content)))


def test_a_method_that_is_not_there_is_named_as_such(program: Program) -> None:
    answer = program.http.delete(STATEMENTS)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, PUT, POST, OPTIONS")


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_few_queries_however_long_it_is(
    program: Program, count: int, django_assert_max_num_queries: Any
) -> None:
    program.post(*[statement() for _ in range(count)])
    with django_assert_max_num_queries(3):
        assert len(program.get().json()["statements"]) == count


def test_a_person_has_the_names_that_the_reader_could_find(program: Program) -> None:
    for name in ("Amina", "Amina D.", "Amina"):
        program.post(statement(actor=AMINA | {"name": name}))
    stranger = Program(*client(ORLAND))
    asked = f"/xapi/agents?{urlencode({'agent': json.dumps(AMINA | {'name': 'A'})})}"
    person = {"objectType": "Person", "account": [AMINA["account"]]}
    assert program.http.get(asked).json() == person | {"name": ["A", "Amina", "Amina D."]}
    assert stranger.http.get(asked).json() == person | {"name": ["A"]}


@pytest.mark.parametrize("scopes", [(Scope.WRITE, Scope.READ), (Scope.WRITE, Scope.READ, Scope.DEFINE)])
def test_only_who_may_define_changes_what_is_known_of_an_activity(scopes: tuple[Scope, ...]) -> None:
    """Communication 4.2: without the scope the statement is kept, and what is known stays."""
    program = Program(*client(VESNA, *scopes))
    program.post(statement(object={"id": LESSON, "definition": {"name": {"en": "Lesson"}}}))
    known = program.http.get(f"/xapi/activities?{urlencode({'activityId': LESSON})}").json()
    assert ("definition" in known) is (Scope.DEFINE in scopes)
    assert program.get(limit="1").json()["statements"][0]["object"]["definition"] == {"name": {"en": "Lesson"}}


def test_a_launch_learns_of_its_own_activities_only(program: Program) -> None:
    other = "https://lms.example/lessons/12"
    for iri in (LESSON, other):
        program.post(statement(object={"id": iri, "definition": {"name": {"en": "Lesson"}}}))
    launched = Program(*launch(now()))
    told = [launched.http.get(f"/xapi/activities?{urlencode({'activityId': iri})}").json() for iri in (LESSON, other)]
    assert ["definition" in one for one in told] == [True, False]
    launched.post(statement(object={"id": LESSON, "definition": {"name": {"en": "Mine now"}}}))
    kept = launched.http.get(f"/xapi/activities?{urlencode({'activityId': LESSON})}").json()
    assert kept["definition"] == {"name": {"en": "Lesson"}}


def test_a_body_that_comes_in_chunks_is_read_to_its_end(program: Program, settings: Any) -> None:
    """Nobody says its length; a server that knows where it ends says so."""
    sent = body(statement())
    chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}

    def post() -> Any:
        given = chunked | {"wsgi.input": BytesIO(sent), "CONTENT_TYPE": "application/json"}
        return program.http.generic("POST", STATEMENTS, **given)

    assert post().status_code == 200
    settings.LRS_MAX_BODY = len(sent) - 1
    assert post().status_code == 413


def test_more_parameters_than_django_reads_are_refused_as_the_others_are(program: Program, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    answer = program.get(**{f"x{number}": "1" for number in range(6)})
    assert (answer.status_code, answer.json()["error"]) == (400, "too_many_parameters")
