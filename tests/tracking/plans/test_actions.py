"""A plan is made, remade, taken and ticked off; only its person decides on it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import LATELY, open_gaps
from tests.tracking.plans.making import AT, FIRST, Planning
from tracking.admission.actions import NotEligible
from tracking.enrolment import actions as enrolment
from tracking.enrolment.events import SeatGivenUp
from tracking.enrolment.models import Enrolment, Seat
from tracking.evidence.actions import record
from tracking.needs import actions as needs
from tracking.needs.events import GapClosed
from tracking.needs.models import Gap
from tracking.plans import actions, queries
from tracking.plans.models import LearningPlan, PlanItem
from tracking.plans.program import NoAnswerInTime

NOT_AMINA = ["jonas", "bela", "ren", "tomas", "lucia", "nadia", "elif", "davit", "wren", "stranger"]


def state_of(gap: Gap) -> str:
    gap.refresh_from_db()
    return gap.state


def states(planning: Planning) -> dict[str, str]:
    return {item.title: item.state for item in PlanItem.objects.filter(plan__person=planning.cast.amina).order_by("pk")}


@pytest.mark.parametrize("who", NOT_AMINA)
def test_nobody_else_makes_takes_declines_or_reconsiders(planning: Planning, who: str) -> None:
    planning.recommend()
    item, by = planning.item(planning.blended), planning.cast.people[who]
    attempts = (
        lambda: actions.recommend(
            person=planning.cast.amina, administration=planning.cast.sanderra, hours=Decimal(1), budget=None, by=by, at=AT
        ),
        lambda: actions.accept(item=item, cohort=planning.cohort, by=by, at=AT),
        lambda: actions.decline(item=item, reason="No", by=by, at=AT),
        lambda: actions.reconsider(item=item, by=by, at=AT),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert (PlanItem.objects.filter(state="proposed").count(), Seat.objects.count()) == (2, 0)


@pytest.mark.parametrize(("who", "sees"), [("amina", 1), ("jonas", 1), *((who, 0) for who in NOT_AMINA[1:])])
def test_a_plan_is_seen_by_its_person_and_the_supervisor(planning: Planning, who: str, sees: int) -> None:
    planning.recommend()
    assert queries.visible_to(planning.cast.people[who]).count() == sees


def test_a_plan_covers_each_gap_with_one_course_and_says_from_where_to_where(planning: Planning) -> None:
    plan = planning.recommend()
    covers = {
        item.title: [(cover.gap.competency.code, cover.start, cover.end) for cover in item.covers.all()]
        for item in queries.items_of(planning.cast.amina)
    }
    assert covers == {"Targeting": [("O07", 1, 3)], planning.reading.title: [("P3", 1, 2)]}
    assert (plan.left_open, plan.months, plan.made_by) == ([], 6, planning.cast.amina)


def test_what_does_not_fit_stays_open_with_its_reason(planning: Planning) -> None:
    plan = planning.recommend(hours=Decimal(3))
    assert [(left["gap"], left["levels"], left["reason"], left["course"]) for left in plan.left_open] == [
        (planning.gaps["O07"].pk, 2, "hours", str(planning.blended.translation_key))
    ]


def test_a_course_costs_and_the_budget_bounds(planning: Planning) -> None:
    planning.blended.cost = 400
    planning.blended.save()
    plan = planning.recommend(budget=Decimal(399))
    assert [(left["reason"], left["levels"]) for left in plan.left_open] == [("budget", 2)]
    assert [item.title for item in queries.items_of(planning.cast.amina)] == [planning.reading.title]


def test_gaps_whose_causes_are_managements_are_not_planned_for(planning: Planning) -> None:
    Gap.objects.filter(pk=planning.gaps["P3"].pk).update(cause="equipment", state="triaged")
    planning.recommend()
    assert [item.title for item in queries.items_of(planning.cast.amina)] == ["Targeting"]


def test_a_plan_says_when_the_gaps_have_changed_since(planning: Planning) -> None:
    plan, day = planning.recommend(), AT.date()
    before = queries.is_stale(plan, on=day)
    record(
        person=planning.cast.amina, competency=planning.cast.competencies["O07"], level=2, evidence_class="test",
        source="attempt:1", by=None, at=AT,
    )  # fmt: skip
    assert (before, queries.is_stale(plan, on=day), queries.is_stale(planning.recommend(), on=day)) == (
        False,
        True,
        False,
    )


def test_making_it_anew_keeps_items_that_are_proposed_again_and_replaces_the_others(planning: Planning) -> None:
    planning.recommend()
    kept = planning.item(planning.reading).pk
    planning.recommend(hours=Decimal(3))
    assert planning.item(planning.reading).pk == kept
    assert states(planning) == {"Targeting": "replaced", planning.reading.title: "proposed"}
    assert LearningPlan.objects.count() == 1


def test_a_solver_that_finds_no_answer_leaves_the_plan_as_it_was(
    planning: Planning, monkeypatch: pytest.MonkeyPatch
) -> None:
    planning.recommend()

    def gives_up(*_args: object, **_more: object) -> None:
        raise NoAnswerInTime("Time limit reached")

    monkeypatch.setattr("tracking.plans.rules.best", gives_up)
    with pytest.raises(NoAnswerInTime):
        planning.recommend(hours=Decimal(3))
    assert (set(states(planning).values()), LearningPlan.objects.get().hours) == ({"proposed"}, 10)


def test_accepting_a_course_in_which_people_meet_takes_a_seat_and_plans_its_gap(planning: Planning) -> None:
    planning.recommend()
    seat = actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    item = planning.item(planning.blended)
    assert (seat.state, item.state, item.seat) == (Seat.State.SEATED, "accepted", seat)
    assert (state_of(planning.gaps["O07"]), state_of(planning.gaps["P3"])) == ("planned", "open")


def test_the_gap_of_a_seat_is_in_training_from_the_first_day_of_the_cohort(planning: Planning) -> None:
    planning.recommend()
    actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    assert [needs.begin_training(at=at) for at in (FIRST - timedelta(days=1), FIRST, FIRST)] == [0, 1, 0]
    assert state_of(planning.gaps["O07"]) == "in_training"


def test_accepting_a_course_to_read_begins_it_at_once(planning: Planning) -> None:
    planning.recommend()
    taken = actions.accept(item=planning.item(planning.reading), cohort=None, by=planning.cast.amina, at=AT)
    assert (type(taken), state_of(planning.gaps["P3"])) == (Enrolment, "in_training")


def test_a_course_in_which_people_meet_is_not_begun_without_a_cohort_nor_with_another_courses(
    planning: Planning,
) -> None:
    planning.recommend()
    for page, cohort in ((planning.blended, None), (planning.reading, planning.cohort)):
        with pytest.raises(actions.NothingToTake):
            actions.accept(item=planning.item(page), cohort=cohort, by=planning.cast.amina, at=AT)
    assert set(states(planning).values()) == {"proposed"}


def test_what_was_settled_is_not_settled_again(planning: Planning) -> None:
    planning.recommend()
    actions.decline(item=planning.item(planning.blended), reason="On leave", by=planning.cast.amina, at=AT)
    with pytest.raises(actions.Settled):
        actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    with pytest.raises(actions.Settled):
        actions.decline(item=planning.item(planning.blended), reason="Again", by=planning.cast.amina, at=AT)


def test_what_was_declined_is_not_proposed_again_until_it_is_reconsidered(planning: Planning) -> None:
    planning.recommend()
    actions.decline(item=planning.item(planning.blended), reason="On leave", by=planning.cast.amina, at=AT)
    plan = planning.recommend()
    item = planning.item(planning.blended)
    assert (item.state, item.reason, [left["reason"] for left in plan.left_open]) == (
        "declined",
        "On leave",
        ["no_course"],
    )
    actions.reconsider(item=item, by=planning.cast.amina, at=AT)
    planning.recommend()
    assert planning.item(planning.blended).state == "proposed"


def test_what_was_accepted_keeps_its_hours_when_the_plan_is_made_anew(planning: Planning) -> None:
    planning.recommend()
    actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    plan = planning.recommend(hours=Decimal(20), months=1)
    assert (planning.item(planning.blended).state, [left["reason"] for left in plan.left_open]) == (
        "accepted",
        ["hours"],
    )


def test_a_seat_that_is_given_up_puts_its_course_and_its_gap_back(planning: Planning) -> None:
    planning.recommend()
    seat = actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    enrolment.leave(seat=seat, by=planning.cast.amina, at=AT)
    event = SeatGivenUp(at=AT, seat_id=seat.pk, person_id=planning.cast.amina.pk)
    assert [len(actions.put_back(event)), len(actions.put_back(event))] == [1, 0]
    assert [len(needs.put_back(event)), len(needs.put_back(event))] == [1, 0]
    assert (planning.item(planning.blended).state, state_of(planning.gaps["O07"])) == ("proposed", "open")


def test_a_closed_gap_ticks_off_what_was_accepted_and_takes_back_what_was_only_proposed(planning: Planning) -> None:
    planning.recommend()
    actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=AT)
    evidence = record(
        person=planning.cast.amina, competency=planning.cast.competencies["O07"], level=3, evidence_class="observation",
        source="observation:1", by=planning.cast.lucia, at=AT,
    )  # fmt: skip
    for gap in planning.gaps.values():
        Gap.objects.filter(pk=gap.pk).update(state="closed", closed_by=evidence)
        event = GapClosed(
            at=AT, gap_id=gap.pk, person_id=gap.person_id, competency_id=gap.competency_id, evidence_id=evidence.pk
        )
        assert [len(actions.tick_off(event)), len(actions.tick_off(event))] == [1, 0]
    assert states(planning) == {"Targeting": "done", planning.reading.title: "replaced"}


def test_a_refusal_of_admission_leaves_the_proposal(planning: Planning) -> None:
    planning.recommend()
    late = FIRST + timedelta(days=1)
    with pytest.raises(NotEligible) as refused:
        actions.accept(item=planning.item(planning.blended), cohort=planning.cohort, by=planning.cast.amina, at=late)
    assert (refused.value.reasons, planning.item(planning.blended).state) == (("not_open",), "proposed")


def test_a_plan_may_be_made_in_the_past(planning: Planning) -> None:
    open_gaps(planning.cast, planning.cast.bela, ratings={"P3": 0.0}, at=LATELY - timedelta(days=60))
    plan = actions.recommend(
        person=planning.cast.bela, administration=planning.cast.sanderra, by=planning.cast.bela,
        at=LATELY - timedelta(days=50), hours=Decimal(10), budget=None,
    )  # fmt: skip
    assert plan.made_at == LATELY - timedelta(days=50)
