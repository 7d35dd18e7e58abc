"""A quiz is frozen by what it says."""

import pytest
from django.db.models import ProtectedError
from wagtail.models import Locale

from courses.quizzes.actions import QuizHasFlaws, freeze, retire
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizVersion
from courses.quizzes.queries import held, questions_visible_to, visible_to
from courses.quizzes.rules import Flaw
from lms.core.models import AuditEntry
from lms.people.models import Administration, User
from tests.courses.conftest import AT, LATER, question, quiz


def test_freezing_the_same_content_twice_is_one_version(sanderra: Administration, lucia: User) -> None:
    test = quiz(sanderra, question(sanderra), question(sanderra, "Which come first?"))
    first = freeze(quiz=test, by=lucia, at=AT)
    again = freeze(quiz=Quiz.objects.get(pk=test.pk), by=lucia, at=LATER)
    assert (first.pk, first.number, QuizVersion.objects.count(), QuestionVersion.objects.count()) == (again.pk, 1, 1, 2)
    assert list(AuditEntry.objects.filter(verb="quiz frozen").values_list("at", flat=True)) == [AT]


def test_an_edited_question_makes_a_new_version_of_its_quiz_and_leaves_the_old(
    sanderra: Administration, lucia: User
) -> None:
    edited, untouched = question(sanderra), question(sanderra, "Which come first?")
    test = quiz(sanderra, edited, untouched)
    before = freeze(quiz=test, by=lucia, at=AT)
    edited.prompt = "What is a sign of risk?"
    edited.save()
    after = freeze(quiz=test, by=lucia, at=LATER)
    before.refresh_from_db()
    assert [q["prompt"] for q in before.data["questions"]] == ["What is a risk indicator?", "Which come first?"]
    assert [q["prompt"] for q in after.data["questions"]] == ["What is a sign of risk?", "Which come first?"]
    assert (after.number, list(edited.versions.values_list("number", flat=True)), untouched.versions.count()) == (
        2, [1, 2], 1,
    )  # fmt: skip


def test_content_that_comes_back_is_the_version_that_it_was(sanderra: Administration, lucia: User) -> None:
    test = quiz(sanderra, question(sanderra))
    first = freeze(quiz=test, by=lucia, at=AT)
    Quiz.objects.filter(pk=test.pk).update(title="Another")
    freeze(quiz=test, by=lucia, at=AT)
    Quiz.objects.filter(pk=test.pk).update(title="Risk and signs")
    assert freeze(quiz=test, by=lucia, at=AT).pk == first.pk


def test_numbers_are_frozen_without_the_zeros_of_a_database(sanderra: Administration, lucia: User) -> None:
    test = quiz(sanderra, question(sanderra, kind="number", number="12.5000", tolerance="0.5"))
    [frozen] = freeze(quiz=test, by=lucia, at=AT).data["questions"]
    assert (frozen["number"], frozen["tolerance"], frozen["options"]) == ("12.5", "0.5", [])


def test_a_quiz_that_cannot_be_asked_is_not_frozen(sanderra: Administration, lucia: User) -> None:
    with pytest.raises(QuizHasFlaws) as refusal:
        freeze(quiz=quiz(sanderra), by=lucia, at=AT)
    assert (refusal.value.flaws, QuizVersion.objects.count()) == ([("", Flaw.NO_QUESTIONS)], 0)


def test_a_quiz_asks_its_questions_in_its_own_language(sanderra: Administration, lucia: User) -> None:
    arabic = Locale.objects.create(language_code="ar")
    english = question(sanderra)
    translated = english.copy_for_translation(arabic)
    translated.prompt = "ما هو مؤشر الخطر؟"
    translated.save()
    test = quiz(sanderra, english)
    in_arabic = test.copy_for_translation(arabic)
    in_arabic.save()
    frozen = freeze(quiz=in_arabic, by=lucia, at=AT).data
    assert (frozen["uid"], frozen["language"]) == (str(test.uid), "ar")
    assert [(q["uid"], q["prompt"]) for q in frozen["questions"]] == [(str(english.uid), "ما هو مؤشر الخطر؟")]


def test_the_database_keeps_what_a_version_was_frozen_from(sanderra: Administration, lucia: User) -> None:
    asked = question(sanderra)
    test = quiz(sanderra, asked)
    freeze(quiz=test, by=lucia, at=AT)
    for thing in (test, asked):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_what_is_held_is_what_a_release_or_a_quiz_has_taken(sanderra: Administration, lucia: User) -> None:
    asked, free = question(sanderra), question(sanderra, "Free")
    taken, loose = quiz(sanderra, asked), quiz(sanderra, title="Loose")
    freeze(quiz=taken, by=lucia, at=AT)
    assert (list(held(Quiz.objects.all())), list(held(Question.objects.all()))) == ([taken], [asked])
    assert (loose in held(Quiz.objects.all()), free in held(Question.objects.all())) == (False, False)


def test_retiring_twice_is_retiring_once(sanderra: Administration, lucia: User) -> None:
    test = quiz(sanderra, question(sanderra))
    retire(thing=test, by=lucia, at=AT)
    retire(thing=test, by=lucia, at=LATER)
    test.refresh_from_db()
    assert (test.retired_at, AuditEntry.objects.filter(verb="quiz retired").count()) == (AT, 1)


def test_the_bank_is_seen_by_those_who_write_for_its_administration(
    sanderra: Administration, lucia: User, ingrid: User, amina: User
) -> None:
    asked = question(sanderra)
    test = quiz(sanderra, asked)
    assert [list(visible_to(who)) for who in (lucia, ingrid, amina)] == [[test], [], []]
    assert [list(questions_visible_to(who)) for who in (lucia, ingrid, amina)] == [[asked], [], []]
