"""Writing a course down: the pages as they are now, as plain data that will not change again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courses.catalogue.pages import CoursePage, LessonPage, ModulePage
from courses.lessons.freeze import Frozen, freeze
from lms.people.models import User


@dataclass
class Outline:
    """A course's structure and completion rules, both without a word of any language."""

    structure: list[dict[str, Any]]
    rules: dict[str, list[str]]


@dataclass
class Written:
    """A course written down in one language, with the ids of all versions that it holds on to."""

    title: str
    data: dict[str, Any]
    outline: Outline
    quizzes: set[int] = field(default_factory=set)
    packages: set[int] = field(default_factory=set)
    media: set[int] = field(default_factory=set)


def write_down(course: CoursePage, *, by: User, at: datetime) -> Written:
    """Freeze every live lesson of every live module, in the order of the tree. Makes versions of quizzes and media."""
    modules = ModulePage.objects.child_of(course).live().order_by("path")
    lessons = LessonPage.objects.descendant_of(course).live().order_by("path")
    frozen = {lesson.pk: freeze(lesson.body, by=by, at=at) for lesson in lessons}
    data = {
        "uid": str(course.translation_key),
        "title": course.title,
        "outcomes": [
            {"competency": str(outcome.competency.uid), "entry": outcome.entry, "exit": outcome.exit}
            for outcome in course.outcomes.select_related("competency")
        ],
        "modules": [
            module_data(module, [lesson for lesson in lessons if lesson.is_descendant_of(module)], frozen)
            for module in modules
        ],
    }
    written = Written(course.title, data, outline_of(data))
    for piece in frozen.values():
        written.quizzes |= piece.quizzes
        written.packages |= piece.packages
        written.media |= piece.media
    return written


def module_data(module: ModulePage, lessons: list[LessonPage], frozen: dict[int, Frozen]) -> dict[str, Any]:
    return {
        "uid": str(module.translation_key),
        "title": module.title,
        "mode": module.mode,
        "lessons": [
            {
                "uid": str(lesson.translation_key),
                "title": lesson.title,
                "minutes": lesson.minutes,
                "blocks": frozen[lesson.pk].blocks,
            }
            for lesson in lessons
        ],
    }


def outline_of(data: dict[str, Any]) -> Outline:
    """The structure and the rules of a course's data: every lesson read and every quiz passed."""
    lessons = [lesson for module in data["modules"] for lesson in module["lessons"]]
    structure = [
        {"uid": module["uid"], "mode": module["mode"], "lessons": [lesson["uid"] for lesson in module["lessons"]]}
        for module in data["modules"]
    ]
    quizzes = [block["uid"] for lesson in lessons for block in lesson["blocks"] if block["type"] == "quiz"]
    return Outline(structure, {"lessons": [lesson["uid"] for lesson in lessons], "quizzes": quizzes})
