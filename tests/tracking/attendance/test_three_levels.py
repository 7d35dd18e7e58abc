"""A blended course that is completed, tested and observed shows all three levels."""

from typing import Any

import pytest

from lms.core import clock
from tests.tracking.attendance.making import Blend, look, take_seat
from tracking.attendance import actions
from tracking.attendance.actions import NewMark
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.progress.models import Completion
from tracking.progress.queries import standing
from tracking.study import actions as study


def study_everything(enrolment: Enrolment, blended: Blend) -> None:
    """Read every lesson and pass the quiz, as the officer's pages do it."""
    edition = blended.release.editions.get()
    for module in edition.data["modules"]:
        for lesson in module["lessons"]:
            launched = study.open_lesson(
                enrolment=enrolment, lesson_uid=lesson["uid"], edition=edition, by=enrolment.person, at=clock.now()
            )
            study.read(launch=launched, by=enrolment.person, at=clock.now())
            for quiz in (block for block in lesson["blocks"] if block["type"] == "quiz"):
                answer(launched, quiz["uid"])


def answer(launched: study.Launch, quiz_uid: str) -> None:
    version = study.queries.quiz_version(launched.edition, launched.lesson_uid, quiz_uid)
    right = {question["uid"]: right_answer(question) for question in version.data["questions"]}
    study.answer(launch=launched, quiz_uid=quiz_uid, answers=right, by=launched.enrolment.person, at=clock.now())


def right_answer(question: dict[str, Any]) -> Any:
    if question["kind"] == "number":
        return str(question["number"])
    right = [option["id"] for option in question["options"] if option["right"]]
    return right if question["kind"] == "several" else right[0]


@pytest.mark.django_db(transaction=True)
def test_completion_shows_level_one_the_test_two_and_the_observation_three(blended: Blend) -> None:
    enrolment, lucia = take_seat(blended, blended.cast.amina), blended.cast.lucia
    study_everything(enrolment, blended)
    halfway = standing(enrolment)
    for session in blended.sessions:
        marks = [NewMark(person_id=blended.cast.amina.pk, state="present")]
        actions.mark(session=session, marks=marks, by=lucia, at=session.starts_at)
        actions.close(session=session, by=lucia, at=session.ends_at)
        enrolment = Enrolment.objects.select_related("release").get(pk=enrolment.pk)
    look(blended)
    assert (halfway.complete, halfway.sessions_missing) == (False, {"remote": 2, "classroom": 2})
    assert (Completion.objects.count(), enrolment.state) == (1, "completed")
    entries = Evidence.objects.filter(person=blended.cast.amina).order_by("level", "competency__code")
    assert list(entries.values_list("competency__code", "evidence_class", "level")) == [
        ("P3", "completion", 1),
        ("P3", "test", 2),
        ("O07", "observation", 3),
    ]
