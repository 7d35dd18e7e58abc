"""Reads of the question bank and of frozen quizzes."""

from datetime import date

from django.db.models import Q, QuerySet

from courses.ownership import administrations_written_by
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizQuestion, QuizVersion
from lms.people.queries import Asker


def visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Quiz]:
    """The quizzes of administrations whose courses a person writes; a learner sees versions, through a release."""
    return Quiz.objects.filter(administration__in=administrations_written_by(person, on=on))


def questions_visible_to(person: Asker, *, on: date | None = None) -> QuerySet[Question]:
    """The questions of administrations whose courses a person writes."""
    return Question.objects.filter(administration__in=administrations_written_by(person, on=on))


def held(things: QuerySet[Quiz] | QuerySet[Question]) -> QuerySet[Quiz] | QuerySet[Question]:
    """Those that may no longer be deleted: a release has taken them, or, for questions, a quiz asks them."""
    if things.model is Quiz:
        return things.filter(pk__in=QuizVersion.objects.values("quiz"))
    return things.filter(
        Q(pk__in=QuestionVersion.objects.values("question")) | Q(pk__in=QuizQuestion.objects.values("question"))
    )
