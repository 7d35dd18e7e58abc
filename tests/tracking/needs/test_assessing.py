"""An assessment from its first tap to its gaps, and what management is asked, with the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from courses.quizzes.models import QuizVersion
from lms.competencies.actions import Change, publish_requirements, require
from lms.competencies.events import RequirementsPublished
from lms.competencies.models import Requirement
from lms.core.models import AuditEntry, Event
from tests.cast import LATELY, LONG_AGO, Cast, assess, enter, instrument, open_gaps, put_on_offer
from tracking.needs import actions, queries, revising
from tracking.needs.models import Assessment, Gap, ManagementAction, Rating

State = Assessment.State


def begun(cast: Cast, who: str = "amina") -> Assessment:
    person = cast.people[who]
    return actions.open_assessment(
        person=person, administration=cast.sanderra, instrument=instrument(cast), by=person, at=LATELY
    )


def say(cast: Cast, assessment: Assessment, source: str, by: Any, **levels: float | None) -> list[Rating]:
    ratings = [actions.NewRating(cast.competencies[code].pk, level) for code, level in levels.items()]
    return actions.rate_many(assessment=assessment, source=source, ratings=ratings, by=by, at=LATELY)


def placement(cast: Cast) -> Any:
    put_on_offer(cast)
    return actions.offer_test(
        instrument=instrument(cast), quiz_version=QuizVersion.objects.get(), by=cast.ren, at=LATELY
    )


def test_everyone_has_spoken_and_the_gaps_open(cast: Cast) -> None:
    assessment = begun(cast)
    say(cast, assessment, "self", cast.amina, O07=2, P3=3)
    actions.send(assessment=assessment, by=cast.amina, at=LATELY)
    assert (assessment.state, Gap.objects.count()) == (State.SENT, 0)
    say(cast, assessment, "supervisor", cast.jonas, O07=1, P3=None)
    actions.send_ratings(assessment=assessment, by=cast.jonas, at=LATELY)

    assert assessment.state == State.CLOSED
    # (0.3 · 1 + 0.2 · 2) / 0.5 = 1.4; of P3 only she spoke, and 3 is enough.
    assert [(g.competency.code, float(g.level), g.target) for g in Gap.objects.all()] == [("O07", 1.4, 3)]
    assert Event.objects.filter(type="tracking.needs.AssessmentSent").count() == 1


def test_it_does_not_matter_who_sends_first(cast: Cast) -> None:
    assessment = begun(cast)
    say(cast, assessment, "supervisor", cast.jonas, O07=1)
    actions.send_ratings(assessment=assessment, by=cast.jonas, at=LATELY)
    assert assessment.state == State.OPEN
    say(cast, assessment, "self", cast.amina, O07=1)
    actions.send(assessment=assessment, by=cast.amina, at=LATELY)

    assert assessment.state == State.CLOSED


def test_who_has_no_supervisor_waits_for_none(cast: Cast) -> None:
    assessment = begun(cast, "bela")
    say(cast, assessment, "self", cast.bela, O07=1)
    actions.send(assessment=assessment, by=cast.bela, at=LATELY)

    assert assessment.state == State.CLOSED


def test_an_assessment_closes_on_its_day_with_what_was_said(cast: Cast) -> None:
    assessment = begun(cast)
    say(cast, assessment, "self", cast.amina, O07=1)

    assert [actions.close_due(at=LATELY + timedelta(days=days)) for days in (28, 29, 30)] == [0, 1, 0]
    assert [gap.competency.code for gap in Gap.objects.all()] == ["O07"]


def test_nothing_said_is_not_sent_and_only_the_person_sends(cast: Cast) -> None:
    assessment = begun(cast)
    with pytest.raises(actions.NothingSaid):
        actions.send(assessment=assessment, by=cast.amina, at=LATELY)
    for by in (cast.jonas, cast.ren, cast.bela):
        with pytest.raises(PermissionDenied):
            actions.send(assessment=assessment, by=by, at=LATELY)
    for by in (cast.amina, cast.ren, cast.bela, cast.davit):
        with pytest.raises(PermissionDenied):
            actions.send_ratings(assessment=assessment, by=by, at=LATELY)
    assert assessment.state == State.OPEN


@pytest.mark.parametrize("number", [1, 22])
def test_ratings_in_bulk_take_the_same_queries(cast: Cast, number: int, django_assert_num_queries: Any) -> None:
    assessment = begun(cast)
    ratings = [actions.NewRating(each.pk, 2.0) for each in list(cast.competencies.values())[:number]]
    # A savepoint and its end, the rows, the audit entry.
    with django_assert_num_queries(4):
        rows = actions.rate_many(assessment=assessment, source="self", ratings=ratings, by=cast.amina, at=LATELY)
    assert len(rows) == number


def test_a_placement_test_counts_is_taken_once_and_is_waited_for(cast: Cast) -> None:
    test, assessment = placement(cast), begun(cast)
    say(cast, assessment, "self", cast.amina, O07=1)
    actions.send(assessment=assessment, by=cast.amina, at=LATELY)
    assert queries.waits_for(assessment, on=LATELY.date()) == ["supervisor", "test"]
    sitting, grade = actions.sit(assessment=assessment, test=test, answers={}, by=cast.amina, at=LATELY)

    assert (sitting.points, grade.passed) == (0, False)
    rating = Rating.objects.get(source="test")
    assert (rating.competency.code, float(rating.level), rating.by) == ("P3", 0.0, None)
    assert queries.waits_for(assessment, on=LATELY.date()) == ["supervisor"]
    with pytest.raises(actions.AlreadySat):
        actions.sit(assessment=assessment, test=test, answers={}, by=cast.amina, at=LATELY)
    with pytest.raises(PermissionDenied):
        actions.sit(assessment=assessment, test=test, answers={}, by=cast.bela, at=LATELY)


def test_a_neighbours_test_is_not_offered(cast: Cast) -> None:
    put_on_offer(cast, administration=cast.tirvan)
    version = QuizVersion.objects.get()
    actions.offer_test(instrument=instrument(cast), quiz_version=version, by=cast.davit, at=LATELY)

    assert list(queries.tests_for(begun(cast))) == []


def crowd(cast: Cast, number: int) -> None:
    for each in range(number):
        enter(cast, f"officer{each}", cast.sanderra, "officer", unit="PVS", post="R09")


def blame(cast: Cast, who: str, *causes: str, **levels: float) -> Assessment:
    assessment = begun(cast, who)
    say(cast, assessment, "self", cast.people[who], **levels)
    for code in levels:
        actions.name_causes(
            assessment=assessment,
            competency_id=cast.competencies[code].pk,
            named=causes,
            by=cast.people[who],
            at=LATELY,
        )
    actions.close_assessment(assessment=assessment, by=None, at=LATELY)
    return assessment


def test_a_cause_that_training_cannot_mend_asks_management_by_unit_and_no_course(cast: Cast) -> None:
    crowd(cast, 5)
    blame(cast, "amina", "equipment", O07=1)

    gap, action = Gap.objects.get(), ManagementAction.objects.get()
    assert (gap.cause, gap.state, list(queries.gaps_to_train(cast.amina))) == ("equipment", Gap.State.TRIAGED, [])
    assert (action.unit, action.cause, action.state) == (cast.units["PVS"], "equipment", "open")
    assert AuditEntry.objects.get(verb="management asked").by is None


def test_a_cause_that_training_mends_stays_with_the_plans(cast: Cast) -> None:
    blame(cast, "amina", "knowledge", "equipment", O07=1)

    gap = Gap.objects.get()
    assert (gap.cause, list(queries.gaps_to_train(cast.amina))) == ("knowledge", [gap])


def test_of_a_unit_too_small_the_action_names_the_administration(cast: Cast) -> None:
    blame(cast, "amina", "staffing", O07=1)

    assert ManagementAction.objects.get().unit is None


def test_management_reads_how_many_and_never_how_few(cast: Cast) -> None:
    crowd(cast, 5)
    for number in range(5):
        blame(cast, f"officer{number}", "equipment", O07=1)
        blame(cast, "amina", "motivation", O07=1) if number == 4 else None
    lines = queries.management_lines(cast.sanderra, on=LATELY.date())

    assert [(line.action.cause, line.people.shown) for line in lines] == [("equipment", "5"), ("motivation", "hidden")]
    later = queries.management_lines(cast.sanderra, on=LATELY.date() + timedelta(days=200))
    assert [[line.is_late for line in found] for found in (lines, later)] == [[False, False], [True, True]]


@pytest.mark.parametrize("who", ["ren", "tomas", "nadia"])
def test_management_takes_an_action_up_and_ends_it(cast: Cast, who: str) -> None:
    blame(cast, "amina", "staffing", O07=1)
    action, by, due = ManagementAction.objects.get(), cast.people[who], LATELY.date() + timedelta(days=30)
    actions.take_action(action=action, owner=cast.tomas, due_on=due, by=by, at=LATELY)
    actions.finish_action(action=action, done=True, note="Two more scanners", by=by, at=LATELY)

    action.refresh_from_db()
    assert (action.state, action.owner, action.due_on, action.note) == ("done", cast.tomas, due, "Two more scanners")
    with pytest.raises(actions.ActionOver):
        actions.finish_action(action=action, done=False, note="", by=by, at=LATELY)


@pytest.mark.parametrize("who", ["amina", "jonas", "lucia", "davit", "wren", "stranger"])
def test_nobody_else_touches_an_action(cast: Cast, who: str) -> None:
    blame(cast, "amina", "staffing", O07=1)
    with pytest.raises(PermissionDenied):
        actions.finish_action(action=ManagementAction.objects.get(), done=True, note="", by=cast.people[who], at=LATELY)
    assert ManagementAction.objects.get().state == "open"


def test_a_supervisor_sets_a_gap_aside_with_a_reason_and_opens_it_again(cast: Cast) -> None:
    gap = open_gaps(cast, cast.amina, ratings={"O07": 1})[0]
    with pytest.raises(PermissionDenied):
        actions.set_aside(gap=gap, reason="no", by=cast.amina, at=LATELY)
    actions.set_aside(gap=gap, reason="moved to another desk", by=cast.jonas, at=LATELY)
    assert (gap.state, gap.reason) == (Gap.State.NOT_TRAINING, "moved to another desk")
    with pytest.raises(actions.NotNow):
        actions.triage(gap=gap, named=["practice"], by=cast.jonas, at=LATELY)
    actions.reopen(gap=gap, reason="back at it", by=cast.jonas, at=LATELY + timedelta(days=1))

    gap.refresh_from_db()
    assert (gap.state, gap.reason, gap.opened_at) == (Gap.State.REOPENED, "back at it", LATELY + timedelta(days=1))


def test_a_requirement_that_changes_keeps_what_held_with_its_dates(cast: Cast) -> None:
    post, competency = cast.posts["R09"], cast.competencies["P3"]
    require(post=post, competency=competency, level=3, by=cast.ren, at=LATELY)
    require(post=post, competency=competency, level=4, by=cast.ren, at=LATELY)

    rows = Requirement.objects.filter(post=post, competency=competency).order_by("since")
    day = LATELY.date()
    assert [(row.level, row.since, row.until) for row in rows] == [
        (2, LONG_AGO.date(), day - timedelta(days=1)),
        (4, day, None),
    ]


@pytest.mark.parametrize("who", ["amina", "jonas", "lucia", "tomas", "davit", "wren", "stranger"])
def test_only_hr_and_the_coordinator_say_what_posts_require(cast: Cast, who: str) -> None:
    change = Change(cast.posts["R09"].pk, cast.competencies["P3"].pk, 4)
    with pytest.raises(PermissionDenied):
        publish_requirements(administration=cast.sanderra, changes=[change], by=cast.people[who], at=LATELY)
    assert Requirement.objects.filter(level=4).count() == 0


def test_hr_publishes_nothing_for_a_neighbours_post(cast: Cast) -> None:
    change = Change(cast.posts["T01"].pk, cast.competencies["P3"].pk, 4)
    with pytest.raises(PermissionDenied):
        publish_requirements(administration=cast.sanderra, changes=[change], by=cast.ren, at=LATELY)


def test_a_raised_target_opens_the_gaps_that_the_preview_foretold(cast: Cast) -> None:
    crowd(cast, 6)
    for number in range(6):
        open_gaps(cast, cast.people[f"officer{number}"], ratings={"P3": 2})
    change = Change(cast.posts["R09"].pk, cast.competencies["P3"].pk, 3)
    shown = revising.preview(cast.sanderra, [change], on=LATELY.date())
    # Six of eight holders: the two others would be told by a subtraction.
    assert (shown.opens, shown.has_hidden) == (0, True)
    for who in ("amina", "bela"):
        open_gaps(cast, cast.people[who], ratings={"P3": 2})
    shown = revising.preview(cast.sanderra, [change], on=LATELY.date())
    assert (shown.opens, shown.falls_away, shown.has_hidden) == (8, 0, False)

    publish_requirements(administration=cast.sanderra, changes=[change], by=cast.ren, at=LATELY)
    event = RequirementsPublished(
        at=LATELY, administration_id=cast.sanderra.pk, pairs=[(change.post_id, change.competency_id)]
    )
    for _twice in range(2):
        actions.follow_requirements(event)
    assert [(gap.target, float(gap.level)) for gap in Gap.objects.all()] == [(3, 2.0)] * 8


def test_a_lowered_target_lets_gaps_fall_away_and_moves_those_that_stay(cast: Cast) -> None:
    low, lower = (
        open_gaps(cast, cast.people[who], ratings={"O07": level})[0] for who, level in (("amina", 2), ("bela", 1))
    )
    change = Change(cast.posts["R09"].pk, cast.competencies["O07"].pk, 2)
    assert revising.preview(cast.sanderra, [change], on=LATELY.date()).has_hidden is True
    publish_requirements(administration=cast.sanderra, changes=[change], by=cast.ren, at=LATELY)
    actions.follow_requirements(
        RequirementsPublished(
            at=LATELY, administration_id=cast.sanderra.pk, pairs=[(change.post_id, change.competency_id)]
        )
    )

    low.refresh_from_db()
    lower.refresh_from_db()
    assert [(gap.state, gap.target) for gap in (low, lower)] == [("not_training", 2), ("open", 2)]


def test_who_has_not_observed_anything_leaves_the_level_that_was_assessed_before(cast: Cast) -> None:
    assess(cast, cast.amina, ratings={"O07": 2.0})
    later = begun(cast)
    say(cast, later, "supervisor", cast.jonas, O07=None)
    actions.close_assessment(assessment=later, by=None, at=LATELY)
    targeting, literacy = cast.competencies["O07"].pk, cast.competencies["P3"].pk

    assert queries.assessed_levels(cast.amina) == {targeting: 2}
    assert queries.assessed_levels(cast.amina, competencies=[literacy]) == {}


def test_what_was_taken_back_within_an_assessment_is_not_heard(cast: Cast) -> None:
    assessment = begun(cast)
    say(cast, assessment, "supervisor", cast.jonas, O07=3)
    say(cast, assessment, "supervisor", cast.jonas, O07=None)
    say(cast, assessment, "self", cast.amina, O07=1)
    actions.close_assessment(assessment=assessment, by=None, at=LATELY)

    assert queries.assessed_levels(cast.amina) == {cast.competencies["O07"].pk: 1}
