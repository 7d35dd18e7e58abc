"""Studying, as the people of the demo do it: every lesson opened and read, every quiz answered, every package played."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import edition_for
from courses.packages.models import PackageVersion
from lms.core import deliveries, events
from lms.core.models import Delivery
from tracking.enrolment.models import Enrolment
from tracking.study import actions as study
from tracking.study import h5p
from tracking.study.models import Launch
from tracking.study.queries import lessons, quiz_version

#: How long a lesson takes the people of the demo, from opening it to the next one.
PACE = timedelta(minutes=25)


def take_course(enrolment: Enrolment, *, at: datetime, lessons_done: int | None = None, passes: bool = True) -> None:
    """Study the lessons of an enrolment in their order from `at` on: all of them, or so many."""
    edition = edition_for(enrolment.release, "en")
    if edition is None:
        raise LookupError(enrolment.release_id)
    for number, lesson in enumerate(lessons(edition)[:lessons_done]):
        take_lesson(enrolment, edition, lesson, at=at + number * PACE, passes=passes)


def take_lesson(
    enrolment: Enrolment, edition: ReleaseEdition, lesson: Mapping[str, Any], *, at: datetime, passes: bool
) -> None:
    person, uid = enrolment.person, UUID(lesson["uid"])
    launch = study.open_lesson(enrolment=enrolment, lesson_uid=uid, edition=edition, by=person, at=at)
    for block in lesson["blocks"]:
        if block["type"] == "quiz":
            answer(launch, UUID(block["uid"]), at=at + timedelta(minutes=12), passes=passes)
        elif block["type"] == "h5p":
            play(launch, block["version"], at=at + timedelta(minutes=15))
    study.read(launch=launch, by=person, at=at + timedelta(minutes=20))


def answer(launch: Launch, quiz_uid: UUID, *, at: datetime, passes: bool) -> None:
    version = quiz_version(launch.edition, launch.lesson_uid, quiz_uid)
    if version is None:
        raise LookupError(quiz_uid)
    answers = right_answers(version.data) if passes else {}
    study.answer(launch=launch, quiz_uid=quiz_uid, answers=answers, by=launch.enrolment.person, at=at)


def right_answers(quiz: Mapping[str, Any]) -> dict[str, Any]:
    """What someone answers who knows it all."""
    return {question["uid"]: right_answer(question) for question in quiz["questions"]}


def right_answer(question: Mapping[str, Any]) -> Any:
    if question["kind"] == "number":
        return question["number"]
    right = [option["id"] for option in question["options"] if option["right"]]
    return right if question["kind"] == "several" else right[0]


def play(launch: Launch, version_id: int, *, at: datetime) -> None:
    version = PackageVersion.objects.select_related("package").get(pk=version_id)
    opened = int(at.timestamp())
    h5p.finish(
        play=h5p.Play(launch, version), score=4, max_score=5, opened=opened, finished=opened + 240,
        at=at + timedelta(minutes=4),
    )  # fmt: skip


def settle() -> None:
    """Let what follows at once from everything told so far happen now, as it does after each commit of a served site."""
    while waiting := list(at_once(Delivery.objects.filter(state=Delivery.State.PENDING).select_related("event"))):
        for delivery in waiting:
            deliveries.deliver(delivery.pk)


def at_once(waiting: Iterable[Delivery]) -> Iterator[Delivery]:
    """Those that wait for nothing; a reaction that has failed is left to the sweep."""
    for delivery in waiting:
        if not delivery.attempts and not events.is_later(delivery.event.type, delivery.reaction):
            yield delivery
