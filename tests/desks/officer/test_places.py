"""A course's page says what place its coming cohorts have: how many are free, where one would stand, what one has already."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.models import CoursePage
from courses.scheduling.coming import coming
from courses.scheduling.models import Cohort
from desks.templatetags.desks_places import Places, with_places
from lms.people.models import User
from tests.cast import enter, raise_the_curtain
from tests.courses.scheduling.timetable import AT, START, Timetable, lay_out
from tracking.enrolment.actions import seat
from tracking.enrolment.models import Seat

NOBODY = AnonymousUser()


@pytest.fixture
def timetable(db: None) -> Timetable:
    made = lay_out(raise_the_curtain())
    CoursePage.objects.update(audience=CoursePage.Audience.EVERYONE)
    return made


def of_seats(timetable: Timetable, seats: int) -> Cohort:
    cohort = timetable.release()
    Cohort.objects.filter(pk=cohort.pk).update(seats=seats)
    cohort.refresh_from_db()
    return cohort


def come(timetable: Timetable, cohort: Cohort, *names: str) -> None:
    """These take a seat, or stand in line where there is none, in this order."""
    sanderra = timetable.cast.sanderra
    for name in names:
        person = timetable.cast.people.get(name) or enter(timetable.cast, name, sanderra, "officer", unit="PVS")
        seat(cohort=cohort, person=person, administration=sanderra, by=person, at=AT)


def course_of(timetable: Timetable) -> CoursePage:
    return CoursePage.objects.get(translation_key=timetable.blueprint.course_uid, locale__language_code="en")


def places(timetable: Timetable, reader: User | AnonymousUser) -> list[Places]:
    found = coming(course_of(timetable), asked_by=reader, on=AT.date())
    return [each for _cohort, _modes, each in with_places([(cohort, []) for cohort in found], reader)]


@pytest.mark.parametrize(
    ("seats", "there", "free", "next_in_line"), [(3, 0, 3, 1), (3, 2, 1, 1), (3, 3, 0, 1), (2, 4, 0, 3)]
)
def test_what_whoever_comes_now_would_find(
    timetable: Timetable, seats: int, there: int, free: int, next_in_line: int
) -> None:
    come(timetable, of_seats(timetable, seats), *("bela", "quinn", "rosa", "sami")[:there])
    [found] = places(timetable, timetable.cast.amina)
    assert (found.vacancy.free, found.next_in_line, found.seat) == (free, next_in_line, None)


def test_whoever_has_a_seat_or_waits_finds_that_and_nobody_elses(timetable: Timetable) -> None:
    come(timetable, of_seats(timetable, 1), "bela", "quinn", "amina")
    readers = [timetable.cast.bela, timetable.cast.amina, timetable.cast.ren, NOBODY]
    assert [(each.seat and each.seat.state, each.place) for who in readers for each in places(timetable, who)] == [
        (Seat.State.SEATED, 0), (Seat.State.WAITING, 2), (None, 0), (None, 0)
    ]  # fmt: skip


def read(timetable: Timetable, name: str = "", language: str = "en") -> str:
    client = Client(headers={"Accept-Language": language})
    if name:
        client.force_login(timetable.cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(course_of(timetable).url).text


@time_machine.travel(AT, tick=False)
def test_the_page_says_it(timetable: Timetable) -> None:
    cohort = of_seats(timetable, 2)
    come(timetable, cohort, "bela")
    assert ["1 place is free" in read(timetable, name) for name in ("amina", "bela", "elif")] == [True, False, True]
    assert "You have a seat" in read(timetable, "bela")
    come(timetable, cohort, "quinn", "rosa", "sami")
    assert "Full: you would be number 3 in line" in read(timetable, "amina")
    assert "You are number 2 in line" in read(timetable, "sami")
    assert ("Full, with a waiting list" in read(timetable), "in line" in read(timetable)) == (True, False)


@pytest.mark.parametrize("cohorts", [1, 3])
def test_the_places_of_all_cohorts_are_read_together(
    timetable: Timetable, cohorts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(cohorts):
        cohort = timetable.release(starts_on=START + timedelta(weeks=3 * number))
        Cohort.objects.filter(pk=cohort.pk).update(seats=1)
        come(timetable, cohort, "bela", "amina")
    found = [(each, []) for each in coming(course_of(timetable), asked_by=NOBODY, on=AT.date())]
    with django_assert_num_queries(1):
        assert len(with_places(found, NOBODY)) == cohorts
    with django_assert_num_queries(3):
        assert [each.place for _cohort, _modes, each in with_places(found, timetable.cast.amina)] == [1] * cohorts
    with django_assert_num_queries(0):
        assert with_places([], timetable.cast.amina) == []
