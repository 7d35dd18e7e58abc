"""Reading answers from statements, sorting them into attempts, and what many of them say of a question."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tracking.study import rules
from tracking.study.interactions import ANSWERED, Interaction, Sitting, interaction_of, seconds_of, sittings
from tracking.study.items import items

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CHOICES = [{"id": "0", "description": {"en": "Drug mules"}}, {"id": "1", "description": {"en": "Tourists &amp; crew"}}]


def said(kind: str = "choice", response: str = "1", **changes: Any) -> dict[str, Any]:
    definition = {
        "interactionType": kind, "description": {"en-US": "<p>Who is\n it?</p>"}, "correctResponsesPattern": ["0[,]1"],
        "choices": CHOICES, **changes,
    }  # fmt: skip
    result = {"response": response, "score": {"raw": 1, "max": 2, "min": 0}, "success": False, "duration": "PT12.5S"}
    return {"verb": {"id": ANSWERED}, "object": {"id": "a?subContentId=1", "definition": definition}, "result": result}


def read(*given: Any, **changes: Any) -> Interaction:
    found = interaction_of(said(*given, **changes), at=AT)
    assert found is not None
    return found


def test_a_choice_is_read_in_the_words_that_learners_saw() -> None:
    found = read()
    assert (found.question, found.answer, found.correct) == (
        "Who is it?", ("Tourists & crew",), (("Drug mules", "Tourists & crew"),),
    )  # fmt: skip
    assert (found.score, found.most, found.success, found.seconds, found.share) == (1, 2, False, 12.5, 0.5)


SIDES = {"source": [{"id": "s", "description": {"en": "Seal"}}], "target": [{"id": "t", "description": {"en": "Door"}}]}


@pytest.mark.parametrize(
    ("kind", "response", "changes", "answer"),
    [
        ("true-false", "true", {}, ("true",)),
        ("fill-in", "red[,]<b>blue</b>", {}, ("red", "blue")),
        ("matching", "s[.]t", SIDES, ("Seal – Door",)),
        ("sequencing", "1[,]0", {}, ("Tourists & crew", "Drug mules")),
        ("numeric", "4[:]6", {}, ("4–6",)),
        ("long-fill-in", "", {}, ()),
        ("choice", "7", {}, ("7",)),
    ],
)
def test_each_kind_of_answer_is_read(
    kind: str, response: str, changes: dict[str, Any], answer: tuple[str, ...]
) -> None:
    assert read(kind, response, **changes).answer == answer


def test_what_a_pattern_says_of_itself_is_left_out() -> None:
    patterns = ["{case_matters=false}{order_matters=true}red[,]blue"]
    assert read("fill-in", "red", correctResponsesPattern=patterns).correct == (("red", "blue"),)


@pytest.mark.parametrize(
    "changed", [{"verb": {"id": "x"}}, {"object": {"definition": {"interactionType": "compound"}}}]
)
def test_what_is_no_answer_is_none(changed: dict[str, Any]) -> None:
    assert interaction_of(said() | changed, at=AT) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT1M2.5S", 62.5), ("P1DT1H", 90_000), ("PT", None), ("x", None), (None, None), ("PT..S", None)],
)
def test_durations_are_read_in_seconds(text: Any, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def answer(activity: str, share: float | None, text: str = "x") -> Interaction:
    return Interaction(activity, activity, "choice", (text,), (), share, 1, None, None, AT)


def test_answers_belong_to_the_attempt_that_they_are_marked_with() -> None:
    one, two, three, four = (answer(name, 1) for name in "abcd")
    found = sittings([("1-0", "first"), ("1-1", "second")], [("1-0", one), ("1-1", two), ("1-1", three), ("1-2", four)])
    assert found == [Sitting("first", [one]), Sitting("second", [two, three]), Sitting(None, [four])]


def test_an_attempt_that_was_left_and_gone_on_with_is_one() -> None:
    one, two = answer("a", 1), answer("b", 0)
    assert sittings([("2-0", "result")], [("1-0", one), ("2-0", two)]) == [Sitting("result", [one, two])]


def test_results_of_a_time_without_marks_stand_without_answers() -> None:
    assert sittings([("", "old"), ("1-0", "new")], [("1-0", answer("a", 1))]) == [
        Sitting("old", []), Sitting("new", [answer("a", 1)]),
    ]  # fmt: skip


def test_of_a_question_answered_twice_the_last_answer_stands() -> None:
    assert Sitting(None, [answer("a", 0), answer("b", 1), answer("a", 1)]).last() == [answer("a", 1), answer("b", 1)]


def test_an_item_has_its_n_difficulty_discrimination_and_wrong_answer() -> None:
    learners = [
        {"a": answer("a", 1), "b": answer("b", 1), "c": answer("c", 1)},
        {"a": answer("a", 1), "b": answer("b", 1), "c": answer("c", 0, "no")},
        {"a": answer("a", 0, "never"), "b": answer("b", 0), "c": answer("c", 0, "no")},
        {"a": answer("a", 0, "never")},
    ]
    first, second, third = items(learners)
    assert (first.n, first.difficulty, first.wrong) == (4, 0.5, ("never", 2))
    assert (second.n, third.n, third.wrong) == (3, 3, ("no", 2))
    assert [round(item.discrimination or 0, 2) for item in (first, second, third)] == [0.87, 0.87, 0.5]


@pytest.mark.parametrize("shares", [[1, 1], [1, 1, 1]])
def test_where_nothing_varies_or_too_few_answered_there_is_no_discrimination(shares: list[float]) -> None:
    assert [item.discrimination for item in items([{"a": answer("a", s), "b": answer("b", s)} for s in shares])] == [
        None, None,
    ]  # fmt: skip


def test_what_nobody_judged_has_no_difficulty() -> None:
    unjudged = Interaction("a", "a", "fill-in", ("x",), (), None, None, None, None, AT)
    assert (items([{"a": unjudged}])[0].difficulty, items([{"a": unjudged}])[0].wrong) == (None, None)


@pytest.mark.parametrize(
    ("policy", "counts"), [("best", (4, 5)), ("last", (1, 5)), ("first", (2, 5)), ("average", (7 / 3, 5))]
)
def test_of_several_results_one_counts(policy: str, counts: tuple[float, float]) -> None:
    assert rules.graded(policy, [(2, 5), (4, 5), (1, 5)]) == counts


def test_an_average_over_different_maxima_is_out_of_a_hundred() -> None:
    assert rules.graded("average", [(1, 2), (10, 10)]) == (75, 100)
