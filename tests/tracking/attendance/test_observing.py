"""Checklists: who may sign them, and what signing does."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.tracking.attendance.making import THEN, Blend, look, take_seat
from tracking.attendance import actions, queries
from tracking.attendance.models import Observation
from tracking.evidence.models import Evidence
from tracking.lrs.models import Statement


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
