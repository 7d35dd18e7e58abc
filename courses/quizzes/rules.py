"""What a frozen quiz asks, and what answers to it are worth. Plain Python over plain data.

A frozen quiz is `{"uid", "title", "language", "pass_share", "most_attempts", "questions": […]}`; a question is `{"uid",
"kind", "prompt", "options": [{"id", "text", "right", "feedback"}], "number", "tolerance", "explanation", "competency",
"level"}`. Answers are `{question uid: option id | [option ids] | number}`, as they came from outside: whatever is missing
or makes no sense is wrong, and nothing raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from enum import StrEnum
from typing import Any

QuizData = Mapping[str, Any]
QuestionData = Mapping[str, Any]

#: Nobody types a longer number; what is longer is not one.
LONGEST_NUMBER = 40


class Reason(StrEnum):
    """Why a question was given its point, or not."""

    RIGHT = "right"
    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    MALFORMED = "malformed"


class Flaw(StrEnum):
    """Why a quiz cannot be asked as it stands."""

    NO_QUESTIONS = "no_questions"
    NO_PROMPT = "no_prompt"
    TOO_FEW_OPTIONS = "too_few_options"
    NO_RIGHT_OPTION = "no_right_option"
    SEVERAL_RIGHT_OPTIONS = "several_right_options"
    NO_NUMBER = "no_number"


@dataclass(frozen=True)
class Result:
    """One question graded."""

    question: str
    reason: Reason

    @property
    def right(self) -> bool:
        return self.reason is Reason.RIGHT


@dataclass(frozen=True)
class Grade:
    """A quiz graded: a point for each right answer, none for half of one."""

    points: int
    most_points: int
    passed: bool
    results: tuple[Result, ...]

    @property
    def share(self) -> float:
        return self.points / self.most_points if self.most_points else 0.0


def grade(quiz: QuizData, answers: Any) -> Grade:
    """Grade answers as they came in; the pass mark is compared exactly, so that 7 of 10 is 70 %."""
    given = answers if isinstance(answers, Mapping) else {}
    results = tuple(Result(q["uid"], judge(q, given.get(q["uid"]))) for q in quiz["questions"])
    points = sum(result.right for result in results)
    passed = bool(results) and points >= Decimal(str(quiz["pass_share"])) * len(results)
    return Grade(points=points, most_points=len(results), passed=passed, results=results)


def judge(question: QuestionData, answer: Any) -> Reason:
    if answer is None or answer == "" or answer == []:
        return Reason.MISSING
    if question["kind"] == "number":
        return judge_number(question, answer)
    chosen = chosen_options(question, answer)
    if chosen is None:
        return Reason.MALFORMED
    right = {option["id"] for option in question["options"] if option["right"]}
    if chosen == right and right:
        return Reason.RIGHT
    if question["kind"] == "several" and chosen < right:
        return Reason.INCOMPLETE
    return Reason.WRONG


def chosen_options(question: QuestionData, answer: Any) -> set[str] | None:
    """The ids that an answer names; None when they are no options of the question, or several where one is asked."""
    named = answer if isinstance(answer, list | tuple) else [answer]
    if not all(isinstance(each, str) for each in named):
        return None
    chosen = set(named)
    if not chosen <= {option["id"] for option in question["options"]}:
        return None
    return chosen if question["kind"] == "several" or len(chosen) == 1 else None


def judge_number(question: QuestionData, answer: Any) -> Reason:
    value = as_number(answer)
    if value is None:
        return Reason.MALFORMED
    try:
        near = abs(value - Decimal(question["number"])) <= Decimal(question["tolerance"])
    except DecimalException:
        # So far off that the difference is no longer a number.
        return Reason.WRONG
    return Reason.RIGHT if near else Reason.WRONG


def as_number(answer: Any) -> Decimal | None:
    """A number as people write it: with a comma, a point or an Arabic separator, in any script's digits."""
    if isinstance(answer, bool) or not isinstance(answer, str | int | float | Decimal):
        return None
    text = str(answer).strip().replace("٫", ".").replace(",", ".")
    if len(text) > LONGEST_NUMBER:
        return None
    try:
        value = Decimal(text)
    except DecimalException:
        return None
    return value if value.is_finite() else None


def asked(quiz: QuizData) -> dict[str, Any]:
    """What a learner may see before answering: everything but what would give the answers away."""
    return {
        "uid": quiz["uid"],
        "title": quiz["title"],
        "language": quiz["language"],
        "pass_share": quiz["pass_share"],
        "most_attempts": quiz["most_attempts"],
        "questions": [
            {
                "uid": question["uid"],
                "kind": question["kind"],
                "prompt": question["prompt"],
                "options": [{"id": option["id"], "text": option["text"]} for option in question["options"]],
            }
            for question in quiz["questions"]
        ],
    }


def answered(quiz: QuizData, answers: Any) -> dict[str, Any]:
    """What a learner sees after answering: the questions, the answers given, and what is said about them.

    Right answers that were not chosen stay unsaid, because the same quiz may be tried again.
    """
    given = answers if isinstance(answers, Mapping) else {}
    reasons = {result.question: result.reason.value for result in grade(quiz, answers).results}
    page = asked(quiz)
    for question, frozen in zip(page["questions"], quiz["questions"], strict=True):
        answer = given.get(question["uid"])
        chosen = (chosen_options(frozen, answer) or set()) if answer is not None else set()
        question["reason"] = reasons[question["uid"]]
        question["explanation"] = frozen["explanation"]
        question["answer"] = answer if frozen["kind"] == "number" and as_number(answer) is not None else ""
        for option, frozen_option in zip(question["options"], frozen["options"], strict=True):
            option["chosen"] = option["id"] in chosen
            option["feedback"] = frozen_option["feedback"] if option["chosen"] else ""
    return page


def flaws(quiz: QuizData) -> list[tuple[str, Flaw]]:
    """What keeps a quiz from being asked: pairs of a question's uid (or "" for the quiz itself) and the flaw."""
    if not quiz["questions"]:
        return [("", Flaw.NO_QUESTIONS)]
    return [(question["uid"], flaw) for question in quiz["questions"] if (flaw := flaw_of(question))]


def flaw_of(question: QuestionData) -> Flaw | None:
    if not question["prompt"].strip():
        return Flaw.NO_PROMPT
    if question["kind"] == "number":
        return Flaw.NO_NUMBER if question["number"] is None else None
    if len(question["options"]) < 2:
        return Flaw.TOO_FEW_OPTIONS
    right = sum(option["right"] for option in question["options"])
    if right == 0:
        return Flaw.NO_RIGHT_OPTION
    return Flaw.SEVERAL_RIGHT_OPTIONS if question["kind"] == "one" and right > 1 else None
