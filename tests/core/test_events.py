"""A fact and its deliveries are committed together or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from lms.core import deliveries, events
from lms.core.models import Delivery, Event
from lms.reactions import REACTIONS
from tests.processes import house
from tests.processes.house.actions import effects, ring
from tests.processes.house.events import BellRang

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_house(settings):
    settings.REACTIONS = "tests.processes.house.REACTIONS"
    events.table.cache_clear()
    yield
    events.table.cache_clear()


@pytest.mark.parametrize("name", sorted({str(reaction) for reactions in REACTIONS.values() for reaction in reactions}))
def test_every_reaction_is_a_function(name):
    assert callable(events.resolve(name))


@pytest.mark.parametrize("name", sorted(REACTIONS))
def test_every_fact_is_a_frozen_class_of_ids(name):
    kind = events.fact_class(name)
    assert issubclass(kind, events.Fact)
    assert kind.__dataclass_params__.frozen
    assert events.type_name(kind) == name


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="BellRang was published outside a transaction"):
        events.publish(BellRang(at=AT, bell_id=1))
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_a_fact_is_written_with_one_delivery_for_each_reaction():
    event = ring(bell=7, at=AT)
    assert (event.type, event.key, event.version) == ("tests.processes.house.BellRang", "bell:7", 1)
    assert list(event.deliveries.order_by("pk").values_list("reaction", "state")) == [
        ("tests.processes.house.answer", "pending"),
        ("tests.processes.house.write_down", "pending"),
    ]


@pytest.mark.django_db
def test_a_fact_comes_back_as_it_was_published():
    event = Event.objects.get(pk=ring(bell=7, at=AT).pk)
    assert events.as_fact(event) == BellRang(at=AT, bell_id=7)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_published():
    with transaction.atomic():
        ring(bell=7, at=AT)
        transaction.set_rollback(True)
    assert (Event.objects.count(), Delivery.objects.count(), effects("answered")) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_cheap_reactions_have_run_when_the_commit_returns_and_later_ones_wait_for_the_worker(monkeypatch):
    handed_over = []
    monkeypatch.setattr(deliveries, "hand_over", handed_over.append)
    event = ring(bell=7, at=AT)
    written_down = event.deliveries.get(reaction="tests.processes.house.write_down")
    assert effects("answered") == [7]
    assert (effects("written down"), handed_over) == ([], [written_down.pk])


def test_later_marks_a_reaction_and_leaves_its_name():
    reaction = house.REACTIONS["tests.processes.house.BellRang"][1]
    assert reaction == "tests.processes.house.write_down"
    assert events.later(reaction) == reaction
