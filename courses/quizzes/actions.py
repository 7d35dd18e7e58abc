"""Freezing a quiz for a release, and retiring what can no longer be deleted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from courses.quizzes import rules
from courses.quizzes.data import question_data, questions_of, quiz_data
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizVersion, QuizVersionQuestion
from lms.core import audit
from lms.core.digests import digest_of
from lms.people.models import User


class QuizHasFlaws(Exception):
    """The quiz cannot be asked as it stands; `flaws` are pairs of a question's uid and a `rules.Flaw`."""

    def __init__(self, quiz: Quiz, flaws: list[tuple[str, rules.Flaw]]) -> None:
        super().__init__(f"{quiz}: {', '.join(flaw for _, flaw in flaws)}")
        self.quiz = quiz
        self.flaws = flaws


@transaction.atomic
def freeze(*, quiz: Quiz, by: User, at: datetime) -> QuizVersion:
    """The version of a quiz that says just what the quiz says now: the one that exists, or a new one.

    Raises QuizHasFlaws when it cannot be asked.
    """
    # Two releases that freeze one quiz at once must not both find it new.
    quiz = Quiz.objects.select_for_update(of=("self",)).select_related("locale").get(pk=quiz.pk)
    data = quiz_data(quiz)
    if flaws := rules.flaws(data):
        raise QuizHasFlaws(quiz, flaws)
    digest = digest_of(data)
    frozen = quiz.versions.filter(digest=digest).first()
    if frozen is None:
        frozen = QuizVersion.objects.create(quiz=quiz, number=next_number(quiz), data=data, digest=digest)
        QuizVersionQuestion.objects.bulk_create(
            QuizVersionQuestion(quiz_version=frozen, question_version=freeze_question(question), position=position)
            for position, question in enumerate(questions_of(quiz), start=1)
        )
        audit.record(
            by=by, at=at, verb="quiz frozen", about=quiz, administration=quiz.administration, number=frozen.number
        )
    return frozen


def freeze_question(question: Question) -> QuestionVersion:
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    data = question_data(question)
    version, _ = QuestionVersion.objects.get_or_create(
        question=question, digest=digest_of(data), defaults={"data": data, "number": next_number(question)}
    )
    return version


def next_number(thing: Quiz | Question) -> int:
    last: dict[str, Any] = thing.versions.aggregate(number=Max("number"))
    return (last["number"] or 0) + 1


@transaction.atomic
def retire(*, thing: Quiz | Question, by: User, at: datetime) -> None:
    """Take a quiz or question out of lists and choosers; releases and quizzes that have it keep it. Twice is once."""
    if type(thing).objects.filter(pk=thing.pk, retired_at=None).update(retired_at=at):
        thing.retired_at = at
        audit.record(
            by=by, at=at, verb=f"{thing._meta.model_name} retired", about=thing, administration=thing.administration
        )
