"""Whatever fails on the way, a reaction has its effect once, or is given up where somebody sees it."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from lms.core import deliveries, events, tasks
from lms.core.deliveries import MOST_ATTEMPTS, PAUSES, deliver, retry, retry_all, sweep, wall_clock
from lms.core.models import AuditEntry, Delivery
from lms.people.models import User
from tests.processes.house.actions import effects, ring
from tests.processes.house.events import BellCracked

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MUCH_LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def the_house(settings):
    settings.REACTIONS = "tests.processes.house.REACTIONS"
    events.table.cache_clear()
    yield
    events.table.cache_clear()


@pytest.fixture
def operator(db):
    return User.objects.create_user("operator")


@pytest.fixture
def cracked(db) -> Delivery:
    """A delivery whose reaction fails, not tried yet."""
    with transaction.atomic():
        event = events.publish(BellCracked(at=AT, bell_id=3))
    return event.deliveries.get()


@pytest.fixture
def dead(cracked) -> Delivery:
    for _ in range(MOST_ATTEMPTS):
        deliver(cracked.pk)
    cracked.refresh_from_db()
    return cracked


def buy_rope():
    AuditEntry.objects.create(at=AT, verb="rope bought", about_type="bell", about_id="3")


def test_a_failure_is_written_down_and_what_the_reaction_wrote_is_undone(cracked):
    before = wall_clock()
    assert deliver(cracked.pk) is False
    cracked.refresh_from_db()
    assert (cracked.state, cracked.attempts, cracked.error) == ("pending", 1, "RuntimeError: no rope")
    assert timedelta(0) <= cracked.next_at - before - PAUSES[0] < timedelta(seconds=5)
    assert effects("mended") == []


def test_the_fifth_failure_makes_a_dead_letter_that_nobody_tries_again(dead):
    assert (dead.state, dead.attempts) == ("dead", 5)
    buy_rope()
    assert (deliver(dead.pk), sweep(at=wall_clock() + MUCH_LATER), effects("mended")) == (False, 0, [])


def test_a_reaction_that_recovers_has_its_effect_once(cracked):
    deliver(cracked.pk)
    buy_rope()
    assert [deliver(cracked.pk), deliver(cracked.pk)] == [True, False]
    cracked.refresh_from_db()
    assert (cracked.state, effects("mended")) == ("done", [3])


def test_trying_a_dead_letter_again_delivers_it_and_is_audited(dead, operator):
    buy_rope()
    assert retry(delivery=dead, by=operator, at=AT) is True
    assert effects("mended") == [3]
    entry = AuditEntry.objects.get(verb="delivery retried")
    assert (entry.by, entry.about_id) == (operator, str(dead.pk))


def test_trying_again_in_vain_gives_five_new_tries(dead, operator):
    assert retry(delivery=dead, by=operator, at=AT) is False
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("pending", 1)


def test_only_a_dead_letter_can_be_tried_again(cracked, operator):
    assert retry(delivery=cracked, by=operator, at=AT) is False
    assert AuditEntry.objects.filter(verb="delivery retried").count() == 0


def test_trying_all_again_hands_each_dead_letter_to_the_worker(
    dead, operator, monkeypatch, django_capture_on_commit_callbacks
):
    handed_over = []
    monkeypatch.setattr(deliveries, "hand_over", handed_over.append)
    with django_capture_on_commit_callbacks(execute=True):
        assert retry_all(by=operator, at=AT) == 1
    assert handed_over == [dead.pk]
    assert retry_all(by=operator, at=AT) == 0


def test_the_sweep_leaves_what_is_not_due_and_takes_what_is(db):
    ring(bell=1, at=AT)
    assert sweep(at=wall_clock()) == 0
    assert sweep(at=wall_clock() + events.GRACE) == 2
    assert (effects("answered"), effects("written down")) == ([1], [1])
    assert sweep(at=wall_clock() + MUCH_LATER) == 0


def test_a_worker_with_much_to_do_lets_others_write_in_between_where_only_one_may_at_a_time(db, monkeypatch):
    pauses = []
    monkeypatch.setattr(deliveries, "sleep", pauses.append)
    ring(bell=1, at=AT)
    sweep(at=wall_clock() + MUCH_LATER)
    tasks.deliver_one(Delivery.objects.first().pk)
    assert pauses == ([deliveries.BREATH] * 3 if connection.vendor == "sqlite" else [])


def test_one_failure_keeps_no_other_from_being_swept(cracked):
    ring(bell=1, at=AT)
    assert sweep(at=wall_clock() + MUCH_LATER) == 2
    assert effects("answered") == [1]


def test_a_reaction_that_kills_its_process_lets_the_others_pass_for_a_minute(db, monkeypatch):
    ring(bell=1, at=AT)
    due = wall_clock() + events.GRACE

    def killed(_pk: int, *, counted: bool) -> bool:
        raise SystemExit

    monkeypatch.setattr(deliveries, "deliver", killed)
    with pytest.raises(SystemExit):
        sweep(at=due)
    monkeypatch.undo()
    assert sweep(at=due) == 1
    assert sweep(at=due + deliveries.STEP_BACK) == 1


def test_the_state_of_the_outbox_tells_what_waits_how_long_and_what_was_given_up(dead):
    ring(bell=1, at=AT)
    assert deliveries.state() == deliveries.Outbox(waiting=2, overdue=timedelta(0), dead=1)
    Delivery.objects.filter(state="pending").update(next_at=wall_clock() - timedelta(minutes=5))
    assert round(deliveries.state().overdue / timedelta(minutes=1)) == 5


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_no_error_and_the_sweep_brings_the_delivery(monkeypatch):
    def away(*_args: object, **_options: object) -> None:
        raise OSError("no such socket")

    monkeypatch.setattr(tasks.deliver_one, "apply_async", away)
    ring(bell=1, at=AT)
    assert (effects("answered"), effects("written down")) == ([1], [])
    assert sweep(at=wall_clock() + events.GRACE) == 1
    assert effects("written down") == [1]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_is_asked_once_by_a_process_and_not_for_every_fact(monkeypatch):
    asked = []

    def away(*_args: object, **_options: object) -> None:
        asked.append(1)
        raise OSError("no such socket")

    monkeypatch.setattr(tasks.deliver_one, "apply_async", away)
    for bell in range(3):
        ring(bell=bell, at=AT)
    assert (len(asked), effects("answered")) == (1, [0, 1, 2])


def test_nobody_sleeps_while_a_broker_that_is_away_is_tried(monkeypatch, tmp_path):
    slept = []
    monkeypatch.setattr("kombu.utils.functional.sleep", slept.append)
    away = tasks.deliver_one.app.connection_for_write(f"redis+socket://{tmp_path}/none.sock")
    with pytest.raises(OperationalError):
        tasks.deliver_one.apply_async([1], retry=False, connection=away)
    assert slept == []


@pytest.mark.django_db(transaction=True)
def test_many_who_deliver_the_same_at_once_have_one_effect(monkeypatch):
    monkeypatch.setattr(deliveries, "see_to", lambda _ids: None)
    waiting = [pk for bell in range(5) for pk in ring(bell=bell, at=AT).deliveries.values_list("pk", flat=True)]
    start, run = Barrier(4), []

    def work() -> None:
        start.wait()
        run.extend(pk for pk in waiting if deliver(pk))
        connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(run) == waiting
    assert sorted(effects("answered")) == sorted(effects("written down")) == list(range(5))


def test_a_reaction_that_loses_its_process_every_time_is_given_up_like_one_that_fails(cracked: Delivery) -> None:
    begun = [deliveries.begin_attempt(cracked.pk, at=wall_clock() + day * MUCH_LATER) for day in range(1, 8)]

    cracked.refresh_from_db()
    assert begun == [True] * MOST_ATTEMPTS + [False] * 2
    assert (cracked.state, cracked.attempts) == (Delivery.State.DEAD, MOST_ATTEMPTS)
    assert cracked.error == "every process that tried it was lost"
