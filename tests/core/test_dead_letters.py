"""The operator's page: what was given up, why, and another try; nobody else finds it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse

from lms.core import events
from lms.core.deliveries import MOST_ATTEMPTS, deliver
from lms.core.models import AuditEntry, Delivery
from lms.people.models import User
from tests.processes.house.actions import effects
from tests.processes.house.events import BellCracked

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_house(settings):
    settings.REACTIONS = "tests.processes.house.REACTIONS"
    events.table.cache_clear()
    yield
    events.table.cache_clear()


@pytest.fixture
def letters() -> list[Delivery]:
    with transaction.atomic():
        cracked = [events.publish(BellCracked(at=AT, bell_id=bell)).deliveries.get() for bell in (3, 4)]
    for _ in range(MOST_ATTEMPTS):
        for letter in cracked:
            deliver(letter.pk)
    return cracked


@pytest.fixture
def operator(client) -> User:
    person = User.objects.create_superuser("operator")
    client.force_login(person)
    return person


@pytest.fixture
def editor(client) -> User:
    person = User.objects.create_user("editor")
    person.groups.add(Group.objects.get(name="Editors"))
    client.force_login(person)
    return person


def buy_rope():
    AuditEntry.objects.create(at=AT, verb="rope bought", about_type="bell", about_id="3")


def test_the_list_tells_event_thing_reaction_error_and_attempts(client, operator, letters):
    page = client.get(reverse("dead_letters:index"))
    shown = [(d.event.type, d.event.key, d.reaction, d.error, d.attempts) for d in page.context["object_list"]]
    line = ("tests.processes.house.BellCracked", "tests.processes.house.mend", "RuntimeError: no rope", 5)
    assert shown == [(line[0], "bell:4", *line[1:]), (line[0], "bell:3", *line[1:])]
    assert "2 have been given up after five attempts." in page.text
    assert "Dead letters (2)" in page.text


def test_a_letter_shows_what_its_event_says(client, operator, letters):
    page = client.get(reverse("dead_letters:inspect", args=[letters[0].pk]))
    assert "&quot;bell_id&quot;: 3" in page.text
    assert "RuntimeError: no rope" in page.text


def test_trying_one_again_delivers_it(client, operator, letters):
    buy_rope()
    answer = client.post(reverse("dead_letters:retry", args=[letters[0].pk]))
    assert answer.url == reverse("dead_letters:index")
    assert effects("mended") == [3]
    assert AuditEntry.objects.get(verb="delivery retried").by == operator


def test_trying_all_again_makes_all_wait_for_the_worker(client, operator, letters):
    client.post(reverse("dead_letters:retry_all"))
    assert set(Delivery.objects.values_list("state", "attempts")) == {("pending", 0)}


def test_looking_changes_nothing(client, operator, letters):
    assert client.get(reverse("dead_letters:retry", args=[letters[0].pk])).status_code == 405
    assert client.get(reverse("dead_letters:retry_all")).status_code == 405


def test_one_that_is_not_dead_cannot_be_tried(client, operator, letters):
    Delivery.objects.update(state=Delivery.State.DONE)
    assert client.post(reverse("dead_letters:retry", args=[letters[0].pk])).status_code == 404


@pytest.mark.parametrize("name", ["index", "index_results"])
def test_an_editor_is_sent_away_from_the_list(client, editor, letters, name):
    answer = client.get(reverse(f"dead_letters:{name}"))
    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
    assert "dead-letters" not in client.get(reverse("wagtailadmin_home")).text


def test_an_editor_can_neither_look_into_a_letter_nor_try_it_again(client, editor, letters):
    home = reverse("wagtailadmin_home")
    assert client.get(reverse("dead_letters:inspect", args=[letters[0].pk])).url == home
    assert client.post(reverse("dead_letters:retry", args=[letters[0].pk])).url == home
    assert client.post(reverse("dead_letters:retry_all")).url == home
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dead"}


def test_an_administrator_s_group_may_be_given_the_page(client, editor, letters):
    editor.groups.get().permissions.add(Permission.objects.get(codename="change_delivery"))
    assert client.get(reverse("dead_letters:index")).status_code == 200


def test_a_stranger_is_asked_to_sign_in(client, letters):
    assert client.get(reverse("dead_letters:index")).status_code == 302


def test_the_list_takes_as_many_queries_for_three_letters_as_for_two(
    client, operator, letters, django_assert_max_num_queries
):
    client.get(reverse("dead_letters:index"))
    with django_assert_max_num_queries(25) as two:
        client.get(reverse("dead_letters:index"))
    with transaction.atomic():
        third = events.publish(BellCracked(at=AT, bell_id=5)).deliveries.get()
    Delivery.objects.filter(pk=third.pk).update(state=Delivery.State.DEAD, attempts=5)
    with django_assert_max_num_queries(25) as three:
        client.get(reverse("dead_letters:index"))
    assert len(two) == len(three)
