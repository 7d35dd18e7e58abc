"""A placement test that the demo's instrument offers, and the first officers of the port who have taken it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from courses.quizzes.actions import freeze
from desks.demo.content import Author
from desks.demo.students import right_answers
from desks.demo.world import DATA, Place
from lms.competencies.models import Competency
from lms.people.models import User
from tracking.needs import actions as needs
from tracking.needs.models import Assessment, Instrument, InstrumentTest

#: How many of its questions each of the first officers of the port answered right.
ANSWERED_RIGHT = (8, 6, 5, 3, 2)


def offer_placement(
    place: Place, shared: Mapping[str, Competency], used: Instrument, *, by: User, at: datetime
) -> InstrumentTest:
    """Write the test, freeze it and offer it."""
    plan: dict[str, Any] = json.loads((DATA / "placement.json").read_text(encoding="utf-8"))
    quiz = Author(place.administration, dict(shared), at=at).quiz(plan)
    return needs.offer_test(instrument=used, quiz_version=freeze(quiz=quiz, by=by, at=at), by=by, at=at)


def sit_placement(place: Place, test: InstrumentTest, *, at: datetime) -> None:
    """Some who were asked in the round that is open took the test first; those of the story have not yet."""
    asked = Assessment.objects.filter(administration=place.administration).exclude(state=Assessment.State.CLOSED)
    others = asked.filter(person__username__startswith="pvs.").select_related("person", "administration", "instrument")
    right = list(right_answers(test.quiz_version.data).items())
    for number, (assessment, known) in enumerate(zip(others.order_by("pk"), ANSWERED_RIGHT, strict=False)):
        moment = at + timedelta(hours=number)
        needs.sit(assessment=assessment, test=test, answers=dict(right[:known]), by=assessment.person, at=moment)
