"""The demo's course, written as an author would: pages, a picture, a quiz; then released."""

import json
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.editors import Editorship
from courses.catalogue.models import CatalogueIndexPage, CourseOutcome, CoursePage, LessonPage, ModulePage
from courses.quizzes.models import Option, Question, Quiz, QuizQuestion
from desks.demo.pictures import PICTURES
from desks.demo.world import DATA
from lms.competencies.models import Competency
from lms.people.models import Administration


class Author:
    """Writes a course from the project's own data into an administration's part of the catalogue."""

    def __init__(self, administration: Administration, shared: dict[str, Competency], *, at: datetime) -> None:
        self.administration = administration
        self.shared = shared
        self.at = at
        self.quizzes: dict[str, Quiz] = {}
        self.pictures: dict[str, Any] = {}

    def write(self, name: str, *, below: CatalogueIndexPage, audience: str) -> CoursePage:
        """Make and publish the pages of the course in `data/<name>.json`."""
        plan = plan_of(name)
        quiz = self.quiz(plan["quiz"])
        self.quizzes[plan["quiz"]["key"]] = quiz
        course = CoursePage(
            title=plan["title"],
            code=plan["code"],
            summary=plan["summary"],
            description=plan["description"],
            hours_elearning=plan["hours_elearning"],
            administration=self.administration,
            audience=audience,
        )
        course.outcomes = [
            CourseOutcome(competency=self.shared[code], entry=entry, exit=exit_)
            for code, entry, exit_ in plan["outcomes"]
        ]
        publish(below, course)
        module = ModulePage(title=plan["module"]["title"], objective=plan["module"]["objective"])
        publish(course, module)
        for lesson in plan["lessons"]:
            publish(module, self.lesson(lesson))
        return course

    def lesson(self, plan: dict[str, Any]) -> LessonPage:
        return LessonPage(
            title=plan["title"], minutes=plan["minutes"], body=json.dumps([self.block(block) for block in plan["body"]])
        )

    def block(self, block: list[str]) -> dict[str, Any]:
        kind, *rest = block
        if kind == "figure":
            picture, alternative, caption = rest
            return {
                "type": "figure",
                "value": {"image": self.picture(picture).pk, "alternative": alternative, "caption": caption},
            }
        if kind == "quiz":
            return {"type": "quiz", "value": self.quizzes[rest[0]].pk}
        return {"type": kind, "value": rest[0]}

    def picture(self, name: str) -> Any:
        if name not in self.pictures:
            self.pictures[name] = self.draw(name)
        return self.pictures[name]

    def draw(self, name: str) -> Any:
        collection = Editorship.objects.get(administration=self.administration).collection
        file = ImageFile(BytesIO(PICTURES[name]()), name=f"{name}.png")
        return get_image_model().objects.create(title=name.replace("_", " "), collection=collection, file=file)

    def quiz(self, plan: dict[str, Any]) -> Quiz:
        quiz = Quiz(title=plan["title"], administration=self.administration)
        quiz.places.add(
            *(
                QuizQuestion(question=self.question(question, plan["competency"]), sort_order=number)
                for number, question in enumerate(plan["questions"])
            )
        )
        quiz.save()
        return quiz

    def question(self, plan: dict[str, Any], competency: str) -> Question:
        question = Question(
            administration=self.administration,
            kind=plan["kind"],
            prompt=plan["prompt"],
            number=plan.get("number"),
            tolerance=plan.get("tolerance", 0),
            explanation=plan["explanation"],
            competency=self.shared[competency],
            level=plan["level"],
        )
        question.options.add(
            *(
                Option(text=text, is_right=right, feedback=feedback, sort_order=number)
                for number, (text, right, feedback) in enumerate(plan.get("options", []))
            )
        )
        question.save()
        return question


def plan_of(name: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return plan


def publish(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()
