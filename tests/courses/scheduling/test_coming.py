"""A course's page names the cohorts that can still be joined, and to people of the house also who teaches them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.models import CoursePage
from courses.scheduling import actions
from courses.scheduling.coming import Coming, coming
from courses.scheduling.models import Cohort
from tests.cast import raise_the_curtain
from tests.courses.scheduling.timetable import AT, START, Timetable, lay_out

TODAY = AT.date()
NOBODY = AnonymousUser()


@pytest.fixture
def timetable(db: None) -> Timetable:
    return lay_out(raise_the_curtain())


def course_of(timetable: Timetable) -> CoursePage:
    return CoursePage.objects.get(translation_key=timetable.blueprint.course_uid, locale__language_code="en")


def open_to(timetable: Timetable, audience: str) -> CoursePage:
    CoursePage.objects.filter(pk=course_of(timetable).pk).update(audience=audience)
    return course_of(timetable)


def told(timetable: Timetable, course: CoursePage, *, to: object = NOBODY, on: date = TODAY) -> list[Coming]:
    return coming(course, asked_by=to, on=on)  # type: ignore[arg-type]


def test_a_cohort_is_named_with_its_days_ways_and_venues(timetable: Timetable) -> None:
    cohort = timetable.release()
    [line] = told(timetable, open_to(timetable, "everyone"))
    assert (line.title, line.starts_on, line.ends_on, line.joinable_until) == (
        cohort.title, START, cohort.ends_on, cohort.joinable_until,
    )  # fmt: skip
    assert (line.modes, line.venues, line.trainers) == (["remote", "classroom"], ["Averin"], [])


def test_who_teaches_is_told_to_whoever_is_signed_in_and_to_no_stranger(timetable: Timetable) -> None:
    timetable.release()
    course = open_to(timetable, "everyone")
    cast = timetable.cast
    names = [
        [line.trainers for line in told(timetable, course, to=who)] for who in (NOBODY, cast.amina, cast.people["elif"])
    ]
    assert names == [[[]], [[str(cast.lucia)]], [[str(cast.lucia)]]]


@pytest.mark.parametrize(
    ("state", "on", "listed"),
    [
        ("released", TODAY, 1),
        ("released", START + timedelta(days=3), 1),
        ("released", START + timedelta(days=4), 0),
        ("draft", TODAY, 0),
        ("cancelled", TODAY, 0),
        ("held", TODAY, 0),
    ],
)
def test_only_what_can_be_joined_is_listed(timetable: Timetable, state: str, on: date, listed: int) -> None:
    cohort = timetable.release()
    Cohort.objects.filter(pk=cohort.pk).update(state=state)
    assert len(told(timetable, open_to(timetable, "everyone"), on=on)) == listed


def test_of_a_course_of_ones_own_house_only_its_own_cohorts_are_named(timetable: Timetable) -> None:
    cohort = timetable.release()
    Cohort.objects.filter(pk=cohort.pk).update(administration=timetable.cast.tirvan)
    shown = [len(told(timetable, open_to(timetable, audience))) for audience in ("own", "members", "everyone")]
    assert shown == [0, 1, 1]


def test_a_session_that_was_cancelled_leaves_no_trace(timetable: Timetable) -> None:
    cohort = timetable.release()
    actions.cancel_session(
        session=timetable.session(cohort, 1), by=timetable.cast.lucia, at=AT, reason="The trainer is ill"
    )
    [line] = told(timetable, open_to(timetable, "everyone"))
    assert line.modes == ["classroom"]


@pytest.mark.parametrize("cohorts", [1, 3])
def test_it_takes_one_query_for_strangers_and_two_for_people_of_the_house(
    timetable: Timetable, cohorts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(cohorts):
        timetable.release(starts_on=START + timedelta(weeks=3 * number))
    course, amina = open_to(timetable, "everyone"), timetable.cast.amina
    with django_assert_num_queries(1):
        assert len(told(timetable, course)) == cohorts
    with django_assert_num_queries(2):
        assert [line.starts_on for line in told(timetable, course, to=amina)] == sorted(
            START + timedelta(weeks=3 * number) for number in range(cohorts)
        )


@time_machine.travel(AT, tick=False)
def test_the_page_says_when_and_what_to_do_next(timetable: Timetable, client: Client) -> None:
    timetable.release()
    address = open_to(timetable, "everyone").url
    stranger = client.get(address).text
    client.force_login(timetable.cast.amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    amina = client.get(address).text
    lucia = str(timetable.cast.lucia)
    assert ("1 Mar 2027" in stranger, "Sign in to take a seat" in stranger, lucia in stranger) == (True, True, False)
    assert ("Averin" in amina, 'href="/my/plan/"' in amina, lucia in amina) == (True, True, True)


def test_a_course_in_which_people_meet_says_when_there_is_no_date_yet(timetable: Timetable, client: Client) -> None:
    course = open_to(timetable, "everyone")
    read = client.get(course.url).text
    CoursePage.objects.filter(pk=course.pk).update(hours_remote=4, last_published_at=AT)
    assert ("Coming dates" in read, "No cohort can be joined now." in client.get(course.url).text) == (False, True)
