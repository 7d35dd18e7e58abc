"""A cohort has so many seats: who comes first sits, who comes later waits in order, and nobody gets a place twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from courses.scheduling.events import CohortCancelled, SessionHeld
from courses.scheduling.models import Booking, Cohort
from lms.core.models import Event
from tests.cast import LATELY, SCENES, Cast
from tests.kept import Scenes
from tests.tracking.attendance.making import Blend, blend
from tests.tracking.enrolment.making import ask, with_seats
from tracking.enrolment import actions, queries, rules
from tracking.enrolment.models import Enrolment, Seat

State = Seat.State


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "small": lambda made: with_seats(blend(made["cast"]), 1)}


@pytest.fixture
def small(kept: dict[str, Any], cast: Cast) -> Blend:
    """The blended course in a cohort of one seat."""
    return kept.get("small") or with_seats(blend(cast), 1)


def told(kind: str) -> list[int]:
    events = Event.objects.filter(type=f"tracking.enrolment.{kind}").order_by("seq")
    return [event.payload["seat_id"] for event in events]


@pytest.mark.parametrize(
    ("seats", "taken", "waiting", "sits", "offered"),
    [
        (1, 0, 0, True, 0), (1, 1, 0, False, 0), (2, 1, 1, False, 1),
        (0, 0, 0, False, 0), (3, 1, 1, False, 1), (3, 0, 5, False, 3),
    ],
)  # fmt: skip
def test_who_sits_and_who_is_offered_a_place(seats: int, taken: int, waiting: int, sits: bool, offered: int) -> None:
    assert rules.has_place(seats=seats, taken=taken, waiting=waiting) == sits
    assert rules.places_to_offer(seats=seats, taken=taken, waiting=waiting) == offered


def test_an_offer_ends_after_two_days_or_when_the_first_session_begins() -> None:
    ends = [rules.offer_ends(at=LATELY, starts_at=starts) for starts in (
        None, LATELY + timedelta(hours=5), LATELY + timedelta(days=9), LATELY - timedelta(days=1)
    )]  # fmt: skip
    assert [end - LATELY for end in ends] == [timedelta(hours=hours) for hours in (48, 5, 48, 48)]


def test_a_seat_comes_with_an_enrolment_in_the_cohorts_release_and_the_time_of_its_sessions(small: Blend) -> None:
    seat = ask(small, "amina")
    assert (seat.state, seat.enrolment.release, seat.enrolment.state) == (
        State.SEATED, small.release, Enrolment.State.ENROLLED
    )  # fmt: skip
    booked = Booking.objects.filter(person=small.cast.amina, kind=Booking.Kind.PARTICIPANT).order_by("starts_at")
    assert [booking.session for booking in booked] == small.sessions
    assert told("Seated") == [seat.pk]


def test_a_newer_release_of_the_course_does_not_pull_the_cohort_along(small: Blend) -> None:
    small.release.state = "superseded"
    small.release.save()
    assert ask(small, "amina").enrolment.release == small.release


def test_asking_again_changes_nothing(small: Blend) -> None:
    first, again = ask(small, "amina"), ask(small, "amina", minutes=5)
    assert (first.pk, told("Seated"), Seat.objects.count()) == (again.pk, [first.pk], 1)


def test_those_who_come_later_wait_in_the_order_in_which_they_asked(small: Blend) -> None:
    seats = [ask(small, name, minutes=number) for number, name in enumerate(("amina", "bela", "quinn", "rosa"))]
    assert [seat.state for seat in seats] == [State.SEATED, State.WAITING, State.WAITING, State.WAITING]
    assert [queries.place_in_line(seat) for seat in seats] == [0, 1, 2, 3]
    assert (told("WaitListed"), seats[1].enrolment) == ([seat.pk for seat in seats[1:]], None)
    assert queries.free_places([small.cohort.pk]) == {small.cohort.pk: 0}


def test_whoever_leaves_makes_room_for_the_first_in_line_and_for_nobody_else(small: Blend) -> None:
    amina, bela, quinn = (ask(small, name, minutes=n) for n, name in enumerate(("amina", "bela", "quinn")))
    at = LATELY + timedelta(hours=1)
    actions.leave(seat=amina, by=small.cast.amina, at=at, reason="On leave")
    for seat in (amina, bela, quinn):
        seat.refresh_from_db()
    assert [seat.state for seat in (amina, bela, quinn)] == [State.LEFT, State.OFFERED, State.WAITING]
    assert (bela.offered_until, queries.place_in_line(quinn), amina.reason) == (at + timedelta(hours=48), 1, "On leave")
    assert not Booking.objects.filter(person=small.cast.amina).exists()
    # The offer keeps the place: a newcomer waits behind.
    assert (ask(small, "rosa", minutes=90).state, told("SeatOffered")) == (State.WAITING, [bela.pk])
    assert ask(small, "bela", minutes=95).state == State.SEATED


def test_an_offer_that_nobody_takes_lapses_and_goes_to_the_next(small: Blend) -> None:
    amina, bela, quinn = (ask(small, name, minutes=n) for n, name in enumerate(("amina", "bela", "quinn")))
    actions.leave(seat=amina, by=small.cast.amina, at=LATELY)
    early, late = LATELY + timedelta(hours=47), LATELY + timedelta(hours=48)
    assert [actions.lapse_offers(at=at) for at in (early, late, late)] == [0, 1, 0]
    bela.refresh_from_db()
    quinn.refresh_from_db()
    assert (bela.state, bela.reason, quinn.state) == (State.DECLINED, "lapsed", State.OFFERED)
    assert quinn.offered_until == late + timedelta(hours=48)


@pytest.mark.parametrize(("who", "may"), [
    ("amina", True), ("jonas", True), ("ren", True), ("nadia", True), ("bela", False), ("lucia", False), ("tomas", False),
    ("davit", False), ("elif", False), ("stranger", False),
])  # fmt: skip
def test_a_seat_is_given_up_by_its_person_and_by_those_who_see_participation(small: Blend, who: str, may: bool) -> None:
    seat = ask(small, "amina")
    by = small.cast.people[who]
    if may:
        assert actions.leave(seat=seat, by=by, at=LATELY).state == State.LEFT
    else:
        with pytest.raises(PermissionDenied):
            actions.leave(seat=seat, by=by, at=LATELY)
        assert Seat.objects.get().state == State.SEATED


@pytest.mark.parametrize("state", ["draft", "cancelled", "held"])
def test_a_cohort_that_is_not_released_takes_nobody(small: Blend, state: str) -> None:
    Cohort.objects.update(state=state)
    with pytest.raises(actions.CohortClosed):
        ask(small, "amina")


def test_a_cancelled_cohort_ends_every_seat_and_offers_none(small: Blend) -> None:
    seats = [ask(small, name, minutes=n) for n, name in enumerate(("amina", "bela"))]
    Cohort.objects.update(state=Cohort.State.CANCELLED)
    event = CohortCancelled(at=LATELY, cohort_id=small.cohort.pk)
    assert [actions.close_cohort(event), actions.close_cohort(event)] == [2, 0]
    assert list(Seat.objects.values_list("state", "reason").distinct()) == [("left", "cohort_cancelled")]
    assert told("SeatGivenUp") == [seat.pk for seat in seats]


def test_once_a_cohort_has_been_held_nobody_waits_for_it(small: Blend) -> None:
    ask(small, "amina")
    waiting = ask(small, "bela", minutes=1)
    event = SessionHeld(at=LATELY, session_id=small.cohort.sessions.first().pk, cohort_id=small.cohort.pk)
    assert actions.close_line(event) == 0
    Cohort.objects.update(state=Cohort.State.HELD)
    assert [actions.close_line(event), actions.close_line(event)] == [1, 0]
    assert list(Seat.objects.order_by("pk").values_list("state", "reason")) == [
        ("seated", ""), ("declined", "cohort_held"),
    ]  # fmt: skip
    assert told("SeatGivenUp") == [waiting.pk]
