"""What answers are worth."""

from decimal import Decimal
from typing import Any

import pytest

from courses.quizzes.rules import Flaw, Grade, Reason, Result, answered, asked, flaws, grade


def one(uid: str = "q1", **values: Any) -> dict[str, Any]:
    return {
        "uid": uid, "kind": "one", "prompt": "Which?", "number": None, "tolerance": "0", "explanation": "Because.",
        "competency": None, "level": 1,
        "options": [
            {"id": "1", "text": "This", "right": True, "feedback": "Yes."},
            {"id": "2", "text": "That", "right": False, "feedback": "No."},
            {"id": "3", "text": "Neither", "right": False, "feedback": ""},
        ],
    } | values  # fmt: skip


def several(uid: str = "q1") -> dict[str, Any]:
    options = [{"id": str(n), "text": str(n), "right": n < 3, "feedback": ""} for n in (1, 2, 3)]
    return one(uid, kind="several", options=options)


def number(value: str = "12.5", tolerance: str = "0.5") -> dict[str, Any]:
    return one(kind="number", options=[], number=value, tolerance=tolerance)


def quiz(*questions: dict[str, Any], pass_share: str = "0.7") -> dict[str, Any]:
    return {
        "uid": "z", "title": "Quiz", "language": "en", "pass_share": pass_share, "most_attempts": 3,
        "questions": list(questions),
    }  # fmt: skip


ONE = [
    ("1", Reason.RIGHT), (["1"], Reason.RIGHT), ("2", Reason.WRONG), ("9", Reason.MALFORMED), (["1", "2"], Reason.MALFORMED),
    (1, Reason.MALFORMED), (True, Reason.MALFORMED), ({"id": "1"}, Reason.MALFORMED), ([["1"]], Reason.MALFORMED),
    (None, Reason.MISSING), ("", Reason.MISSING), ([], Reason.MISSING),
]  # fmt: skip
SEVERAL = [
    (["1", "2"], Reason.RIGHT), (["2", "1", "1"], Reason.RIGHT), (["1"], Reason.INCOMPLETE), ("2", Reason.INCOMPLETE),
    (["1", "2", "3"], Reason.WRONG), (["3"], Reason.WRONG), (["1", "x"], Reason.MALFORMED), (None, Reason.MISSING),
]  # fmt: skip
NUMBER = [
    ("12.5", Reason.RIGHT), ("12,5", Reason.RIGHT), (" 13 ", Reason.RIGHT), ("12", Reason.RIGHT), (12.5, Reason.RIGHT),
    (Decimal("12.1"), Reason.RIGHT), ("١٢٫٥", Reason.RIGHT), ("13.01", Reason.WRONG), ("-12.5", Reason.WRONG),
    ("1e999999", Reason.WRONG), ("-9e999999", Reason.WRONG), ("1e9999999999999999999", Reason.MALFORMED),
    ("twelve", Reason.MALFORMED), ("NaN", Reason.MALFORMED), ("sNaN", Reason.MALFORMED), ("Infinity", Reason.MALFORMED),
    (float("inf"), Reason.MALFORMED), (True, Reason.MALFORMED), (["12.5"], Reason.MALFORMED), ("1" * 41, Reason.MALFORMED),
    ("", Reason.MISSING), (None, Reason.MISSING),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        *((one(), answer, reason) for answer, reason in ONE),
        *((several(), answer, reason) for answer, reason in SEVERAL),
        *((number(), answer, reason) for answer, reason in NUMBER),
    ],
)
def test_an_answer_is_judged_with_a_reason(question: dict[str, Any], answer: Any, reason: Reason) -> None:
    assert grade(quiz(question), {"q1": answer}).results == (Result("q1", reason),)


@pytest.mark.parametrize("answers", [None, [], "q1", 7, {}, {"other": "1"}])
def test_answers_that_are_no_answers_are_missing(answers: Any) -> None:
    assert grade(quiz(one()), answers) == Grade(
        points=0, most_points=1, passed=False, results=(Result("q1", Reason.MISSING),)
    )


@pytest.mark.parametrize(
    ("right", "of", "pass_share", "passed"),
    [
        (7, 10, "0.7", True), (6, 10, "0.7", False), (2, 3, "0.667", False), (2, 3, "0.666", True), (3, 3, "1", True),
        (2, 3, "1", False), (0, 3, "0.001", False), (1, 1, "0.7", True),
    ],
)  # fmt: skip
def test_the_pass_mark_is_compared_exactly(right: int, of: int, pass_share: str, passed: bool) -> None:
    questions = [one(f"q{n}") for n in range(of)]
    graded = grade(quiz(*questions, pass_share=pass_share), {f"q{n}": "1" for n in range(right)})
    assert (graded.points, graded.most_points, graded.share, graded.passed) == (right, of, right / of, passed)


def test_a_quiz_without_questions_is_not_passed() -> None:
    graded = grade(quiz(), {})
    assert (graded.points, graded.share, graded.passed) == (0, 0.0, False)


def test_what_a_learner_is_asked_gives_no_answer_away() -> None:
    assert asked(quiz(one(), number())) == {
        "uid": "z", "title": "Quiz", "language": "en", "pass_share": "0.7", "most_attempts": 3,
        "questions": [
            {
                "uid": "q1", "kind": "one", "prompt": "Which?",
                "options": [{"id": "1", "text": "This"}, {"id": "2", "text": "That"}, {"id": "3", "text": "Neither"}],
            },
            {"uid": "q1", "kind": "number", "prompt": "Which?", "options": []},
        ],
    }  # fmt: skip


def test_after_answering_only_what_was_chosen_is_spoken_of() -> None:
    page = answered(quiz(one()), {"q1": "2"})
    assert page["questions"] == [
        {
            "uid": "q1", "kind": "one", "prompt": "Which?", "reason": "wrong", "explanation": "Because.", "answer": "",
            "options": [
                {"id": "1", "text": "This", "chosen": False, "feedback": ""},
                {"id": "2", "text": "That", "chosen": True, "feedback": "No."},
                {"id": "3", "text": "Neither", "chosen": False, "feedback": ""},
            ],
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ([], [("", Flaw.NO_QUESTIONS)]),
        ([one()], []),
        ([one(prompt="  ")], [("q1", Flaw.NO_PROMPT)]),
        ([one(options=[])], [("q1", Flaw.TOO_FEW_OPTIONS)]),
        ([one(options=[{"id": "1", "right": False}, {"id": "2", "right": False}])], [("q1", Flaw.NO_RIGHT_OPTION)]),
        ([one(options=[{"id": "1", "right": True}, {"id": "2", "right": True}])], [("q1", Flaw.SEVERAL_RIGHT_OPTIONS)]),
        ([several()], []),
        ([number()], []),
        ([one(kind="number", number=None)], [("q1", Flaw.NO_NUMBER)]),
    ],
)
def test_a_quiz_that_cannot_be_asked_says_why(questions: list[dict[str, Any]], found: list[tuple[str, Flaw]]) -> None:
    assert flaws(quiz(*questions)) == found
