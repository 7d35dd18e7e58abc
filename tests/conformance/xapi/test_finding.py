"""The specification's requirements on finding and voiding statements, by their section of xAPI 1.0.3."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.tracking.lrs.making import AMINA, AUTHORITY, JONAS, LESSON, PASSED, QUIZ, READ, VOIDED, client, statement
from tests.tracking.lrs.program import STATEMENTS, Program
from tracking.lrs.models import Echo, Statement

pytestmark = pytest.mark.django_db
RUE = {"objectType": "Agent", "mbox": "mailto:rue@x.example"}
TEAM = {"objectType": "Group", "mbox": "mailto:team@x.example", "member": [AMINA, RUE]}
TEAM_ID = {"objectType": "Group", "mbox": TEAM["mbox"]}
NAMELESS = {"objectType": "Group", "member": [RUE]}
RELATED, BROADLY = {"related_agents": "true"}, {"related_activities": "true"}
COURSE = "https://lms.example/course"
REGISTRATION = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"


@pytest.fixture
def program() -> Program:
    return Program(*client())


def parents(*iris: str) -> dict[str, Any]:
    return {"contextActivities": {"parent": [{"id": iri} for iri in iris]}}


def within(**changed: Any) -> dict[str, Any]:
    return statement(actor=RUE, object=statement(objectType="SubStatement", **changed))


OTHER = {"contextActivities": {"other": {"id": COURSE}}}
BY_RUE = {"actor": RUE}
#: (section, statement, parameters, whether it is found)
FOUND: list[tuple[str, dict[str, Any], dict[str, Any], bool]] = [
    ("2.1.3 agent: the actor", statement(), {"agent": AMINA}, True),
    ("2.1.3 agent: by its identifier alone", statement(actor=AMINA | {"name": "A"}), {"agent": AMINA | {"name": "B"}}, True),
    ("2.1.3 agent: another account of one name", statement(actor=JONAS), {"agent": AMINA}, False),
    ("2.1.3 agent: the object", statement(**BY_RUE, object=AMINA), {"agent": AMINA}, True),
    ("2.1.3 agent: a group as actor", statement(actor=TEAM), {"agent": TEAM_ID}, True),
    ("2.1.3 agent: a member of the actor", statement(actor=TEAM), {"agent": AMINA}, True),
    ("2.1.3 agent: a member of the object", statement(object=TEAM | {"mbox": "mailto:t@x.example"}), {"agent": RUE}, True),
    ("2.1.3 agent: a member of an anonymous group", statement(actor=NAMELESS), {"agent": RUE}, True),
    ("2.1.3 agent: not the instructor", statement(**BY_RUE, context={"instructor": AMINA}), {"agent": AMINA}, False),
    ("2.1.3 agent: not a member of the team", statement(**BY_RUE, context={"team": TEAM}), {"agent": AMINA}, False),
    ("2.1.3 agent: not within", within(), {"agent": AMINA}, False),
    ("2.1.3 related: instructor", statement(**BY_RUE, context={"instructor": AMINA}), {"agent": AMINA, **RELATED}, True),
    ("2.1.3 related: team", statement(context={"team": TEAM}), {"agent": TEAM_ID, **RELATED}, True),
    ("2.1.3 related: member of the team", statement(actor=JONAS, context={"team": TEAM}), {"agent": AMINA, **RELATED}, True),
    ("2.1.3 related: authority", statement(), {"agent": AUTHORITY, **RELATED}, True),
    ("2.1.3 agent: not the authority", statement(), {"agent": AUTHORITY}, False),
    ("2.1.3 related: actor within", within(), {"agent": AMINA, **RELATED}, True),
    ("2.1.3 related: object within", within(actor=RUE, object=JONAS), {"agent": JONAS, **RELATED}, True),
    ("2.1.3 related: instructor within", within(context={"instructor": JONAS}), {"agent": JONAS, **RELATED}, True),
    ("2.1.3 verb", statement(), {"verb": READ}, True),
    ("2.1.3 verb: by its very text", statement(), {"verb": READ.upper().replace("HTTPS://", "https://")}, False),
    ("2.1.3 verb: not within", within(verb={"id": PASSED}), {"verb": PASSED}, False),
    ("2.1.3 activity", statement(), {"activity": LESSON}, True),
    ("2.1.3 activity: not a parent", statement(context=parents(COURSE)), {"activity": COURSE}, False),
    ("2.1.3 related: the object", statement(), {"activity": LESSON, **BROADLY}, True),
    ("2.1.3 related: a parent", statement(context=parents(QUIZ, COURSE)), {"activity": COURSE, **BROADLY}, True),
    ("2.1.3 related: a single one", statement(context=OTHER), {"activity": COURSE, **BROADLY}, True),
    ("2.1.3 related: the object within", within(), {"activity": LESSON, **BROADLY}, True),
    ("2.1.3 related: a parent within", within(context=parents(COURSE)), {"activity": COURSE, **BROADLY}, True),
    ("2.1.3 registration", statement(context={"registration": REGISTRATION}), {"registration": REGISTRATION.upper()}, True),
    ("2.1.3 registration: none", statement(), {"registration": REGISTRATION}, False),
    ("2.1.3 all filters at once", statement(), {"agent": AMINA, "verb": READ, "activity": LESSON}, True),
    ("2.1.3 all filters at once", statement(), {"agent": AMINA, "verb": PASSED, "activity": LESSON}, False),
]  # fmt: skip


def found(program: Program, parameters: dict[str, Any]) -> list[str]:
    answer = program.ask("GET", STATEMENTS, parameters)
    return [told["id"] for told in answer.json()["statements"]]


@pytest.mark.parametrize(("section", "sent", "parameters", "expected"), FOUND, ids=[row[0] for row in FOUND])
@pytest.mark.parametrize("removes", [0, 1, 2])
def test_a_filter_finds_a_statement_and_what_speaks_of_it(
    program: Program, section: str, sent: dict[str, Any], parameters: dict[str, Any], expected: bool, removes: int
) -> None:
    """2.1.3, filter conditions for StatementRefs: who confirms a statement is found by what finds that statement."""
    chain = [program.post(sent).json()[0]]
    for _remove in range(removes):
        chain.append(program.post(about(chain[-1])).json()[0])
    assert found(program, parameters) == (list(reversed(chain)) if expected else []), section


def about(ident: str, **changed: Any) -> dict[str, Any]:
    """Somebody whom no filter above names has confirmed a statement."""
    deed = {"actor": {"mbox": "mailto:nobody@x.example"}, "verb": {"id": "https://x.example/confirmed"}}
    return statement(**(deed | changed), object={"objectType": "StatementRef", "id": ident})


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_statements_find_each_other_in_whatever_order_they_arrive(
    program: Program, order: tuple[int, ...], at_once: bool
) -> None:
    idents = [str(uuid4()) for _ in range(3)]
    chain = [statement(id=idents[0]), about(idents[0], id=idents[1]), about(idents[1], id=idents[2])]
    batches = [[chain[number] for number in order]] if at_once else [[chain[number]] for number in order]
    for batch in batches:
        assert program.post(*batch).status_code == 200
    assert sorted(found(program, {"verb": READ})) == sorted(idents)
    assert Echo.objects.count() == 3


def test_the_filters_fit_one_statement_and_not_one_each_of_two(program: Program) -> None:
    (ident,) = program.post(statement(verb={"id": PASSED})).json()
    (confirmed,) = program.post(about(ident, actor=JONAS)).json()
    assert found(program, {"agent": JONAS}) == [confirmed]
    assert found(program, {"agent": JONAS, "verb": PASSED}) == []
    assert found(program, {"agent": AMINA, "verb": PASSED}) == [confirmed, ident]


def test_time_and_sequence_look_at_the_statement_that_refers(program: Program) -> None:
    (ident,) = program.post(statement()).json()
    (confirmed,) = program.post(about(ident)).json()
    Statement.objects.filter(statement_id=ident).update(stored="2027-03-01T09:00:00Z")
    Statement.objects.filter(statement_id=confirmed).update(stored="2027-03-02T09:00:00Z")
    assert found(program, {"verb": READ, "since": "2027-03-01T12:00:00Z"}) == [confirmed]
    assert found(program, {"verb": READ, "until": "2027-03-01T12:00:00Z"}) == [ident]
    assert found(program, {"verb": READ, "limit": "1"}) == [confirmed]
    assert found(program, {"verb": READ, "limit": "1", "ascending": "true"}) == [ident]


def test_a_statement_of_the_context_does_not_count_as_spoken_of(program: Program) -> None:
    (ident,) = program.post(statement()).json()
    program.post(
        statement(**BY_RUE, verb={"id": PASSED}, context={"statement": {"objectType": "StatementRef", "id": ident}})
    )
    assert found(program, {"verb": READ}) == [ident]


def test_statements_that_speak_of_each_other_are_found_once(program: Program) -> None:
    one, two = str(uuid4()), str(uuid4())
    program.post(about(two, id=one), about(one, id=two, verb={"id": READ}))
    program.post(about(own := str(uuid4()), id=own))
    assert sorted(found(program, {"verb": READ})) == sorted([one, two])


def test_pages_of_what_is_spoken_of_follow_each_other_without_gap_or_repetition(program: Program) -> None:
    idents = [program.post(statement()).json()[0]]
    for _number in range(6):
        idents += program.post(about(idents[0]), statement()).json()
    seen, address = [], f"{STATEMENTS}?{urlencode({'verb': READ, 'limit': '4'})}"
    while address:
        told = program.http.get(address).json()
        seen += [one["id"] for one in told["statements"]]
        address = told["more"]
    assert seen == list(reversed(idents))


def voiding(ident: str, **changed: Any) -> dict[str, Any]:
    return about(ident, verb={"id": VOIDED}, **changed)


@pytest.mark.parametrize("void_first", [True, False])
def test_a_voided_statement_is_gone_and_those_that_target_it_are_not(program: Program, void_first: bool) -> None:
    """2.1.4 and Data 2.3.2."""
    ident, confirmed, void = (str(uuid4()) for _ in range(3))
    sent = [statement(id=ident), about(ident, id=confirmed), voiding(ident, id=void)]
    for one in reversed(sent) if void_first else sent:
        program.post(one)
    assert sorted(found(program, {"agent": AMINA})) == sorted([confirmed, void])
    assert program.get(statementId=ident).status_code == 404
    assert program.get(voidedStatementId=ident).json()["id"] == ident
    assert [program.get(voidedStatementId=other).status_code for other in (confirmed, void)] == [404, 404]


def test_what_voids_cannot_be_voided(program: Program) -> None:
    """Data 2.3.2: the voiding of a voiding statement is taken and has no effect."""
    (ident,) = program.post(statement()).json()
    (void,) = program.post(voiding(ident)).json()
    assert program.post(voiding(void)).status_code == 200
    assert (program.get(statementId=void).status_code, program.get(statementId=ident).status_code) == (200, 404)


def test_what_is_not_there_can_be_voided(program: Program) -> None:
    assert program.post(voiding(str(uuid4()))).status_code == 200
