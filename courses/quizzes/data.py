"""Questions and quizzes written down as plain data, the form that is frozen, graded and asked."""

from decimal import Decimal
from typing import Any

from courses.quizzes.models import Question, Quiz


def quiz_data(quiz: Quiz) -> dict[str, Any]:
    return {
        "uid": str(quiz.uid),
        "title": quiz.title,
        "language": quiz.locale.language_code,
        "pass_share": plain(quiz.pass_share),
        "most_attempts": quiz.most_attempts,
        "questions": [question_data(question) for question in questions_of(quiz)],
    }


def questions_of(quiz: Quiz) -> list[Question]:
    """The questions in order, each in the quiz's own language where it has been translated."""
    return [place.question.in_language_of(quiz.locale) for place in quiz.places.all()]


def question_data(question: Question) -> dict[str, Any]:
    return {
        "uid": str(question.uid),
        "kind": question.kind,
        "prompt": question.prompt,
        # The place of an option is its name: answers refer to a version, and in a version places do not change.
        "options": [
            {"id": str(place), "text": option.text, "right": option.is_right, "feedback": option.feedback}
            for place, option in enumerate(question.options.all(), start=1)
        ],
        "number": None if question.number is None else plain(question.number),
        "tolerance": plain(question.tolerance),
        "explanation": question.explanation,
        "competency": str(question.competency.uid) if question.competency else None,
        "level": question.level,
    }


def plain(number: Decimal | str | int) -> str:
    """A decimal without the zeros that only a database adds: "0.700" is "0.7"."""
    return f"{Decimal(number).normalize():f}"
