"""A worker is killed at the worst moments; every reaction has its effect exactly once."""

import signal
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.db.models import Q

from lms.core.deliveries import wall_clock
from lms.core.events import publish
from lms.core.models import Delivery, Event
from tests.processes.conftest import Host, until
from tests.processes.house.actions import effects, ring
from tests.processes.house.events import KnellRang

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def all_delivered() -> bool:
    return not Delivery.objects.filter(~Q(state=Delivery.State.DONE)).exists()


def no_more_grace() -> None:
    """As if the moments had passed for which the sweep leaves a fresh delivery to whoever published it."""
    Delivery.objects.filter(state=Delivery.State.PENDING).update(next_at=wall_clock())


def test_a_worker_killed_between_the_commit_and_the_delivery_of_what_it_published(host: Host):
    worker = host.worker("first")
    with transaction.atomic():
        publish(KnellRang(at=AT, bell_id=5))
    until(lambda: worker.poll() is not None, "the reaction has killed its worker")
    assert worker.returncode == -signal.SIGKILL
    assert (effects("tolled"), effects("answered"), effects("written down")) == ([5], [], [])
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["done", "pending", "pending"]
    no_more_grace()
    host.worker("second")
    host.beat()
    until(all_delivered, "the sweep has brought what was left")
    assert (effects("tolled"), effects("answered"), effects("written down")) == ([5], [5], [5])


def test_a_worker_killed_in_the_midst_of_a_reaction(host: Host):
    (host.folder / "slow").touch()
    worker = host.worker("first")
    ring(bell=8, at=AT)
    until((host.folder / "begun").exists, "the reaction has written its row and works on", process=worker)
    host.kill(worker)
    assert (effects("answered"), effects("written down")) == ([8], [])
    (host.folder / "slow").unlink()
    no_more_grace()
    host.worker("second")
    host.beat()
    until(all_delivered, "the sweep has brought what was left")
    assert (effects("answered"), effects("written down")) == ([8], [8])


def test_a_worker_that_was_away_finds_everything_when_it_comes(host: Host):
    for bell in range(20):
        ring(bell=bell, at=AT)
    assert (effects("answered"), effects("written down")) == (list(range(20)), [])
    host.worker()
    until(all_delivered, "the worker has delivered what waited in the broker")
    assert sorted(effects("written down")) == list(range(20))
    assert Event.objects.count() == 20
