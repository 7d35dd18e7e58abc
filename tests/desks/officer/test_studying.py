"""A course's page leads whoever is studying the course back into it, and offers it to everyone else."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.catalogue.models import CoursePage
from desks.templatetags.desks_studying import under_way
from tests.cast import Cast, Offer, enrol
from tests.desks.officer.test_team import signed_in
from tracking.enrolment.models import Enrolment


@pytest.fixture
def course(offer: Offer) -> CoursePage:
    CoursePage.objects.update(audience=CoursePage.Audience.EVERYONE)
    return CoursePage.objects.get(pk=offer.page.pk)


@pytest.fixture
def enrolment(cast: Cast, offer: Offer) -> Enrolment:
    return enrol(cast, cast.amina, offer)


def way_in(client: Client, course: CoursePage) -> list[tuple[str, str]]:
    """Where the buttons of the course's page lead, and what they say."""
    return re.findall(r'class="button button--primary"\s+href="([^"]*)">([^<]*)<', client.get(course.url).text)


def test_whoever_studies_it_continues_and_everyone_else_may_enrol(
    cast: Cast, course: CoursePage, enrolment: Enrolment
) -> None:
    enrolling = [(f"/my/enrol/{course.translation_key}/", "Enrol")]
    found = [way_in(signed_in(cast, who), course) for who in ("amina", "bela")]
    assert found == [[(f"/learn/{enrolment.uid}/", "Continue")], enrolling]
    Enrolment.objects.update(state=Enrolment.State.COMPLETED)
    assert way_in(signed_in(cast, "amina"), course) == enrolling
    assert [words for _address, words in way_in(Client(), course)] == ["Sign in to enrol"]


def test_in_arabic_it_is_said_in_arabic(cast: Cast, course: CoursePage, enrolment: Enrolment) -> None:
    amina = signed_in(cast, "amina")
    amina.cookies["django_language"] = "ar"
    assert way_in(amina, course) == [(f"/learn/{enrolment.uid}/", "متابعة")]


def test_it_takes_one_query_of_whoever_is_signed_in_and_none_of_strangers(
    cast: Cast, course: CoursePage, enrolment: Enrolment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert under_way(cast.amina, course) == enrolment
    with django_assert_num_queries(1):
        assert under_way(cast.bela, course) is None
    with django_assert_num_queries(0):
        assert under_way(AnonymousUser(), course) is None
