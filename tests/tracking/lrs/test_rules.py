"""What the rules say beyond one property: names that stand twice, depth, versions, what a statement speaks of."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.lrs.making import AMINA, JONAS, LESSON, QUIZ, body, statement
from tracking.lrs import reading, rules
from tracking.lrs.binding import is_below
from tracking.lrs.grammar import moment, written
from tracking.lrs.refusals import Refused
from tracking.lrs.serving import accepted, best_entry


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (b'{"actor":{},"actor":{}}', "$.actor"),
        (b'{"actor":{"mbox":"mailto:a@x.example","mbox":"mailto:b@x.example"}}', "$.actor.mbox"),
        (b'{"actor":{"member":[{},{"name":"a","n\\u0061me":"b"}]}}', "$.actor.member[1].name"),
    ],
)
def test_a_name_that_stands_twice_in_its_object_is_refused(text: bytes, path: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check(text, version="1.0.3")
    assert (refused.value.code, refused.value.path) == ("property_twice", path)


@pytest.mark.parametrize(
    "text",
    [
        b'{ "result" : { "score" : { "raw" : 1.500 } } }',
        b'{"result":{"response":"\\u0065\\/ \\"a\\":1, {\\"a\\":2"}}',
        b'{"result":{"extensions":{"x:a":1e3,"x:b":[{"a":1},{"a":1}]}}}',
    ],
)
def test_a_long_spelling_is_not_taken_for_a_repetition(text: bytes) -> None:
    assert reading.check_names(text, "$") is None


@pytest.mark.parametrize(("levels", "refused"), [(reading.DEEPEST - 1, False), (reading.DEEPEST + 1, True)])
def test_nesting_has_a_limit_and_brackets_in_words_do_not_count(levels: int, refused: bool) -> None:
    text = b'{"a":"' + b"[{" * 200 + b'\\"", "b":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"
    if refused:
        with pytest.raises(Refused):
            reading.split(text)
    else:
        assert reading.split(text) == ([text], False)


def test_a_list_is_split_into_the_texts_that_were_sent() -> None:
    assert reading.split(b' [ {"a": 1.0},\n{ "b":2 } ] ') == ([b'{"a": 1.0}', b'{ "b":2 }'], True)


def outcome(text: bytes) -> str:
    """What becomes of a body; any other exception is a mistake of ours and passes through."""
    try:
        texts, many = reading.split(text)
        rules.check_all(texts, version="2.0.0", many=many)
    except Refused as refused:
        return f"refused at {refused.path[:1]}"
    return "taken"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_any_json_is_a_statement_or_refused(value: object) -> None:
    for sent in (value, statement() | {"result": value}, statement() | {"context": value, "actor": value}):
        text = json.dumps(sent).encode()
        assert outcome(text) in ("taken", "refused at $")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_statement_or_refused(value: bytes) -> None:
    assert outcome(value) in ("taken", "refused at $")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2027-03-01T09:00:00Z", datetime(2027, 3, 1, 9, tzinfo=UTC)),
        ("2027-03-01T09:00:00.123456789Z", datetime(2027, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)),
        ("2027-03-01T12:00:00-05:00", datetime(2027, 3, 1, 17, tzinfo=UTC)),
        ("2027-03-01T12:00:00+0530", datetime(2027, 3, 1, 6, 30, tzinfo=UTC)),
        ("2027-03-01T12:00:00+05", datetime(2027, 3, 1, 7, tzinfo=UTC)),
        ("2027-03-01T12:00", datetime(2027, 3, 1, 12, tzinfo=UTC)),
        ("2027-03-01t12:00:00z", datetime(2027, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text: str, at: datetime) -> None:
    assert moment(text) == at


def test_a_moment_is_written_to_the_millisecond() -> None:
    assert written(datetime(2027, 3, 1, 9, 0, 0, 123999, tzinfo=UTC)) == "2027-03-01T09:00:00.123Z"


@pytest.mark.parametrize(
    ("iri", "below"),
    [
        (LESSON, True), (f"{LESSON}/page", True), (f"{LESSON}#part", True), (f"{LESSON}?sub=1", True),
        (f"{LESSON}2", False), (f"{LESSON}-quiz", False), ("https://lms.example/lessons", False), ("", False),
    ],
)  # fmt: skip
def test_an_activity_lies_below_a_prefix_only_at_a_boundary(iri: str, below: bool) -> None:
    assert is_below(iri, (LESSON,)) is below


def test_a_statement_mentions_everyone_and_everything_but_its_actor_and_object() -> None:
    checked = rules.check(
        body(
            statement(
                context={
                    "instructor": JONAS,
                    "team": {"objectType": "Group", "member": [AMINA, {"mbox": "mailto:t@x.example"}]},
                    "contextActivities": {"parent": {"id": QUIZ}, "other": [{"id": LESSON}]},
                },
                object=statement(objectType="SubStatement", actor=JONAS),
            )
        ),
        version="1.0.3",
    )
    assert rules.mentions(checked) == {
        rules.key_of(text)
        for text in ("account:https://lms.example\nofficer-w1y2", "mbox:mailto:t@x.example", QUIZ, LESSON)
    }


@pytest.mark.parametrize(
    ("header", "languages"),
    [("", []), ("fr", ["fr"]), ("de;q=0.3, fr-CA, en;q=0.8, *;q=0.1", ["fr-ca", "en", "de"]), ("en;q=x", ["en"])],
)
def test_languages_come_in_the_order_of_the_readers_wish(header: str, languages: list[str]) -> None:
    assert accepted(header) == languages


@pytest.mark.parametrize(
    ("languages", "entry"),
    [(["fr-ca"], {"fr": "un"}), (["de"], {"en-GB": "one"}), (["pt", "en"], {"en-GB": "one"}), ([], {"en-GB": "one"})],
)
def test_one_entry_of_a_language_map_is_chosen(languages: list[str], entry: dict[str, str]) -> None:
    assert best_entry({"en-GB": "one", "fr": "un"}, languages) == entry
