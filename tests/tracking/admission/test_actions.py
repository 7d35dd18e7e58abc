"""A seat is asked for, approved, declined or put forward by those who may, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from courses.scheduling.models import Cohort
from lms.notices.models import Notice
from lms.people import actions as people
from tests.cast import LONG_AGO, SCENES, Cast
from tests.kept import Scenes
from tests.tracking.plans.making import AT, Planning, set_up
from tracking.admission import actions, queries
from tracking.admission.rules import Refusal
from tracking.enrolment import actions as enrolment
from tracking.enrolment.events import SeatAsked, Seated, SeatGivenUp, SeatNominated, SeatOffered, WaitListed
from tracking.enrolment.models import Seat
from tracking.needs.models import Remedy

State = Seat.State
EVERYONE = ["amina", "bela", "jonas", "ren", "tomas", "lucia", "nadia", "elif", "davit", "wren", "stranger"]


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return {**SCENES, "planning": lambda made: set_up(made["cast"])}


@pytest.fixture
def planning(kept: dict[str, Any], cast: Cast) -> Planning:
    return kept.get("planning") or set_up(cast)


@pytest.fixture
def asked(planning: Planning) -> Seat:
    """Amina has asked for a seat that needs a yes."""
    planning.cohort.needs_approval = True
    planning.cohort.save()
    return admit(planning, "amina")


def admit(planning: Planning, name: str) -> Seat:
    person = planning.cast.people[name]
    return actions.admit(person=person, cohort=planning.cohort, by=person, at=AT, gap_ids=[planning.gaps["O07"].pk])


def allowed(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize("who", EVERYONE[1:])
def test_nobody_takes_a_seat_for_another(planning: Planning, who: str) -> None:
    by = planning.cast.people[who]
    assert not allowed(lambda: actions.admit(person=planning.cast.amina, cohort=planning.cohort, by=by, at=AT))
    assert Seat.objects.count() == 0


@pytest.mark.parametrize("who", EVERYONE)
def test_the_supervisor_and_hr_decide_on_a_request_and_nobody_else(planning: Planning, asked: Seat, who: str) -> None:
    by, decides = planning.cast.people[who], who in {"jonas", "ren"}
    assert list(queries.waiting_for(by, on=AT.date())) == ([asked] if decides else [])
    assert allowed(lambda: actions.decline(seat=asked, reason="Not now", by=by, at=AT)) == decides
    asked.refresh_from_db()
    assert asked.state == (State.DECLINED if decides else State.REQUESTED)


@pytest.mark.parametrize("who", EVERYONE)
def test_the_supervisor_and_hr_put_an_officer_forward_and_nobody_else(planning: Planning, who: str) -> None:
    by = planning.cast.people[who]
    may = allowed(lambda: actions.nominate(person=planning.cast.amina, cohort=planning.cohort, by=by, at=AT))
    assert (may, Seat.objects.count()) == (who in {"jonas", "ren"}, int(who in {"jonas", "ren"}))


@pytest.mark.parametrize("who", EVERYONE[1:])
def test_nobody_takes_the_offer_of_another(planning: Planning, who: str) -> None:
    seat = actions.nominate(person=planning.cast.amina, cohort=planning.cohort, by=planning.cast.jonas, at=AT)
    assert not allowed(lambda: actions.take_offer(seat=seat, by=planning.cast.people[who], at=AT))


def test_without_an_approval_to_wait_for_one_sits_at_once_for_the_sake_of_a_gap(planning: Planning) -> None:
    seat = admit(planning, "amina")
    assert (seat.state, seat.administration) == (State.SEATED, planning.cast.sanderra)
    assert [remedy.gap for remedy in Remedy.objects.filter(seat=seat)] == [planning.gaps["O07"]]
    assert admit(planning, "amina") == seat


def test_a_request_holds_no_place_and_an_approved_one_sits(planning: Planning, asked: Seat) -> None:
    assert (asked.state, asked.enrolment) == (State.REQUESTED, None)
    approved = actions.approve(seat=asked, by=planning.cast.jonas, at=AT)
    assert (approved.pk, approved.state, approved.state_by) == (asked.pk, State.SEATED, planning.cast.jonas)


def test_an_approved_request_for_a_full_cohort_waits_in_line(planning: Planning, asked: Seat) -> None:
    planning.cohort.seats = 0
    planning.cohort.save()
    assert actions.approve(seat=asked, by=planning.cast.jonas, at=AT).state == State.WAITING


def test_what_one_has_decided_the_other_finds_decided(planning: Planning, asked: Seat) -> None:
    actions.approve(seat=asked, by=planning.cast.jonas, at=AT)
    with pytest.raises(actions.AlreadyDecided):
        actions.decline(seat=asked, reason="Too late", by=planning.cast.ren, at=AT)


def test_a_nomination_is_accepted_by_its_officer_without_another_approval(planning: Planning) -> None:
    planning.cohort.needs_approval = True
    planning.cohort.save()
    seat = actions.nominate(
        person=planning.cast.bela, cohort=planning.cohort, by=planning.cast.ren, at=AT, entry_waived=True
    )
    assert (seat.state, actions.take_offer(seat=seat, by=planning.cast.bela, at=AT).state) == (
        State.NOMINATED,
        State.SEATED,
    )


def test_an_offer_is_over_when_its_time_is(planning: Planning) -> None:
    planning.cohort.seats = 1
    planning.cohort.save()
    first = admit(planning, "amina")
    second = enrolment.seat(
        cohort=planning.cohort, person=planning.cast.bela, administration=planning.cast.sanderra, by=None, at=AT
    )
    actions.withdraw(seat=first, by=planning.cast.amina, at=AT)
    with pytest.raises(actions.OfferOver):
        actions.take_offer(seat=second, by=planning.cast.bela, at=AT + timedelta(hours=48))
    assert actions.take_offer(seat=second, by=planning.cast.bela, at=AT + timedelta(hours=47)).state == State.SEATED


@pytest.mark.parametrize(
    ("who", "reasons"),
    [
        ("bela", (Refusal.ENTRY_UNKNOWN,)),
        ("lucia", (Refusal.NOT_AN_OFFICER, Refusal.NOT_OPEN, Refusal.ENTRY_UNKNOWN)),
        ("stranger", (Refusal.NOT_AN_OFFICER, Refusal.NOT_FOR_YOU, Refusal.NOT_OPEN, Refusal.ENTRY_UNKNOWN)),
    ],
)
def test_who_may_not_take_a_seat_is_told_every_reason(
    planning: Planning, who: str, reasons: tuple[Refusal, ...]
) -> None:
    person = planning.cast.people[who]
    with pytest.raises(actions.NotEligible) as refused:
        actions.admit(person=person, cohort=planning.cohort, by=person, at=AT)
    assert (refused.value.reasons, Seat.objects.count()) == (reasons, 0)


def test_an_officer_of_a_neighbour_sits_in_a_course_for_members_and_not_in_one_for_its_own(planning: Planning) -> None:
    elif_ = planning.cast.people["elif"]
    given = {"person": elif_, "cohort": planning.cohort, "by": elif_, "at": AT}
    planning.blended.outcomes.update(entry=0)
    planning.blended.audience = "own"
    planning.blended.save()
    with pytest.raises(actions.NotEligible) as refused:
        actions.admit(**given)
    planning.blended.audience = "members"
    planning.blended.save()
    seat = actions.admit(**given)
    assert (refused.value.reasons, seat.administration) == (
        (Refusal.NOT_FOR_YOU, Refusal.NOT_OPEN), planning.cast.tirvan
    )  # fmt: skip


def test_one_sits_in_one_cohort_of_a_course_at_a_time(planning: Planning) -> None:
    admit(planning, "amina")
    planning.cohort.pk, planning.cohort.uid = None, "00000000-0000-4000-8000-000000000001"
    planning.cohort.save()
    with pytest.raises(actions.NotEligible) as refused:
        admit(planning, "amina")
    assert refused.value.reasons == (Refusal.ALREADY_IN,)


@pytest.mark.parametrize(
    "over", [{"state": "held"}, {"starts_on": AT.date() - timedelta(days=30), "ends_on": AT.date() - timedelta(days=1)}]
)
def test_whoever_sat_in_a_cohort_that_is_over_takes_a_seat_in_the_next(
    planning: Planning, over: dict[str, Any]
) -> None:
    """Certificates are renewed like this: HR puts the same people forward for the course again."""
    first = admit(planning, "amina")
    Cohort.objects.filter(pk=planning.cohort.pk).update(**over)
    planning.cohort.pk, planning.cohort.uid = None, "00000000-0000-4000-8000-000000000001"
    planning.cohort.save()
    second = actions.nominate(
        person=planning.cast.amina, cohort=planning.cohort, by=planning.cast.ren, at=AT, entry_waived=True
    )
    assert ([first.state, second.state], second.cohort) == (["seated", "nominated"], planning.cohort)


def test_a_role_that_has_ended_decides_nothing_more(planning: Planning, asked: Seat) -> None:
    people.end_role(
        membership=planning.cast.jonas.memberships.get(), on=LONG_AGO.date(), by=planning.cast.ren, at=LONG_AGO
    )
    assert not allowed(lambda: actions.approve(seat=asked, by=planning.cast.jonas, at=AT))


def notices() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("person__username", "kind"))


def test_those_who_decide_are_asked_once(planning: Planning, asked: Seat) -> None:
    event = SeatAsked(at=AT, seat_id=asked.pk, person_id=asked.person_id)
    actions.ask_to_decide(event)
    actions.ask_to_decide(event)
    assert notices() == [("jonas", "seat_requested")]


def test_a_seat_comes_with_an_invitation_to_each_session_and_leaving_takes_them_back(planning: Planning) -> None:
    seat = admit(planning, "amina")
    facts = {"at": AT, "seat_id": seat.pk, "person_id": seat.person_id}
    for _ in range(2):
        enrolment.tell_seated(Seated(**facts))
    assert notices() == [("amina", "seated"), *[("amina", "session_invited")] * 4]
    enrolment.leave(seat=seat, by=planning.cast.amina, at=AT)
    for _ in range(2):
        enrolment.tell_given_up(SeatGivenUp(**facts))
    assert notices()[5:] == [("amina", "session_left")] * 4
    methods = Notice.objects.exclude(calendar="").values_list("kind", "method").distinct().order_by("kind")
    assert list(methods) == [("session_invited", "REQUEST"), ("session_left", "CANCEL")]


def test_waiting_offers_lapses_nominations_and_declines_are_each_told_once(planning: Planning) -> None:
    planning.cohort.seats = 1
    planning.cohort.save()
    sat = admit(planning, "amina")
    waits = enrolment.seat(
        cohort=planning.cohort, person=planning.cast.bela, administration=planning.cast.sanderra, by=None, at=AT
    )
    facts = {"at": AT, "seat_id": waits.pk, "person_id": waits.person_id}
    enrolment.tell_waiting(WaitListed(**facts))
    enrolment.leave(seat=sat, by=planning.cast.amina, at=AT)
    for _ in range(2):
        enrolment.tell_offered(SeatOffered(**facts))
    enrolment.lapse_offers(at=AT + timedelta(days=3))
    for _ in range(2):
        enrolment.tell_given_up(SeatGivenUp(**facts))
    nominated = actions.nominate(person=planning.cast.amina, cohort=planning.cohort, by=planning.cast.jonas, at=AT)
    enrolment.tell_nominated(SeatNominated(at=AT, seat_id=nominated.pk, person_id=nominated.person_id))
    assert notices() == [
        ("bela", "wait_listed"), ("bela", "seat_offered"), ("bela", "offer_lapsed"), ("amina", "seat_nominated")
    ]  # fmt: skip
