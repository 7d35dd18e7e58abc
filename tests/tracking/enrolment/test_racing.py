"""Two ask for the last seat at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from courses.scheduling.models import Booking
from lms.people.models import User
from tests.cast import raise_the_curtain
from tests.tracking.attendance.making import blend
from tests.tracking.enrolment.making import ask, with_seats
from tracking.enrolment.models import Seat

State = Seat.State


@pytest.mark.django_db(transaction=True)
def test_two_officers_race_for_the_last_seat_and_one_sits_while_the_other_waits() -> None:
    """On PostgreSQL the cohort's row is the lock, on SQLite the transaction, which begins IMMEDIATE."""
    small = with_seats(blend(raise_the_curtain()), 2)
    ask(small, "quinn")
    start, racers = Barrier(2), [small.cast.amina, small.cast.bela]

    def race(person: User) -> None:
        start.wait()
        try:
            ask(small, person.username)
        finally:
            connection.close()

    threads = [Thread(target=race, args=(person,)) for person in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = Seat.objects.filter(person__in=racers).order_by("state").values_list("state", flat=True)
    assert list(states) == [State.SEATED, State.WAITING]
    assert Booking.objects.filter(person__in=racers).values("person").distinct().count() == 1
