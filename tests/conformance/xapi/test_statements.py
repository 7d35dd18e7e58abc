"""The specification's requirements on a statement, one row each, by their section.

Sections are those of xAPI 1.0.3, parts two (Data) and three (Communication); "2.0" rows are of IEEE 9274.1.1.
"""

from typing import Any

import pytest

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, READ, VOIDED, body, statement
from tracking.lrs import rules
from tracking.lrs.refusals import Refused

UUID = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"
MAIL = {"mbox": "mailto:a@x.example"}
SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
GROUP = {"objectType": "Group", "member": [MAIL]}
REFERENCE = {"objectType": "StatementRef", "id": UUID}
FILE = {
    "usageType": "https://x.example/certificate", "display": {"en": "Certificate"}, "contentType": "application/pdf",
    "length": 12, "sha2": SHA2, "fileUrl": "https://x.example/c.pdf",
}  # fmt: skip
CONTEXT_AGENT = {"objectType": "contextAgent", "agent": MAIL, "relevantTypes": ["https://x.example/role"]}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": GROUP, "relevantTypes": ["https://x.example/role"]}


def sub(**changed: Any) -> dict[str, Any]:
    return {"object": statement(objectType="SubStatement", **changed)}


def activity(**definition: Any) -> dict[str, Any]:
    return {"object": {"id": LESSON, "definition": definition}}


def context(**given: Any) -> dict[str, Any]:
    return {"context": given}


def result(**given: Any) -> dict[str, Any]:
    return {"result": given}


def without(whole: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if key != name}


DEFINITION = "$.object.definition"
AROUND = "$.context.contextActivities"
TAGS = ("und", "sr-Latn", "de-CH-1901", "es-419", "x-own", "i-klingon")
CHOICES = [{"id": "a", "description": {"en": "A"}}, {"id": "b"}]

ACCEPTED: list[tuple[str, dict[str, Any]]] = [
    ("Data 2.2", {}),
    ("Data 2.4.1", {"id": UUID}),
    ("Data 2.4.1", {"id": UUID.upper()}),
    ("Data 2.4.1 version 7", {"id": "0190b6a0-0000-7000-8000-000000000001"}),
    ("Data 2.4.2.1", {"actor": MAIL}),
    ("Data 2.4.2.1", {"actor": MAIL | {"objectType": "Agent", "name": ""}}),
    ("Data 2.4.2.2 anonymous", {"actor": GROUP}),
    ("Data 2.4.2.2 identified", {"actor": {"objectType": "Group"} | MAIL}),
    ("Data 2.4.2.2 identified with members", {"actor": GROUP | {"openid": "https://x.example/team", "name": "Team"}}),
    ("Data 2.4.2.3", {"actor": {"mbox_sha1sum": SHA1}}),
    ("Data 2.4.2.3", {"actor": {"openid": "https://a.x.example/"}}),
    ("Data 2.4.3", {"verb": {"id": READ, "display": {"en-GB": "read", "ar": "قرأ", "zh-Hant-TW": "讀"}}}),
    ("Data 2.4.3", {"verb": {"id": "urn:x-example:read"}}),
    ("Data 2.4.4", {"object": {"objectType": "Activity", "id": LESSON}}),
    ("Data 2.4.4.1", activity(name={"en": "A"}, description={}, type="https://x.example/t", moreInfo="https://x.example/m")),
    ("Data 2.4.4.1", activity(interactionType="choice", choices=CHOICES, correctResponsesPattern=["a[,]b"])),
    ("Data 2.4.4.1", activity(interactionType="sequencing", choices=CHOICES)),
    ("Data 2.4.4.1", activity(interactionType="likert", scale=CHOICES)),
    ("Data 2.4.4.1", activity(interactionType="matching", source=CHOICES, target=CHOICES)),
    ("Data 2.4.4.1", activity(interactionType="performance", steps=CHOICES)),
    ("Data 2.4.4.1", activity(interactionType="true-false", correctResponsesPattern=["true"])),
    ("Data 2.4.4.2", {"object": JONAS}),
    ("Data 2.4.4.2", {"object": GROUP}),
    ("Data 2.4.4.3", {"object": REFERENCE}),
    ("Data 2.4.4.3", sub()),
    ("Data 2.4.4.3", sub(object=REFERENCE, result={"success": True}, timestamp="2027-03-01T09:00:00Z", attachments=[FILE])),
    ("Data 2.4.5", result(success=False, completion=True, response="", duration="PT1H30M", extensions={})),
    ("Data 2.4.5.1", result(score={"scaled": -1, "raw": 0, "min": 0, "max": 100})),
    ("Data 2.4.5.1", result(score={"scaled": 0.123456789, "raw": 50.5})),
    ("Data 2.4.6", context(registration=UUID, language="pt-BR", revision="1", platform="LMS", instructor=GROUP, team=GROUP)),
    ("Data 2.4.6", context(statement=REFERENCE, extensions={LESSON: {"any": [None, 1, {"x": None}]}})),
    ("Data 2.4.6.2 one or several", context(contextActivities={"parent": {"id": LESSON}, "category": [{"id": LESSON}]})),
    ("Data 2.4.7", {"timestamp": "2027-03-01T09:00:00.123456+03:00"}),
    ("Data 2.4.7 in the future", {"timestamp": "2199-03-01T09:00:00Z"}),
    ("Data 2.4.9", {"authority": MAIL}),
    ("Data 2.4.9 three-legged", {"authority": {"objectType": "Group", "member": [MAIL, AMINA]}}),
    ("Data 2.4.10", {"version": "1.0"}),
    ("Data 2.4.10", {"version": "1.0.0"}),
    ("Data 2.4.10", {"version": "1.0.17"}),
    ("Data 2.4.11", {"attachments": [FILE, FILE | {"description": {"en": "Signed"}, "contentType": "text/plain; x=y"}]}),
    ("Data 4.2", {"verb": {"id": READ, "display": dict.fromkeys(TAGS, "x")}}),
    ("Data 4.6", result(duration="P3Y6M4DT12H30M5.25S")),
    ("Data 4.6", result(duration="P4W")),
    ("Data 4.6", result(duration="PT0S")),
]  # fmt: skip

REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("Data 2.2 actor is required", {"actor": None}, "missing_property", "$.actor"),
    ("Data 2.2 verb is required", {"verb": None}, "missing_property", "$.verb"),
    ("Data 2.2 object is required", {"object": None}, "missing_property", "$.object"),
    ("Data 2.2 no null", result(success=None), "null", "$.result.success"),
    ("Data 2.2 types", result(success="true"), "wrong_type", "$.result.success"),
    ("Data 2.2 types", result(score={"raw": "5"}), "wrong_type", "$.result.score.raw"),
    ("Data 2.2 case of names", {"Result": {}}, "unknown_property", "$.Result"),
    ("Data 2.2 case of values", {"actor": MAIL | {"objectType": "agent"}}, "not_a_listed_value", "$.actor.objectType"),
    ("Data 2.2 no other property", {"mood": "good"}, "unknown_property", "$.mood"),
    ("Data 2.2 no other property", {"verb": {"id": READ, "tense": "past"}}, "unknown_property", "$.verb.tense"),
    ("Data 2.3.2", {"verb": {"id": VOIDED}}, "voids_no_statement", "$.object"),
    ("Data 2.4.1", {"id": UUID + "0"}, "not_a_uuid", "$.id"),
    ("Data 2.4.1", {"id": UUID.replace("-", "")}, "not_a_uuid", "$.id"),
    ("Data 2.4.1", {"id": "M" + UUID[1:]}, "not_a_uuid", "$.id"),
    ("Data 2.4.1", {"id": ""}, "not_a_uuid", "$.id"),
    ("Data 2.4.2.1 an identifier", {"actor": {"name": "A"}}, "no_identifier", "$.actor"),
    ("Data 2.4.2.1 one identifier", {"actor": MAIL | {"mbox_sha1sum": SHA1}}, "several_identifiers", "$.actor"),
    ("Data 2.4.2.1 no members", {"actor": MAIL | {"member": [MAIL]}}, "property_of_another_kind", "$.actor.member"),
    ("Data 2.4.2.2 members", {"actor": {"objectType": "Group"}}, "no_identifier", "$.actor"),
    ("Data 2.4.2.2 members", {"actor": {"objectType": "Group", "member": []}}, "no_identifier", "$.actor"),
    ("Data 2.4.2.2 no groups", {"actor": GROUP | {"member": [GROUP]}}, "group_within_group", "$.actor.member[0]"),
    ("Data 2.4.2.3", {"actor": {"mbox": "a@x.example"}}, "not_a_mailto_iri", "$.actor.mbox"),
    ("Data 2.4.2.3", {"actor": {"mbox": "mailto:x.example"}}, "not_a_mailto_iri", "$.actor.mbox"),
    ("Data 2.4.2.3", {"actor": {"mbox_sha1sum": SHA1[1:]}}, "not_a_sha1_sum", "$.actor.mbox_sha1sum"),
    ("Data 2.4.2.3", {"actor": {"openid": "x.example"}}, "not_an_iri", "$.actor.openid"),
    ("Data 2.4.2.4", {"actor": {"account": {"name": "a"}}}, "missing_property", "$.actor.account.homePage"),
    ("Data 2.4.2.4", {"actor": {"account": {"homePage": LESSON}}}, "missing_property", "$.actor.account.name"),
    ("Data 2.4.2.4", {"actor": {"account": {"homePage": "x", "name": "a"}}}, "not_an_iri", "$.actor.account.homePage"),
    ("Data 2.4.2.4", {"actor": {"account": {"homePage": LESSON, "name": ""}}}, "empty", "$.actor.account.name"),
    ("Data 2.4.3", {"verb": {}}, "missing_property", "$.verb.id"),
    ("Data 2.4.3", {"verb": {"id": "read"}}, "not_an_iri", "$.verb.id"),
    ("Data 2.4.3", {"verb": {"id": READ, "display": "read"}}, "wrong_type", "$.verb.display"),
    ("Data 2.4.4", {"object": {"objectType": "Course", "id": LESSON}}, "not_a_listed_value", "$.object.objectType"),
    ("Data 2.4.4.1", {"object": {}}, "missing_property", "$.object.id"),
    ("Data 2.4.4.1", {"object": {"id": "lesson"}}, "not_an_iri", "$.object.id"),
    ("Data 2.4.4.1", {"object": {"id": LESSON} | MAIL}, "property_of_another_kind", "$.object.mbox"),
    ("Data 2.4.4.1", activity(type="lesson"), "not_an_iri", "$.object.definition.type"),
    ("Data 2.4.4.1", activity(name=["x"]), "wrong_type", "$.object.definition.name"),
    (
        "Data 2.4.4.1", activity(interactionType="likert", choices=CHOICES),
        "component_of_another_interaction", f"{DEFINITION}.choices",
    ),
    (
        "Data 2.4.4.1", activity(interactionType="choice", choices=[{}]),
        "missing_property", "$.object.definition.choices[0].id",
    ),
    ("Data 2.4.4.1", activity(extensions={"x": 1}), "not_an_iri", "$.object.definition.extensions"),
    (
        "Data 2.4.4.2", {"object": {"objectType": "Agent", "id": LESSON} | MAIL},
        "property_of_another_kind", "$.object.id",
    ),
    ("Data 2.4.4.3", {"object": {"objectType": "StatementRef", "id": LESSON}}, "not_a_uuid", "$.object.id"),
    ("Data 2.4.4.3", {"object": {"objectType": "StatementRef"}}, "missing_property", "$.object.id"),
    ("Data 2.4.4.3 no id", sub(id=UUID), "property_of_another_kind", "$.object.id"),
    ("Data 2.4.4.3 no stored", sub(stored="2027-03-01T09:00:00Z"), "unknown_property", "$.object.stored"),
    ("Data 2.4.4.3 no version", sub(version="1.0.0"), "unknown_property", "$.object.version"),
    ("Data 2.4.4.3 no authority", sub(authority=MAIL), "unknown_property", "$.object.authority"),
    ("Data 2.4.4.3 no other one inside", sub(**sub()), "nested_substatement", "$.object.object"),
    ("Data 2.4.4.3 actor", sub(actor=None), "missing_property", "$.object.actor"),
    ("Data 2.4.5", result(completion=1), "wrong_type", "$.result.completion"),
    ("Data 2.4.5", result(response=5), "wrong_type", "$.result.response"),
    ("Data 2.4.5.1", result(score={"scaled": 1.0001}), "out_of_range", "$.result.score.scaled"),
    ("Data 2.4.5.1", result(score={"scaled": -1.1}), "out_of_range", "$.result.score.scaled"),
    ("Data 2.4.5.1", result(score={"min": 5, "max": 5}), "min_not_below_max", "$.result.score.min"),
    ("Data 2.4.5.1", result(score={"raw": 4, "min": 5}), "raw_below_min", "$.result.score.raw"),
    ("Data 2.4.5.1", result(score={"raw": 11, "max": 10}), "raw_above_max", "$.result.score.raw"),
    ("Data 2.4.6", context(registration="1"), "not_a_uuid", "$.context.registration"),
    ("Data 2.4.6", context(team=AMINA), "not_a_group", "$.context.team"),
    ("Data 2.4.6", context(instructor={}), "no_identifier", "$.context.instructor"),
    ("Data 2.4.6", context(language="en_GB"), "not_a_language_tag", "$.context.language"),
    ("Data 2.4.6", context(statement={"id": UUID}), "missing_property", "$.context.statement.objectType"),
    (
        "Data 2.4.6 platform", {"object": REFERENCE} | context(platform="LMS"),
        "only_of_activities", "$.context.platform",
    ),
    ("Data 2.4.6.2", context(contextActivities={"sibling": {"id": LESSON}}), "unknown_property", f"{AROUND}.sibling"),
    (
        "Data 2.4.6.2", context(contextActivities={"other": [{"objectType": "Agent"}]}),
        "not_a_listed_value", f"{AROUND}.other[0].objectType",
    ),
    ("Data 2.4.7", {"timestamp": "yesterday"}, "not_a_moment", "$.timestamp"),
    ("Data 2.4.7", {"timestamp": "2027-02-30T09:00:00Z"}, "not_a_moment", "$.timestamp"),
    ("Data 2.4.8", {"stored": "2027-13-01T09:00:00Z"}, "not_a_moment", "$.stored"),
    ("Data 2.4.9", {"authority": GROUP}, "not_an_authority", "$.authority"),
    ("Data 2.4.9", {"authority": {"objectType": "Group", "member": [MAIL] * 3}}, "not_an_authority", "$.authority"),
    ("Data 2.4.9", {"authority": {"objectType": "Group"} | MAIL}, "not_an_authority", "$.authority"),
    ("Data 2.4.10", {"version": "0.9"}, "not_a_version", "$.version"),
    ("Data 2.4.10", {"version": "2.0.0"}, "not_a_version", "$.version"),
    *(
        ("Data 2.4.11", {"attachments": [without(FILE, name)]}, "missing_property", f"$.attachments[0].{name}")
        for name in ("usageType", "display", "contentType", "length", "sha2")
    ),
    ("Data 2.4.11", {"attachments": [FILE | {"length": 1.5}]}, "wrong_type", "$.attachments[0].length"),
    ("Data 2.4.11", {"attachments": [FILE | {"fileUrl": "c.pdf"}]}, "not_an_iri", "$.attachments[0].fileUrl"),
    ("Data 2.4.11", {"attachments": [FILE | {"sha2": "x"}]}, "not_a_sha2_sum", "$.attachments[0].sha2"),
    ("Data 4.1", result(extensions={"": 1}), "not_an_iri", "$.result.extensions"),
    ("Data 4.2", {"verb": {"id": READ, "display": {"english words": "x"}}}, "not_a_language_tag", "$.verb.display"),
    ("Data 4.2", {"verb": {"id": READ, "display": {"en": 1}}}, "wrong_type", "$.verb.display[...]"),
    ("Data 4.5", {"timestamp": "2027-03-01T09:00:00-00:00"}, "not_a_moment", "$.timestamp"),
    ("Data 4.5", {"timestamp": "2027-03-01T09:00:00-0000"}, "not_a_moment", "$.timestamp"),
    ("Data 4.5", {"timestamp": "2027-03-01T09:00:00-00"}, "not_a_moment", "$.timestamp"),
    ("Data 4.5", {"timestamp": "2027-03-01"}, "not_a_moment", "$.timestamp"),
    ("Data 4.6", result(duration="P"), "not_a_duration", "$.result.duration"),
    ("Data 4.6", result(duration="PT"), "not_a_duration", "$.result.duration"),
    ("Data 4.6", result(duration="1 hour"), "not_a_duration", "$.result.duration"),
    ("Data 4.6", result(duration="P1DT"), "not_a_duration", "$.result.duration"),
    ("2.0 is not 1.0", context(contextAgents=[CONTEXT_AGENT]), "unknown_property", "$.context.contextAgents"),
    (
        "2.0 is not 1.0", sub(**context(contextGroups=[CONTEXT_GROUP])),
        "unknown_property", "$.object.context.contextGroups",
    ),
]  # fmt: skip

ACCEPTED_IN_2 = [
    ("2.0 4.2.2.5", context(contextAgents=[CONTEXT_AGENT], contextGroups=[CONTEXT_GROUP])),
    ("2.0 4.2.2.5", sub(**context(contextAgents=[CONTEXT_AGENT]))),
    ("2.0 4.2.4.3", {"version": "2.0.0"}),
    ("2.0 4.2.4.3", {"version": "1.0.3"}),
]
REFUSED_IN_2 = [
    ("2.0 4.2.2.5", without(CONTEXT_AGENT, "objectType"), "missing_property", ".objectType"),
    ("2.0 4.2.2.5", CONTEXT_AGENT | {"objectType": "contextGroup"}, "not_a_listed_value", ".objectType"),
    ("2.0 4.2.2.5", CONTEXT_AGENT | {"agent": GROUP}, "not_an_agent", ".agent"),
    ("2.0 4.2.2.5", CONTEXT_AGENT | {"relevantTypes": []}, "out_of_range", ".relevantTypes"),
    ("2.0 4.2.2.5", CONTEXT_AGENT | {"relevantTypes": ["role"]}, "not_an_iri", ".relevantTypes[0]"),
    ("2.0 4.2.2.5", without(CONTEXT_AGENT, "agent"), "missing_property", ".agent"),
]


@pytest.mark.parametrize(("section", "changed"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_what_the_specification_allows_is_taken_in_both_versions(section: str, changed: dict[str, Any]) -> None:
    sent = statement(**changed)
    for version in ("1.0.3", "2.0.0"):
        assert rules.check(body(sent), version=version).verb.id == sent["verb"]["id"], section


@pytest.mark.parametrize(("section", "changed", "code", "path"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_specification_forbids_is_refused_by_name_and_path(
    section: str, changed: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(Refused) as refused:
        rules.check(body(statement(**changed)), version="1.0.3")
    assert (refused.value.code, refused.value.path) == (code, path), section


@pytest.mark.parametrize(("section", "changed"), ACCEPTED_IN_2, ids=[row[0] for row in ACCEPTED_IN_2])
def test_what_the_second_version_adds_is_taken_there(section: str, changed: dict[str, Any]) -> None:
    assert rules.check(body(statement(**changed)), version="2.0.0").verb.id == READ, section


@pytest.mark.parametrize(("section", "agent", "code", "path"), REFUSED_IN_2, ids=[row[2] for row in REFUSED_IN_2])
def test_what_the_second_version_adds_has_rules_of_its_own(
    section: str, agent: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(Refused) as refused:
        rules.check(body(statement(**context(contextAgents=[agent]))), version="2.0.0")
    assert (refused.value.code, refused.value.path) == (code, f"$.context.contextAgents[0]{path}"), section
