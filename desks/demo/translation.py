"""A course of the demo in a second language: the same pages, questions and pictures, with other words."""

from typing import Any

from wagtail.models import Locale, Page

from courses.catalogue.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.models import Option, Question, Quiz
from desks.demo.content import Author, Plan, plan_of


def translate(course: CoursePage, author: Author, name: str, *, language: str) -> None:
    """Publish `course` in another language, in the words of `data/courses/<name>.<language>.json`."""
    plan = plan_of(f"{name}.{language}")
    locale, _made = Locale.objects.get_or_create(language_code=language)
    for quiz in plan["quizzes"]:
        translate_quiz(author.quizzes[quiz["key"]], quiz, locale)
    put(course, locale, title=plan["title"], summary=plan["summary"], description=plan["description"])
    say_behaviours(course.get_translation(locale), plan)
    modules = ModulePage.objects.child_of(course).order_by("path")
    for module, part in zip(modules, plan["modules"], strict=True):
        put(module, locale, title=part["title"], objective=part["objective"])
        for lesson, words in zip(LessonPage.objects.child_of(module).order_by("path"), part["lessons"], strict=True):
            put(lesson, locale, title=words["title"], body=author.body(words, language=language))


def put(page: Page, locale: Locale, **words: str) -> None:
    other = page.copy_for_translation(locale, copy_parents=True)
    for field, text in words.items():
        setattr(other, field, text)
    other.save_revision().publish()


def say_behaviours(course: CoursePage, plan: Plan) -> None:
    """The checklist in other words: the same behaviours in the same order."""
    statements = [statement for checklist in plan.get("checklists", []) for statement in checklist["behaviours"]]
    for behaviour, statement in zip(course.checklist.order_by("sort_order", "pk"), statements, strict=True):
        behaviour.statement = statement
        behaviour.save(update_fields=["statement"])


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
