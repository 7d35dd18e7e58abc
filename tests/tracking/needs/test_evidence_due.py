"""A course that is complete asks for evidence of each gap that it serves, whether an enrolment or a seat serves it."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.tracking.plans.making import AT, Planning, set_up
from tracking.admission import actions as admission
from tracking.enrolment.models import Seat
from tracking.needs import actions
from tracking.needs.models import Gap
from tracking.progress.events import CourseCompleted


@pytest.fixture
def planning(cast: Cast) -> Planning:
    return set_up(cast)


def seated(planning: Planning) -> Seat:
    amina = planning.cast.amina
    return admission.admit(person=amina, cohort=planning.cohort, by=amina, at=AT, gap_ids=[planning.gaps["O07"].pk])


def complete(planning: Planning, enrolment_id: int | None) -> list[Gap]:
    event = CourseCompleted(
        at=AT + timedelta(days=60),
        enrolment_id=enrolment_id or 0,
        person_id=planning.cast.amina.pk,
        release_id=planning.cohort.release_id,
    )
    return actions.expect_evidence(event)


@pytest.mark.parametrize("has_begun", [True, False])
def test_a_gap_that_a_seat_serves_waits_for_evidence_when_the_course_is_complete(
    planning: Planning, has_begun: bool
) -> None:
    seat = seated(planning)
    if has_begun:
        assert actions.begin_training(at=AT + timedelta(days=50)) == 1
    assert complete(planning, seat.enrolment_id) == [planning.gaps["O07"]]
    assert Gap.objects.get(pk=planning.gaps["O07"].pk).state == Gap.State.EVIDENCE_DUE
    assert complete(planning, seat.enrolment_id) == []


def test_another_course_asks_for_nothing(planning: Planning) -> None:
    seated(planning)
    assert complete(planning, None) == []
    assert Gap.objects.get(pk=planning.gaps["O07"].pk).state == Gap.State.PLANNED
