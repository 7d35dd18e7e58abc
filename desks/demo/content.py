"""The demo's courses, written as an author would: pages, pictures, a film, quizzes, checklists; then released.

A course is a file of `data/courses`. Its lessons are written in parts - the case, the idea, an example, a question - so that
each has the same rhythm; a lesson may also list its blocks one by one, in `body`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.catalogue.editors import Editorship
from courses.catalogue.models import (
    CatalogueIndexPage,
    ChecklistItem,
    CourseOutcome,
    CoursePage,
    LessonPage,
    ModulePage,
)
from courses.packages.actions import upload_by_title
from courses.packages.h5p.types.pack import pack
from courses.quizzes.models import Option, Question, Quiz, QuizQuestion
from desks.demo.pictures import PICTURES
from desks.demo.world import DATA
from lms.competencies.models import Competency
from lms.people.models import Administration

#: The eight courses on offer in Sanderra, by the names of their files.
COURSES = ("hse", "val", "ori", "rsk", "pca", "aeo", "int", "enf")
#: The parts of a lesson, and what they are headed with.
HEADINGS = {
    "en": {"case": "A case", "idea": "The idea", "example": "A worked example"},
    "ar": {"case": "حالة", "idea": "الفكرة", "example": "مثال محلول"},
}

Plan = Mapping[str, Any]


class Author:
    """Writes a course from the project's own data into an administration's part of the catalogue."""

    def __init__(self, administration: Administration, shared: dict[str, Competency], *, at: datetime) -> None:
        self.administration = administration
        self.shared = shared
        self.at = at
        self.quizzes: dict[str, Quiz] = {}
        self.pictures: dict[str, Any] = {}
        self.documents: dict[str, Document] = {}

    def write(self, name: str, *, below: CatalogueIndexPage, audience: str) -> CoursePage:
        """Make and publish the pages of the course in `data/courses/<name>.json`."""
        plan = plan_of(name)
        for quiz in plan["quizzes"]:
            self.quizzes[quiz["key"]] = self.quiz(quiz)
        course = self.course(plan, audience=audience)
        publish(below, course)
        for part in plan["modules"]:
            module = ModulePage(
                title=part["title"],
                objective=part["objective"],
                mode=part.get("mode", ModulePage.Mode.ELEARNING),
                sessions=part.get("sessions", 0),
            )
            publish(course, module)
            for lesson in part["lessons"]:
                publish(module, self.lesson(lesson))
        return course

    def course(self, plan: Plan, *, audience: str) -> CoursePage:
        course = CoursePage(
            title=plan["title"],
            code=plan["code"],
            summary=plan["summary"],
            description=plan["description"],
            **{f"hours_{mode}": hours for mode, hours in plan["hours"].items()},
            administration=self.administration,
            audience=audience,
        )
        course.outcomes = [
            CourseOutcome(competency=self.shared[code], entry=entry, exit=exit_)
            for code, entry, exit_ in plan["outcomes"]
        ]
        course.checklist = [
            ChecklistItem(competency=self.shared[checklist["competency"]], statement=statement, sort_order=number)
            for checklist in plan.get("checklists", [])
            for number, statement in enumerate(checklist["behaviours"])
        ]
        return course

    def lesson(self, plan: Plan) -> LessonPage:
        return LessonPage(title=plan["title"], minutes=plan.get("minutes", 10), body=self.body(plan))

    def body(self, plan: Plan, *, language: str = "en") -> str:
        return json.dumps([self.block(block) for block in blocks_of(plan, HEADINGS[language])])

    def block(self, block: list[Any]) -> dict[str, Any]:
        kind, *rest = block
        return {"type": kind, "value": self.values[kind](self, *rest)}

    def figure(self, name: str, alternative: str, caption: str) -> dict[str, Any]:
        return {"image": self.picture(name).pk, "alternative": alternative, "caption": caption}

    def video(self, title: str, name: str, poster: str, languages: list[str], transcript: str) -> dict[str, Any]:
        captions = [{"language": each, "file": self.document(f"{name}.{each}.vtt").pk} for each in languages]
        return {
            "title": title,
            "video": self.document(f"{name}.mp4").pk,
            "poster": self.picture(poster).pk,
            "captions": captions,
            "transcript": transcript,
        }

    def download(self, title: str, name: str) -> dict[str, Any]:
        return {"title": title, "document": self.document(name).pk}

    def interactive(self, name: str) -> dict[str, Any]:
        """One of our own H5P types with its content, packed and uploaded as anyone would."""
        version = upload_by_title(
            file=BytesIO(pack(name)), name=f"{name}.h5p", administration=self.administration, by=None, at=self.at
        )
        return {"package": version.package_id, "grading": "best"}

    values: dict[str, Callable[..., Any]] = {
        "text": lambda self, html: html,
        "check": lambda self, question, answer: {"question": paragraphs(question), "answer": paragraphs(answer)},
        "figure": figure,
        "video": video,
        "download": download,
        "h5p": interactive,
        "quiz": lambda self, key: self.quizzes[key].pk,
    }

    def picture(self, name: str) -> Any:
        if name not in self.pictures:
            file = ImageFile(BytesIO(PICTURES[name]()), name=f"{name}.png")
            self.pictures[name] = get_image_model().objects.create(
                title=name.replace("_", " "), collection=self.collection, file=file
            )
        return self.pictures[name]

    def document(self, name: str) -> Document:
        """A file of `data/files`."""
        if name not in self.documents:
            file = ContentFile((DATA / "files" / name).read_bytes(), name=name)
            self.documents[name] = Document.objects.create(title=name, collection=self.collection, file=file)
        return self.documents[name]

    @property
    def collection(self) -> Any:
        return Editorship.objects.get(administration=self.administration).collection

    def quiz(self, plan: Plan) -> Quiz:
        quiz = Quiz(title=plan["title"], administration=self.administration)
        quiz.places.add(
            *(
                QuizQuestion(question=self.question(question, plan), sort_order=number)
                for number, question in enumerate(plan["questions"])
            )
        )
        quiz.save()
        return quiz

    def question(self, plan: Plan, quiz: Plan) -> Question:
        """A question tagged with the quiz's competency and level, unless it says otherwise."""
        question = Question(
            administration=self.administration,
            kind=plan["kind"],
            prompt=plan["prompt"],
            number=plan.get("number"),
            tolerance=plan.get("tolerance", 0),
            explanation=plan["explanation"],
            competency=self.shared[plan.get("competency", quiz["competency"])],
            level=plan.get("level", quiz.get("level", 1)),
        )
        question.options.add(
            *(
                Option(text=text, is_right=right, feedback=feedback, sort_order=number)
                for number, (text, right, feedback) in enumerate(plan.get("options", []))
            )
        )
        question.save()
        return question


def blocks_of(plan: Plan, headings: Mapping[str, str]) -> list[list[Any]]:
    """The blocks of a lesson: as listed, or its parts under their headings, with what is shown after the idea, and a question
    to oneself."""
    if "body" in plan:
        return list(plan["body"])
    parts = {part: f"<h2>{headings[part]}</h2>{paragraphs(plan[part])}" for part in headings if plan.get(part)}
    blocks = [["text", parts.get("case", "") + parts.get("idea", "")], *plan.get("shown", [])]
    if "example" in parts:
        blocks.append(["text", parts["example"]])
    if plan.get("check"):
        blocks.append(["check", *plan["check"]])
    return [*blocks, *plan.get("after", [])]


def paragraphs(text: str) -> str:
    """Plain text becomes a paragraph; what is marked up already stays as it is."""
    return text if text.startswith("<") else f"<p>{text}</p>"


def plan_of(name: str) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((DATA / "courses" / f"{name}.json").read_text(encoding="utf-8"))
    return plan


def publish(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()
