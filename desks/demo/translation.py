"""The demo's course in a second language: the same pages, questions and pictures, with other words."""

import json
from typing import Any

from wagtail.models import Locale, Page

from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.models import Option, Question, Quiz
from desks.demo.content import Author, plan_of


def translate(course: CoursePage, author: Author, name: str, *, language: str) -> None:
    """Publish `course` in another language, in the words of `data/<name>.<language>.json`."""
    plan = plan_of(f"{name}.{language}")
    locale, _made = Locale.objects.get_or_create(language_code=language)
    for quiz in author.quizzes.values():
        translate_quiz(quiz, plan["quiz"], locale)
    module = ModulePage.objects.child_of(course).get()
    put(course, locale, title=plan["title"], summary=plan["summary"], description=plan["description"])
    put(module, locale, title=plan["module"]["title"], objective=plan["module"]["objective"])
    for lesson, words in zip(LessonPage.objects.child_of(module).order_by("path"), plan["lessons"], strict=True):
        put(lesson, locale, title=words["title"], body=json.dumps([author.block(block) for block in words["body"]]))


def put(page: Page, locale: Locale, **words: str) -> None:
    other = page.copy_for_translation(locale, copy_parents=True)
    for field, text in words.items():
        setattr(other, field, text)
    other.save_revision().publish()


def translate_quiz(quiz: Quiz, plan: dict[str, Any], locale: Locale) -> None:
    other = quiz.copy_for_translation(locale)
    other.title = plan["title"]
    other.save()
    for place, words in zip(quiz.places.all(), plan["questions"], strict=True):
        translate_question(place.question, words, locale)


def translate_question(question: Question, words: dict[str, Any], locale: Locale) -> None:
    """The same question in other words: which answers are right, and in which order they stand, is not translated."""
    other = Question(
        locale=locale, translation_key=question.translation_key, administration=question.administration,
        kind=question.kind, prompt=words["prompt"], number=question.number, tolerance=question.tolerance,
        explanation=words["explanation"], competency=question.competency, level=question.level,
    )  # fmt: skip
    for option, (text, feedback) in zip(question.options.all(), words.get("options", []), strict=True):
        other.options.add(Option(text=text, feedback=feedback, is_right=option.is_right, sort_order=option.sort_order))
    other.save()
