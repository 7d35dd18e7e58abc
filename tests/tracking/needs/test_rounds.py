"""A round asks everyone with a post once, tells them and their supervisors once, and tells a supervisor what was sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lms.core.events import as_fact
from lms.core.models import Event
from lms.notices.models import Notice
from tests.cast import LATELY, Cast, enter, instrument
from tracking.needs import actions
from tracking.needs.models import Assessment

UNTIL = LATELY.date() + timedelta(days=21)


def open_round(cast: Cast, who: str = "ren", **more: object) -> actions.Round:
    asked = {"unit": None, "due_on": UNTIL, **more}
    return actions.open_round(
        administration=cast.sanderra, instrument=instrument(cast), by=cast.people[who], at=LATELY, **asked
    )


def fact(name: str) -> object:
    return as_fact(Event.objects.get(type=f"tracking.needs.{name}"))


def told() -> list[tuple[str, str, str]]:
    return list(Notice.objects.order_by("pk").values_list("person__username", "kind", "link"))


@pytest.mark.parametrize("who", ["amina", "jonas", "tomas", "lucia", "davit", "wren", "stranger"])
def test_only_hr_and_the_coordinator_open_one(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        open_round(cast, who)
    assert Assessment.objects.count() == 0


def test_everyone_with_a_post_is_asked_until_the_day_and_who_is_running_goes_on(cast: Cast) -> None:
    begun = actions.open_assessment(
        person=cast.bela, administration=cast.sanderra, instrument=instrument(cast), by=cast.bela, at=LATELY
    )
    assert open_round(cast) == actions.Round(asked=1, already=1)
    asked = Assessment.objects.exclude(pk=begun.pk).get()
    assert (asked.person, asked.due_on, asked.state_by) == (cast.amina, UNTIL, cast.ren)
    assert open_round(cast, "nadia") == actions.Round(asked=0, already=2)


def test_of_a_unit_only_its_own_are_asked(cast: Cast) -> None:
    assert open_round(cast, unit=cast.units["AVI"]) == actions.Round(asked=1, already=0)
    assert Assessment.objects.get().person == cast.bela


def test_a_day_that_has_passed_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.TooSoon):
        open_round(cast, due_on=LATELY.date())


def test_people_and_supervisors_are_told_once_however_often_it_runs(cast: Cast) -> None:
    open_round(cast)
    for _ in range(2):
        actions.tell_round(fact("RoundOpened"))
    assert told() == [
        ("amina", "assessment_asked", "/my/assessment/"),
        ("bela", "assessment_asked", "/my/assessment/"),
        ("jonas", "team_assessment_asked", "/my/team/"),
    ]


def test_a_supervisor_is_told_once_that_an_officer_has_sent_hers(cast: Cast) -> None:
    open_round(cast)
    hers = Assessment.objects.get(person=cast.amina)
    actions.rate(assessment=hers, competency=cast.competencies["P3"], source="self", level=1, by=cast.amina, at=LATELY)
    actions.send(assessment=hers, by=cast.amina, at=LATELY)
    for _ in range(2):
        actions.tell_supervisors(fact("AssessmentSent"))
    assert told() == [("jonas", "assessment_sent", f"/my/team/{cast.amina.uid}/assess/")]


def test_a_supervisor_who_has_spoken_already_is_not_asked_again(cast: Cast) -> None:
    open_round(cast)
    hers = Assessment.objects.get(person=cast.amina)
    actions.send_ratings(assessment=hers, by=cast.jonas, at=LATELY)
    actions.rate(assessment=hers, competency=cast.competencies["P3"], source="self", level=1, by=cast.amina, at=LATELY)
    actions.send(assessment=hers, by=cast.amina, at=LATELY)
    actions.tell_supervisors(fact("AssessmentSent"))
    assert told() == []


def test_more_people_take_no_more_queries(cast: Cast, django_assert_num_queries: object) -> None:
    used = instrument(cast)
    for number in (1, 3):
        for each in range(number):
            enter(cast, f"more{number}-{each}", cast.sanderra, "officer", unit="AVI", post="R09")
        with django_assert_num_queries(10):  # type: ignore[operator]
            actions.open_round(
                administration=cast.sanderra, instrument=used, unit=cast.units["AVI"], due_on=UNTIL, by=cast.ren,
                at=LATELY,
            )  # fmt: skip
