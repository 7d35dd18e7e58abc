"""Checklists: who may sign them, what signing does, and that a blended course shows all three levels."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lms.core import clock
from tests.tracking.attendance.making import FIRST, Blend, take_seat
from tracking.attendance import actions, queries
from tracking.attendance.actions import NewMark
from tracking.attendance.models import Observation
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.lrs.models import Statement
from tracking.progress.models import Completion
from tracking.progress.queries import standing
from tracking.study import actions as study

THEN = FIRST + timedelta(days=3)


def look(blended: Blend, *, by: str = "lucia", who: str = "amina", seen: int = 5, **more: object) -> Observation:
    return actions.observe(
        cohort=blended.cohort,
        person=blended.cast.people[who],
        competency_uid=blended.cast.competencies["O07"].uid,
        seen={key: number < seen for number, key in enumerate(blended.keys)},
        by=blended.cast.people[by],
        at=THEN,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("by", ["amina", "bela", "jonas", "ren", "stranger", "admin"])
def test_only_a_trainer_of_the_cohort_observes(blended: Blend, by: str) -> None:
    take_seat(blended, blended.cast.amina)
    with pytest.raises(PermissionDenied):
        look(blended, by=by)
    assert Observation.objects.count() == 0


def test_nobody_without_a_seat_is_observed(blended: Blend) -> None:
    with pytest.raises(actions.NotSeated):
        look(blended, who="bela")
    assert Observation.objects.count() == 0


def test_an_observation_is_seen_by_oneself_the_supervisor_and_the_trainer(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    look(blended)
    seen = {name: queries.observations_visible_to(person).count() for name, person in blended.cast.people.items()}
    assert sorted(name for name, number in seen.items() if number) == ["amina", "jonas", "lucia"]


def test_five_behaviours_seen_and_signed_are_evidence_of_level_three(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    observation = look(blended, note="Calm and thorough")
    entry = Evidence.objects.get()
    assert (entry.level, entry.evidence_class, entry.source, entry.recorded_by, entry.at) == (
        3, "observation", f"observation:{observation.uid}", blended.cast.lucia, THEN,
    )  # fmt: skip
    [told] = Statement.objects.filter(text__contains="/xapi/verbs/observed")
    assert (told.typed.actor.account.name, told.typed.result.score.raw) == (str(blended.cast.amina.uid), 5)


def test_four_of_five_are_kept_and_show_nothing_until_the_fifth_is_seen(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    first = look(blended, seen=4)
    kept = (first.is_signed, first.behaviours.count(), Evidence.objects.count())
    second = actions.observe(
        cohort=blended.cohort, person=blended.cast.amina, competency_uid=blended.cast.competencies["O07"].uid,
        seen={blended.keys[4]: True}, by=blended.cast.lucia, at=THEN,
    )  # fmt: skip
    assert (kept, second.pk, second.is_signed, Evidence.objects.count()) == ((False, 4, 0), first.pk, True, 1)


def test_keeping_all_five_without_signing_shows_nothing(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    assert (look(blended, sign=False).is_signed, Evidence.objects.count()) == (False, 0)


def test_a_signed_checklist_is_not_changed_and_signing_again_is_once(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    first = look(blended)
    again = look(blended)
    with pytest.raises(actions.AlreadySigned):
        look(blended, seen=3)
    assert (again.pk, first.behaviours.count(), Evidence.objects.count()) == (first.pk, 5, 1)


def test_a_behaviour_or_a_competency_that_the_course_does_not_ask_for_is_refused(blended: Blend) -> None:
    take_seat(blended, blended.cast.amina)
    for competency, seen in (("P3", {}), ("O07", {"made up": True})):
        with pytest.raises(actions.NoSuchChecklist):
            actions.observe(
                cohort=blended.cohort, person=blended.cast.amina, seen=seen, by=blended.cast.lucia, at=THEN,
                competency_uid=blended.cast.competencies[competency].uid,
            )  # fmt: skip
    assert Observation.objects.count() == 0


def test_who_has_been_observed_is_read_in_three_queries(blended: Blend, django_assert_num_queries: object) -> None:
    for name in ("amina", "bela"):
        take_seat(blended, blended.cast.people[name])
    look(blended, seen=2)
    edition = blended.release.editions.get()
    with django_assert_num_queries(3):  # type: ignore[operator]
        looks = queries.observed_in(blended.cohort, edition)
    assert [(one.person.username, one.seen, one.asked, one.is_signed) for one in looks] == [
        ("amina", 2, 5, False), ("bela", 0, 5, False),
    ]  # fmt: skip


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
