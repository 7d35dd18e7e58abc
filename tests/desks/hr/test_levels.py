"""The share of levels at target is told of pairs of officers and competencies, and of no few people (demo KPI O1)."""

from datetime import timedelta

import pytest

from desks.hr import trends
from desks.hr.series import Point
from tests.cast import LATELY, assess, enter, open_gaps
from tracking.needs import actions as needs
from tracking.needs.models import Gap

TODAY = LATELY.date() + timedelta(days=60)


def port(cast, number, *, lacking, first=0):
    """So many officers assessed in both competencies of their post, of whom the first ones lack data literacy."""
    for i in range(first, first + number):
        person = enter(cast, f"port{i}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, person, ratings={"P3": 0.5 if i < first + lacking else 3.0, "O07": 3.0})


def today(cast):
    return trends.worked_out(cast.sanderra, on=TODAY).at_target[-1]


def test_of_twenty_levels_assessed_six_lie_below(cast):
    port(cast, 10, lacking=6)
    assert today(cast) == Point(TODAY, 70, of=20)


def test_that_nobody_meets_everything_does_not_hide_the_share(cast):
    port(cast, 10, lacking=10)
    assert today(cast) == Point(TODAY, 50, of=20)


@pytest.mark.parametrize("lacking", [1, 4])
def test_few_who_lack_something_are_not_told_of(cast, lacking):
    port(cast, 10, lacking=lacking)
    assert today(cast) == Point(TODAY, None)


def test_what_nobody_has_assessed_and_what_no_post_requires_does_not_count(cast):
    port(cast, 10, lacking=5)
    enter(cast, "unknown", cast.sanderra, "officer", unit="PVS", post="R09")
    assess(cast, cast.port9, ratings={"V1": 4.0}, at=LATELY + timedelta(days=1))
    assert today(cast) == Point(TODAY, 75, of=20)


def test_a_gap_set_aside_is_still_a_level_below_its_target(cast):
    port(cast, 10, lacking=5)
    for gap in Gap.objects.filter(person__username__in=[f"port{i}" for i in range(5)]):
        needs.set_aside(gap=gap, reason="The post is to change", by=cast.jonas, at=LATELY + timedelta(days=1))
    assert today(cast) == Point(TODAY, 75, of=20)


def test_the_page_says_of_how_many(client, cast):
    port(cast, 10, lacking=6)
    client.force_login(cast.ren)
    figure = client.get("/hr/").context["figures"][0]
    assert (figure.label, figure.cell.shown, figure.unit, figure.sentence) == (
        "Levels at target", "70", "%", "of 20 levels assessed"
    )  # fmt: skip


def test_without_assessments_there_is_no_share(client, cast):
    client.force_login(cast.ren)
    figure = client.get("/hr/").context["figures"][0]
    assert (figure.cell.shown, figure.sentence) == ("hidden", "of the levels assessed")
