"""The specification's requirements on documents, one row each, by their section.

Sections are those of xAPI 1.0.3, part three (Communication); what only 2.0 asks for names IEEE 9274.1.1. Each row sends one
request to a document that is there or not, and says what is answered and what is there afterwards.
"""

import json
from hashlib import sha1
from typing import Any

import pytest

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, client
from tests.tracking.lrs.program import ACTIVITY_PROFILE, AGENT_PROFILE, STATE, Program

pytestmark = pytest.mark.django_db
REGISTRATION = "5d1b1f0e-7a35-4c0e-9a8e-2f6f1f3c9a10"
#: resource → the parameters that name its place, and what a document is called there.
PLACES: dict[str, tuple[dict[str, Any], str]] = {
    STATE: ({"activityId": LESSON, "agent": AMINA}, "stateId"),
    ACTIVITY_PROFILE: ({"activityId": LESSON}, "profileId"),
    AGENT_PROFILE: ({"agent": AMINA}, "profileId"),
}
ALL = tuple(PLACES)
PROFILES = (ACTIVITY_PROFILE, AGENT_PROFILE)
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
KEPT = b'{"x": "foo", "y": [1.0, {"deep": 1e2}]}'
SENT = b'{"x": "bash", "z": "faz"}'
MERGED = b'{"x":"bash","y":[1.0, {"deep": 1e2}],"z":"faz"}'
#: Stands for the ETag of the document that is there.
TAG = "the tag"
OTHER = '"0000000000000000000000000000000000000000"'
ONE, TWO = ("1.0.3",), ("2.0.0",)
BOTH = ONE + TWO

#: (section, resources, versions, kept, method, (content, type), headers, status, left)
Row = tuple[
    str, tuple[str, ...], tuple[str, ...], bytes | None, str, tuple[bytes, str], dict[str, str], int, bytes | None
]
ROWS: list[Row] = [
    ("2.2 unknown activities and agents are no reason to refuse", ALL, BOTH, None, "POST", (SENT, JSON), {}, 204, SENT),
    ("2.2 a document may be of any type", ALL, BOTH, None, "POST", (b"\x00\xff", "image/x"), {}, 204, b"\x00\xff"),
    ("2.2 a document may be empty", ALL, BOTH, None, "POST", (b"", TEXT), {}, 204, b""),
    ("2.2 POST merges top-level properties", ALL, BOTH, KEPT, "POST", (SENT, JSON), {}, 204, MERGED),
    ("2.2 POST of another type than JSON is refused", ALL, BOTH, KEPT, "POST", (SENT, TEXT), {}, 400, KEPT),
    ("2.2 POST of JSON that is no object is refused", ALL, BOTH, KEPT, "POST", (b"[1]", JSON), {}, 400, KEPT),
    ("3.2 what calls itself JSON is JSON", ALL, BOTH, KEPT, "POST", (b"{", JSON), {}, 400, KEPT),
    ("3.2 what calls itself JSON is JSON, at first as well", ALL, BOTH, None, "POST", (b"{", JSON), {}, 400, None),
    ("2.3 PUT of a state needs no header", (STATE,), ONE, KEPT, "PUT", (SENT, JSON), {}, 204, SENT),
    ("2.3 PUT replaces the whole, of whatever type", (STATE,), ONE, KEPT, "PUT", (b"new", TEXT), {}, 204, b"new"),
    ("3.1 PUT handles If-Match", ALL, BOTH, KEPT, "PUT", (SENT, JSON), {"If_Match": TAG}, 204, SENT),
    ("3.1 PUT handles a list in If-Match", ALL, BOTH, KEPT, "PUT", (SENT, JSON), {"If_Match": f"{OTHER}, {TAG}"}, 204, SENT),
    ("3.1 PUT with a false If-Match fails", ALL, BOTH, KEPT, "PUT", (SENT, JSON), {"If_Match": OTHER}, 412, KEPT),
    ("3.1 PUT with If-Match and nothing there fails", ALL, BOTH, None, "PUT", (SENT, JSON), {"If_Match": "*"}, 412, None),
    ("3.1 PUT handles If-None-Match: *", ALL, BOTH, None, "PUT", (SENT, JSON), {"If_None_Match": "*"}, 204, SENT),
    ("3.1 PUT with If-None-Match fails else", ALL, BOTH, KEPT, "PUT", (SENT, JSON), {"If_None_Match": "*"}, 412, KEPT),
    ("3.1 PUT of a profile without a header conflicts", PROFILES, BOTH, KEPT, "PUT", (SENT, JSON), {}, 409, KEPT),
    ("3.1 PUT of a first profile needs a header in 1.0.3", PROFILES, ONE, None, "PUT", (SENT, JSON), {}, 400, None),
    ("IEEE 4.1.4 PUT of a first document needs none in 2.0", ALL, TWO, None, "PUT", (SENT, JSON), {}, 204, SENT),
    ("IEEE 4.1.4 PUT of a state conflicts in 2.0", (STATE,), TWO, KEPT, "PUT", (SENT, JSON), {}, 409, KEPT),
    ("3.1 POST handles If-Match", ALL, BOTH, KEPT, "POST", (SENT, JSON), {"If_Match": TAG}, 204, MERGED),
    ("3.1 POST with a false If-Match fails", ALL, BOTH, KEPT, "POST", (SENT, JSON), {"If_Match": OTHER}, 412, KEPT),
    ("3.1 POST handles If-None-Match: *", ALL, BOTH, KEPT, "POST", (SENT, JSON), {"If_None_Match": "*"}, 412, KEPT),
    ("2.2 DELETE removes", ALL, BOTH, KEPT, "DELETE", (b"", JSON), {}, 204, None),
    ("2.2 DELETE of what is not there is no error", ALL, BOTH, None, "DELETE", (b"", JSON), {}, 204, None),
    ("3.1 DELETE handles If-Match", ALL, BOTH, KEPT, "DELETE", (b"", JSON), {"If_Match": TAG}, 204, None),
    ("3.1 DELETE with a false If-Match fails", ALL, BOTH, KEPT, "DELETE", (b"", JSON), {"If_Match": OTHER}, 412, KEPT),
]  # fmt: skip
CASES = [(row, resource, version) for row in ROWS for resource in row[1] for version in row[2]]


@pytest.mark.parametrize(
    ("row", "resource", "version"), CASES, ids=[f"{row[0]} ({resource}, {version})" for row, resource, version in CASES]
)
def test_a_document_is_kept_as_the_specification_says(row: Row, resource: str, version: str) -> None:
    section, _, _, kept, method, (content, kind), said, status, left = row
    program = Program(*client(), version=version)
    place, name = PLACES[resource]
    one = place | {name: "bookmark"}
    if kept is not None:
        assert program.ask("POST", resource, one, kept).status_code == 204
    tag = program.ask("GET", resource, one).headers.get("ETag", "")
    headers = {header: value.replace(TAG, tag) for header, value in said.items()}
    answer = program.ask(method, resource, one, content, kind, **headers)
    after = program.ask("GET", resource, one)
    found = after.content if after.status_code == 200 else None
    assert (answer.status_code, found) == (status, left), section
    assert answer["X-Experience-API-Version"] == version


@pytest.mark.parametrize("resource", ALL)
def test_a_document_comes_back_with_its_type_its_tag_and_its_date(resource: str) -> None:
    program = Program(*client())
    one = PLACES[resource][0] | {PLACES[resource][1]: "a b/ü\n"}
    program.ask("POST", resource, one, b"\xff\x00", "application/x-notes; v=1")
    read, head = program.ask("GET", resource, one), program.ask("HEAD", resource, one)
    again = program.ask("GET", resource, one, If_None_Match=read["ETag"])
    assert (read.content, read["Content-Type"]) == (b"\xff\x00", "application/x-notes; v=1")
    assert read["ETag"] == f'"{sha1(read.content).hexdigest()}"'  # Communication 3.1
    assert (head.content, head["Content-Length"], head["ETag"]) == (b"", "2", read["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", read["ETag"])
    assert "Last-Modified" in read


#: (section, resource, parameters that are wrong; None leaves one out)
WRONG: list[tuple[str, str, dict[str, Any]]] = [
    *(("2.2 what names the place is required", resource, {name: None}) for resource in ALL for name in PLACES[resource][0]),
    *(("2.2 an activity is an IRI", resource, {"activityId": "lesson"}) for resource in (STATE, ACTIVITY_PROFILE)),
    *(("2.2 an agent is one", resource, {"agent": {"name": "A"}}) for resource in (STATE, AGENT_PROFILE)),
    *(("2.2 an agent is JSON", resource, {"agent": "{"}) for resource in (STATE, AGENT_PROFILE)),
    ("2.3 a registration is a UUID", STATE, {"registration": "1"}),
    *(("2.3 since is a moment", resource, {PLACES[resource][1]: None, "since": "lately"}) for resource in ALL),
    *(("3.2 no unknown parameter", resource, {"colour": "red"}) for resource in ALL),
    *(("3.2 no parameter in another case", resource, {"ActivityId": LESSON}) for resource in ALL),
    ("3.2 a profile has no registration", ACTIVITY_PROFILE, {"registration": REGISTRATION}),
    *(("2.2 a name is not empty", resource, {PLACES[resource][1]: ""}) for resource in ALL),
    *(("2.2 a name is a text", resource, {PLACES[resource][1]: "a\x00b"}) for resource in ALL),
]  # fmt: skip


@pytest.mark.parametrize(("section", "resource", "wrong"), WRONG)
def test_parameters_are_held_to_the_specification(section: str, resource: str, wrong: dict[str, Any]) -> None:
    program = Program(*client())
    place, name = PLACES[resource]
    given = {key: value for key, value in (place | {name: "x"} | wrong).items() if value is not None}
    answers = [program.ask(method, resource, given, SENT) for method in ("GET", "PUT", "POST", "DELETE")]
    assert [answer.status_code for answer in answers] == [400] * 4, section
    assert all(answer.json()["error"] for answer in answers)


@pytest.mark.parametrize("resource", ALL)
def test_writing_needs_a_name_and_reading_without_one_lists_the_names(resource: str) -> None:
    program = Program(*client())
    place, name = PLACES[resource]
    for called in ("b", "a"):
        program.ask("POST", resource, place | {name: called}, SENT)
    listed = program.ask("GET", resource, place)
    assert (listed.json(), "ETag" in listed, "Last-Modified" in listed) == (["a", "b"], True, True)
    assert [program.ask(method, resource, place, SENT).status_code for method in ("PUT", "POST")] == [400, 400]


@pytest.mark.parametrize("resource", ALL)
def test_since_leaves_out_what_was_not_touched_later(resource: str, time_machine: Any) -> None:
    program = Program(*client())
    place, name = PLACES[resource]
    for called, at in (("old", "2027-03-01T09:00:00Z"), ("new", "2027-03-01T09:00:00.001Z")):
        time_machine.move_to(at, tick=False)
        program.ask("POST", resource, place | {name: called}, SENT)
    listed = program.ask("GET", resource, place | {"since": "2027-03-01T09:00:00Z"})
    assert listed.json() == ["new"]


def test_a_state_of_a_registration_is_another_than_the_one_of_none() -> None:
    program = Program(*client())
    place = PLACES[STATE][0]
    for content, more in ((b"1", {}), (b"2", {"registration": REGISTRATION}), (b"3", {"agent": JONAS})):
        program.ask("POST", STATE, place | {"stateId": "s"} | more, content, TEXT)
    read = [
        program.ask("GET", STATE, place | {"stateId": "s"} | more).content
        for more in ({}, {"registration": REGISTRATION}, {"agent": JONAS})
    ]
    assert read == [b"1", b"2", b"3"]
    assert program.ask("GET", STATE, place).json() == ["s"]


def test_all_states_of_a_place_are_deleted_at_once_and_no_others() -> None:
    program = Program(*client())
    place = PLACES[STATE][0]
    for more in ({"stateId": "a"}, {"stateId": "b"}, {"stateId": "c", "registration": REGISTRATION}):
        program.ask("POST", STATE, place | more, SENT)
    program.ask("POST", STATE, place | {"stateId": "d", "agent": JONAS}, SENT)
    assert program.ask("DELETE", STATE, place | {"registration": REGISTRATION}).status_code == 204
    assert program.ask("GET", STATE, place).json() == ["a", "b"]
    assert program.ask("DELETE", STATE, place).status_code == 204
    assert program.ask("GET", STATE, place).json() == []
    assert program.ask("GET", STATE, place | {"agent": JONAS}).json() == ["d"]


@pytest.mark.parametrize("resource", PROFILES)
def test_profiles_are_deleted_one_at_a_time(resource: str) -> None:
    answer = Program(*client()).ask("DELETE", resource, PLACES[resource][0])
    assert (answer.status_code, answer.json()["error"]) == (400, "missing_parameter")


def test_a_conflict_says_what_to_do() -> None:
    program = Program(*client())
    one = PLACES[AGENT_PROFILE][0] | {"profileId": "p"}
    program.ask("POST", AGENT_PROFILE, one, SENT)
    told = program.ask("PUT", AGENT_PROFILE, one, SENT).json()
    assert (told["error"], told["rule"]) == ("say_what_you_replace", "Communication 3.1")
    assert told["detail"].startswith("Check what is there now, and set If-Match")


def test_a_merge_changes_no_number_and_no_order() -> None:
    program = Program(*client())
    one = PLACES[STATE][0] | {"stateId": "s"}
    program.ask("POST", STATE, one, b'{"b": 1.10, "a": 123456789012345678901234567890}')
    program.ask("POST", STATE, one, b'{"c": 1E5}')
    read = program.ask("GET", STATE, one).content
    assert read == b'{"b":1.10,"a":123456789012345678901234567890,"c":1E5}'
    assert list(json.loads(read)) == ["b", "a", "c"]
