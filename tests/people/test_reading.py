"""While a page is read, roles are asked for once; whoever has none that sees others is not looked for among them."""

from datetime import date

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from lms.people.models import User
from lms.people.queries import administrations_below, administrations_of, roles_of, visible_to, within_scope_of
from lms.people.reading import ReadingMiddleware
from lms.people.rules import Record
from tests.cast import Cast, enter

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 24)


def reading(person: User, *, method: str = "get") -> User:
    """The person as the user of a request, who has not been looked at yet."""
    request = getattr(RequestFactory(), method)("/my/")
    request.user = User.objects.get(pk=person.pk)
    ReadingMiddleware(lambda asked: asked)(request)  # type: ignore[arg-type, return-value]
    return request.user


def test_the_roles_of_a_reader_are_asked_for_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    amina = reading(cast.amina)
    with django_assert_num_queries(1):
        assert [roles_of(amina, on=ON), roles_of(amina, on=ON)] == [frozenset({"officer"})] * 2


def test_whoever_posts_is_asked_anew_each_time(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    amina = reading(cast.amina, method="post")
    with django_assert_num_queries(2):
        assert [roles_of(amina, on=ON), roles_of(amina, on=ON)] == [frozenset({"officer"})] * 2


@pytest.mark.parametrize("who", ["amina", "jonas", "lucia", "ren", "tomas"])
@pytest.mark.parametrize("record", list(Record))
def test_a_reader_sees_whom_the_person_sees(cast: Cast, who: str, record: Record) -> None:
    person = cast.people[who]
    assert set(visible_to(reading(person), record)) == set(visible_to(person, record))
    assert set(within_scope_of(reading(person), record)) == set(within_scope_of(person, record))


@pytest.mark.parametrize("who", ["amina", "jonas", "ren", "nadia", "wren", "stranger"])
@pytest.mark.parametrize("roles", [None, ["hr"], ["officer", "wco_adviser"]])
def test_a_readers_administrations_are_the_persons(cast: Cast, who: str, roles: list[str] | None) -> None:
    person = cast.people[who]
    for ask in (administrations_of, administrations_below):
        assert set(ask(reading(person), roles=roles)) == set(ask(person, roles=roles))


def test_a_supervisor_without_a_unit_reaches_nobody_else(cast: Cast) -> None:
    lone = enter(cast, "lone", cast.sanderra, "supervisor")
    assert set(visible_to(reading(lone), Record.ABILITY)) == set(visible_to(lone, Record.ABILITY)) == {lone}
