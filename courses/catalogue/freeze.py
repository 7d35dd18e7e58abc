"""A course in one language, written down as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page

from courses.catalogue.pages import CoursePage, LessonPage, ModulePage
from courses.catalogue.rules import structure_of
from courses.lessons.freeze import clean_html, freeze_body
from courses.lessons.keepers import Keeping
from courses.quizzes.data import plain
from lms.people.models import User


@dataclass(frozen=True)
class Frozen:
    """The data of a course in one language, and everything that it holds on to."""

    course: CoursePage
    data: dict[str, Any]
    keeper: Keeping
    pages: list[Page]

    @property
    def language(self) -> str:
        return self.data["language"]

    @property
    def structure(self) -> dict[str, Any]:
        return structure_of(self.data)


def freeze_course(course: CoursePage, *, by: User, at: datetime) -> Frozen:
    """What is published of a course now: its live modules, their live lessons, in the order of the tree."""
    keeper = Keeping(locale=course.locale, by=by, at=at)
    pages: list[Page] = [course]
    modules = []
    for module in ModulePage.objects.child_of(course).live().order_by("path"):
        lessons = list(LessonPage.objects.child_of(module).live().order_by("path"))
        pages += [module, *lessons]
        modules.append(module_data(module, [lesson_data(lesson, keeper) for lesson in lessons]))
    return Frozen(course=course, data={**course_data(course, keeper), "modules": modules}, keeper=keeper, pages=pages)


def course_data(course: CoursePage, keeper: Keeping) -> dict[str, Any]:
    return {
        "uid": str(course.translation_key),
        "language": course.locale.language_code,
        "code": course.code,
        "title": course.title,
        "summary": course.summary,
        "description": clean_html(course.description, keeper),
        "hours": {mode: plain(hours) for mode, hours in course.hours.items()},
        "outcomes": [
            {
                "competency": str(outcome.competency.uid),
                "code": outcome.competency.code,
                "title": outcome.competency.title,
                "entry": outcome.entry,
                "exit": outcome.exit,
            }
            for outcome in course.outcomes.select_related("competency").order_by("sort_order", "pk")
        ],
        "checklists": checklists_data(course),
    }


def checklists_data(course: CoursePage) -> list[dict[str, Any]]:
    """The behaviours to be seen, as one checklist for each competency and level."""
    lists: dict[tuple[int, int], dict[str, Any]] = {}
    for behaviour in course.checklist.select_related("competency").order_by("sort_order", "pk"):
        checklist = lists.setdefault(
            (behaviour.competency_id, behaviour.level),
            {
                "competency": str(behaviour.competency.uid),
                "code": behaviour.competency.code,
                "title": behaviour.competency.title,
                "level": behaviour.level,
                "items": [],
            },
        )
        checklist["items"].append({"key": str(behaviour.uid), "text": behaviour.statement})
    return list(lists.values())


def module_data(module: ModulePage, lessons: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "uid": str(module.translation_key),
        "title": module.title,
        "mode": module.mode,
        "objective": module.objective,
        "sessions": module.sessions,
        "lessons": lessons,
    }


def lesson_data(lesson: LessonPage, keeper: Any) -> dict[str, Any]:
    return {
        "uid": str(lesson.translation_key),
        "title": lesson.title,
        "minutes": lesson.minutes,
        "blocks": freeze_body(lesson.body, keeper),
    }
