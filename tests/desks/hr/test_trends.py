"""What a year of figures tells of groups, and that no two of its points tell of a person."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desks.hr import trends
from desks.hr.series import Point, Series, bits_between, ends_of_months, publishable
from desks.hr.trends import figures
from tests.cast import LATELY, enter, open_gaps

TODAY = LATELY.date() + timedelta(days=60)
PEOPLE = st.lists(st.sets(st.integers(0, 12), max_size=9), max_size=12)


def test_a_point_is_shown_when_nobody_or_a_group_has_changed_since_the_next_one_shown():
    five = {1, 2, 3, 4, 5}
    assert publishable([five, set(), {1}, five], smallest=5) == [True, False, False, True, True]
    assert publishable([five], smallest=5) == [True, True]
    assert publishable([{1}], smallest=5) == [False, True]
    assert publishable([set()], smallest=5) == [True, True]
    assert publishable([{1, 2, 3}, {4, 5}], smallest=5) == [True, False, True]
    assert publishable([{1, 2, 3}, {2, 3}], smallest=5) == [False, False, True]
    assert publishable([five, {1}], smallest=5) == [True, False, True]


@given(PEOPLE)
def test_whatever_two_points_are_subtracted_nobody_or_a_group_has_changed_between_neighbours(changed):
    shown = [i for i, is_shown in enumerate(publishable(changed, smallest=5)) if is_shown]
    assert shown[-1] == len(changed)
    for one, other in pairwise(shown):
        between = set().union(*changed[one:other])
        assert not between or len(between) >= 5


def test_the_points_are_the_ends_of_twelve_months_and_today():
    days = ends_of_months(date(2026, 3, 15))
    assert (len(days), days[0], days[-2], days[-1]) == (13, date(2025, 3, 31), date(2026, 2, 28), date(2026, 3, 15))


@pytest.mark.parametrize(
    ("first", "last", "bits"), [(1, 3, 0b111), (2, None, 0b110), (2, 2, 0b010), (4, None, 0), (0, 0, 0), (0, 9, 0b111)]
)
def test_a_span_counts_on_its_first_and_its_last_day(first, last, bits):
    day = date(2026, 1, 10)
    days = [day + timedelta(days=n) for n in (1, 2, 3)]
    ends = None if last is None else day + timedelta(days=last)
    assert bits_between(days, day + timedelta(days=first), ends) == bits


def test_a_figure_about_fewer_than_five_people_is_not_shown():
    series = Series(2)
    for person in range(6):
        series.add(person, 0b11 if person < 4 else 0b10)
    days = [date(2026, 1, 31), date(2026, 2, 28)]
    assert figures(days, series, 5) == [Point(days[0], None), Point(days[1], 6)]


@pytest.fixture
def peopled(cast):
    for i in range(9):
        person = enter(cast, f"port{i}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, person, ratings={"P3": 0.5 if i < 6 else 3.0})
    return cast


def test_the_year_of_an_administration_ends_with_todays_figures(peopled):
    found = trends.trends(peopled.sanderra, on=TODAY)
    assert (found.gaps[-1], found.gaps[0]) == (Point(TODAY, 6), Point(date(2025, 12, 31), 0))
    assert found.at_target[-1].value is None  # three have met it: too few to show
    assert found.certified[-1] == Point(TODAY, 0)


def test_one_person_more_is_a_step_that_waits_for_others(peopled):
    late = enter(peopled, "late", peopled.sanderra, "officer", unit="PVS", post="R09")
    open_gaps(peopled, late, ratings={"P3": 0.5}, at=LATELY + timedelta(days=40))
    found = trends.trends(peopled.sanderra, on=TODAY)
    assert [point.value for point in found.gaps[-4:]] == [0, None, 7, 7]


def test_more_officers_take_no_more_queries(peopled, django_assert_num_queries):
    with django_assert_num_queries(6):
        trends.worked_out(peopled.sanderra, on=TODAY)


def test_the_line_of_a_chart_leaves_out_what_is_not_shown():
    days = ends_of_months(date(2026, 3, 15))[:3]
    line = trends.drawn([Point(days[0], 0), Point(days[1], None), Point(days[2], 10)], width=100, height=48)
    assert line == "0.0,44.0 100.0,4.0"
