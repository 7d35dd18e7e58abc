"""Going on from a lesson: what of it is still to do, and where its reader goes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from courses.catalogue.rules import counts
from desks.officer.queries import LessonLine, Study
from tracking.progress.queries import parts_done
from tracking.study import queries as studying
from tracking.study.models import Launch


@dataclass(frozen=True)
class Part:
    """A quiz or an exercise of a lesson that waits to be done, and where on the page it stands."""

    title: str
    anchor: str


def still_to_do(study: Study, launched: Launch) -> list[Part]:
    """What is left of a lesson that was read already, in its order; of one that was not, nothing is asked yet."""
    done = parts_done(study.enrolment)
    if str(launched.lesson_uid) not in done["lesson"]:
        return []
    found = []
    for block in studying.lesson(launched.edition, launched.lesson_uid)["blocks"]:
        if block["type"] == "h5p" and counts(block) and block["uid"] not in done["package"]:
            found.append(Part(block["title"], f"package-{block['uid']}"))
        if block["type"] == "quiz" and block["uid"] not in done["quiz"] and may_try(study, launched, block):
            found.append(Part(block["title"], f"quiz-{block['uid']}"))
    return found


def may_try(study: Study, launched: Launch, quiz: Mapping[str, Any]) -> bool:
    """A quiz without an attempt left is over, whatever came of it."""
    version = studying.quiz_version(launched.edition, launched.lesson_uid, UUID(quiz["uid"]))
    made = studying.attempts(study.enrolment, UUID(quiz["uid"]))
    return version is not None and len(made) < version.data["most_attempts"]


def after(study: Study, lesson: UUID) -> LessonLine | None:
    """The next lesson, whether or not it is done."""
    place = place_of(study, lesson)
    return study.outline[place + 1] if place + 1 < len(study.outline) else None


def place_of(study: Study, lesson: UUID) -> int:
    return next(number for number, line in enumerate(study.outline) if line.uid == str(lesson))


def onward(study: Study, launched: Launch) -> str:
    """The lesson itself, while something of it is to be done; else the next one that is not done; else the outline, where a
    finished course says what came of it."""
    lesson = launched.lesson_uid
    if still_to_do(study, launched):
        return address(study, str(lesson))
    coming = (line for line in study.outline[place_of(study, lesson) + 1 :] if not line.done)
    following = next(coming, None)
    return address(study, following.uid) if following else reverse("learn", kwargs={"enrolment": study.enrolment.uid})


def address(study: Study, lesson: str) -> str:
    return reverse("learn-lesson", kwargs={"enrolment": study.enrolment.uid, "lesson": lesson})
