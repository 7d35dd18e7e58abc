"""Opening, releasing, moving and cancelling: what is written, what is published, what is refused and why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from courses.scheduling import actions, bookings, queries
from courses.scheduling.failures import Clashes, NobodyTeaches, NotATrainer, Over
from courses.scheduling.models import Booking, Cohort, Session
from courses.scheduling.rules import Clash, Reason, Slot, on_day
from lms.core.models import AuditEntry, Event
from lms.notices.models import Notice
from lms.people import actions as people
from tests.cast import LONG_AGO, Cast, enter
from tests.courses.scheduling.timetable import AT, START, Timetable, lay_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def timetable(cast: Cast) -> Timetable:
    return lay_out(cast)


def published(*kinds: str) -> list[str]:
    return [kind.rpartition(".")[2] for kind in Event.objects.order_by("seq").values_list("type", flat=True)
            if kind.rpartition(".")[2] in kinds]  # fmt: skip


def test_a_draft_has_dated_sessions_by_the_rooms_clock_and_takes_nothing(timetable: Timetable) -> None:
    cohort = timetable.draft()
    assert [(s.title, s.starts_at, s.room, s.state, s.meeting_url) for s in cohort.sessions.order_by("starts_at")] == [
        ("Kick-off", datetime(2027, 3, 2, 9, tzinfo=UTC), None, "draft", "https://meet.example/risk"),
        ("Day one", datetime(2027, 3, 8, 8, tzinfo=UTC), timetable.hall, "draft", ""),
        ("Day two", datetime(2027, 3, 9, 8, tzinfo=UTC), timetable.hall, "draft", ""),
    ]
    assert (cohort.starts_on, cohort.ends_on, cohort.joinable_until) == (START, date(2027, 3, 14), date(2027, 3, 4))
    assert (cohort.state, Booking.objects.count()) == ("draft", 0)


def test_a_holiday_of_the_administration_gives_way(timetable: Timetable) -> None:
    actions.keep_calendar(
        administration=timetable.cast.sanderra, rest_days=[6, 7], holidays=[(date(2027, 3, 8), "Founding day")],
        by=timetable.cast.lucia, at=AT,
    )  # fmt: skip
    days = [session.starts_at.date() for session in timetable.draft().sessions.order_by("starts_at")]
    assert days == [date(2027, 3, 2), date(2027, 3, 9), date(2027, 3, 10)]


def test_a_released_cohort_takes_its_rooms_and_trainers_and_is_told_of(timetable: Timetable) -> None:
    cohort = timetable.release()
    rows = Booking.objects.order_by("starts_at", "kind").values_list("session__title", "kind")
    assert list(rows) == [
        ("Kick-off", "trainer"), ("Day one", "room"), ("Day one", "trainer"), ("Day two", "room"),
        ("Day two", "trainer"),
    ]  # fmt: skip
    assert {session.state for session in cohort.sessions.all()} == {"released"}
    assert published("CohortReleased") == ["CohortReleased"]
    assert AuditEntry.objects.filter(verb="cohort released", by=timetable.cast.lucia, at=AT).count() == 1
    with pytest.raises(Over):
        actions.release_cohort(cohort=cohort, by=timetable.cast.lucia, at=AT)


def test_a_double_booked_room_and_trainer_are_refused_each_with_its_reason_and_the_other_session(
    timetable: Timetable,
) -> None:
    first = timetable.release()
    second = timetable.draft()
    mine = [session.pk for session in second.sessions.order_by("starts_at")]
    theirs = [session.pk for session in first.sessions.order_by("starts_at")]
    lucia, hall = timetable.cast.lucia.pk, timetable.hall.pk
    with pytest.raises(Clashes) as refused:
        actions.release_cohort(cohort=second, by=timetable.cast.lucia, at=AT)
    assert refused.value.clashes == [
        Clash(mine[0], Reason.TRAINER_TAKEN, lucia, session=theirs[0]),
        Clash(mine[1], Reason.ROOM_TAKEN, hall, session=theirs[1]),
        Clash(mine[1], Reason.TRAINER_TAKEN, lucia, session=theirs[1]),
        Clash(mine[2], Reason.ROOM_TAKEN, hall, session=theirs[2]),
        Clash(mine[2], Reason.TRAINER_TAKEN, lucia, session=theirs[2]),
    ]
    second.refresh_from_db()
    assert (second.state, Booking.objects.filter(session__cohort=second).count()) == ("draft", 0)


def test_a_closed_room_and_a_trainer_who_is_away_are_refused(timetable: Timetable) -> None:
    cast, cohort = timetable.cast, timetable.draft()
    day = timetable.session(cohort, 2)
    interval = {"starts_at": day.starts_at, "ends_at": day.ends_at, "administration": cast.sanderra, "at": AT}
    actions.be_away(person=cast.lucia, by=cast.lucia, **interval)
    actions.be_away(room=timetable.hall, by=cast.ren, reason="Painting", **interval)
    with pytest.raises(Clashes) as refused:
        actions.release_cohort(cohort=cohort, by=cast.lucia, at=AT)
    assert [(clash.reason, clash.session) for clash in refused.value.clashes] == [
        (Reason.ROOM_CLOSED, None), (Reason.TRAINER_AWAY, None)
    ]  # fmt: skip


def test_a_move_takes_bookings_along_and_says_what_it_was(timetable: Timetable) -> None:
    cohort = timetable.release()
    session = timetable.session(cohort, 2)
    bookings.book_participant([session], person=timetable.cast.amina)
    start = on_day(session.starts_at, session.time_zone, date(2027, 3, 29))
    moved = actions.move_session(
        session=session, starts_at=start, ends_at=start + timedelta(hours=6), room=timetable.annexe,
        by=timetable.cast.lucia, at=AT,
    )  # fmt: skip
    # Nine o'clock in Berlin before and after the change to summer time.
    assert (moved.starts_at, moved.state, moved.sequence) == (datetime(2027, 3, 29, 7, tzinfo=UTC), "moved", 1)
    assert list(moved.bookings.order_by("kind").values_list("kind", "room", "starts_at")) == [
        ("participant", None, start), ("room", timetable.annexe.pk, start), ("trainer", None, start)
    ]  # fmt: skip
    fact = Event.objects.get(type="courses.scheduling.SessionMoved").payload
    assert (fact["started_at"], fact["room_before"], fact["starts_at"], fact["room_after"], fact["sequence"]) == (
        "2027-03-08T08:00:00Z", timetable.hall.pk, "2027-03-29T07:00:00Z", timetable.annexe.pk, 1,
    )  # fmt: skip
    cohort.refresh_from_db()
    assert cohort.ends_on == date(2027, 3, 29)


def test_a_session_that_stays_where_it_is_tells_nobody(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    same = {"starts_at": session.starts_at, "ends_at": session.ends_at, "room": session.room}
    actions.move_session(session=session, by=timetable.cast.lucia, at=AT, **same)
    assert published("SessionMoved") == []


def test_a_move_onto_a_taken_room_is_refused_and_changes_nothing(timetable: Timetable) -> None:
    cohort = timetable.release()
    session, other = timetable.session(cohort, 2), timetable.session(cohort, 3)
    with pytest.raises(Clashes) as refused:
        actions.move_session(
            session=session, starts_at=other.starts_at, ends_at=other.ends_at, room=timetable.hall,
            by=timetable.cast.lucia, at=AT,
        )  # fmt: skip
    assert [(clash.reason, clash.session) for clash in refused.value.clashes] == [
        (Reason.ROOM_TAKEN, other.pk), (Reason.TRAINER_TAKEN, other.pk)
    ]  # fmt: skip
    assert Session.objects.get(pk=session.pk).starts_at == session.starts_at


def test_a_seated_officers_other_session_is_shown_and_not_refused(timetable: Timetable) -> None:
    cohort = timetable.release()
    session, other = timetable.session(cohort, 2), timetable.session(cohort, 3)
    bookings.book_participant([session, other], person=timetable.cast.amina)
    there = replace(
        bookings.as_wanted(session, trainers=[], participants=[timetable.cast.amina.pk]),
        starts_at=other.starts_at, ends_at=other.ends_at, room=None,
    )  # fmt: skip
    assert bookings.against([there], but=[session.pk]) == [
        Clash(session.pk, Reason.PARTICIPANT_TAKEN, timetable.cast.amina.pk, session=other.pk)
    ]


def test_a_seat_in_a_cancelled_session_stands_in_nobodys_way(timetable: Timetable) -> None:
    cohort = timetable.release()
    session, other = timetable.session(cohort, 2), timetable.session(cohort, 3)
    bookings.book_participant([session, other], person=timetable.cast.amina)
    actions.cancel_session(session=other, by=timetable.cast.lucia, at=AT, reason="Storm")
    there = replace(
        bookings.as_wanted(session, trainers=[timetable.cast.lucia.pk], participants=[timetable.cast.amina.pk]),
        starts_at=other.starts_at, ends_at=other.ends_at,
    )  # fmt: skip
    assert bookings.against([there], but=[session.pk]) == []
    assert other.bookings.count() == 1  # she is still to be told


def test_a_cancelled_session_gives_everything_back_and_says_why(timetable: Timetable) -> None:
    session = timetable.session(timetable.release(), 2)
    by = timetable.cast.lucia
    cancelled = actions.cancel_session(session=session, by=by, at=AT, reason="Storm")
    again = actions.cancel_session(session=session, by=by, at=AT, reason="Snow")
    assert (cancelled.state, cancelled.sequence, cancelled.reason, again.reason) == ("cancelled", 1, "Storm", "Storm")
    assert (session.bookings.count(), published("SessionCancelled")) == (0, ["SessionCancelled"])


def test_a_cancelled_cohort_cancels_what_is_still_to_come(timetable: Timetable) -> None:
    cohort = timetable.release()
    actions.hold(session=timetable.session(cohort, 1), by=timetable.cast.lucia, at=AT)
    actions.cancel_cohort(cohort=cohort, by=timetable.cast.ren, at=AT, reason="No budget")
    assert [session.state for session in cohort.sessions.order_by("starts_at")] == ["held", "cancelled", "cancelled"]
    assert published("SessionCancelled", "CohortCancelled") == [
        "SessionCancelled",
        "SessionCancelled",
        "CohortCancelled",
    ]


def test_with_its_last_session_a_cohort_has_been_held(timetable: Timetable) -> None:
    cohort = timetable.release()
    states = []
    for place in (1, 2, 3):
        actions.hold(session=timetable.session(cohort, place), by=timetable.cast.lucia, at=AT)
        states.append(Cohort.objects.get(pk=cohort.pk).state)
    assert states == ["released", "released", "held"]
    with pytest.raises(Over):
        actions.cancel_cohort(cohort=cohort, by=timetable.cast.lucia, at=AT, reason="Too late")


def test_other_trainers_take_over_their_time_and_strangers_cannot(timetable: Timetable) -> None:
    cast, cohort = timetable.cast, timetable.release()
    mira = enter(cast, "mira", cast.sanderra, "trainer")
    actions.change_trainers(cohort=cohort, trainers=[mira, cast.lucia], by=cast.lucia, at=AT)
    assert list(cohort.trainers.order_by("pk").values_list("person__username", "role")) == [
        ("mira", "lead"), ("lucia", "co-trainer")
    ]  # fmt: skip
    assert Booking.objects.filter(kind="trainer", person=mira).count() == 3
    for trainers, failure in (([], NobodyTeaches), ([cast.amina], NotATrainer)):
        with pytest.raises(failure):
            actions.change_trainers(cohort=cohort, trainers=trainers, by=cast.lucia, at=AT)


def test_an_expert_of_the_region_can_be_asked_to_teach(timetable: Timetable) -> None:
    cast = timetable.cast
    region = cast.sanderra.parent
    expert = enter(cast, "olga", region, "expert")
    assert list(queries.trainers_for(cast.sanderra, on=AT.date())) == [cast.lucia, expert]


@pytest.mark.parametrize("who", ["amina", "davit", "jonas", "stranger"])
def test_only_those_who_teach_or_schedule_there_may(timetable: Timetable, who: str) -> None:
    by, cohort = timetable.cast.people[who], timetable.release()
    session = timetable.session(cohort, 1)
    interval = {"starts_at": session.starts_at, "ends_at": session.ends_at + timedelta(hours=1), "room": None}
    for act in (
        lambda: actions.draft_cohort(
            blueprint=timetable.blueprint, starts_on=START, trainers=[timetable.cast.lucia], by=by, at=AT
        ),
        lambda: actions.release_cohort(cohort=cohort, by=by, at=AT),
        lambda: actions.move_session(session=session, by=by, at=AT, **interval),
        lambda: actions.cancel_session(session=session, by=by, at=AT, reason=""),
        lambda: actions.cancel_cohort(cohort=cohort, by=by, at=AT, reason=""),
        lambda: actions.change_trainers(cohort=cohort, trainers=[by], by=by, at=AT),
        lambda: actions.announce(cohort=cohort, by=by, at=AT),
        lambda: actions.hold(session=session, by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_who_sees_which_cohorts(timetable: Timetable) -> None:
    cast, cohort = timetable.cast, timetable.release()
    seen = {name for name, person in cast.people.items() if cohort in queries.visible_to(person, on=AT.date())}
    assert seen == {"admin", "lucia", "ren", "nadia"}


def test_open_cohorts_are_released_and_can_still_be_joined(timetable: Timetable) -> None:
    cast, cohort = timetable.cast, timetable.release()
    timetable.draft(starts_on=START + timedelta(days=28))
    uids = [timetable.blueprint.course_uid]

    def found(on: date, administration: object = cast.sanderra) -> list[Cohort]:
        return list(queries.open_cohorts(uids, administration=administration, on=on))

    assert [found(START + timedelta(days=n)) for n in (-30, 3, 4)] == [[cohort], [cohort], []]
    # The course is for the members of every administration.
    assert found(START, cast.tirvan) == [cohort]


def test_those_who_nominate_and_teach_are_told_once(timetable: Timetable) -> None:
    cohort, lucia = timetable.release(), timetable.cast.lucia
    told = [actions.announce(cohort=cohort, by=lucia, at=AT) for _ in range(2)]
    kinds = Notice.objects.order_by("person__username", "pk").values_list("person__username", "kind")
    assert told == [4, 0]
    assert list(kinds) == [
        ("jonas", "cohort_announced"), ("lucia", "session_taught"), ("lucia", "session_taught"),
        ("lucia", "session_taught"), ("nadia", "cohort_announced"), ("ren", "cohort_announced"),
    ]  # fmt: skip


def test_changes_put_a_session_elsewhere_before_anything_is_kept(timetable: Timetable) -> None:
    slot = Slot(datetime(2027, 3, 10, 8, tzinfo=UTC), datetime(2027, 3, 10, 14, tzinfo=UTC), timetable.annexe.pk)
    cohort = actions.draft_cohort(
        blueprint=timetable.blueprint, starts_on=START, trainers=[timetable.cast.lucia], by=timetable.cast.lucia, at=AT,
        changes={2: (slot, timetable.annexe)},
    )  # fmt: skip
    session = cohort.sessions.get(title="Day one")
    assert (session.starts_at, session.room) == (slot.starts_at, timetable.annexe)


def test_a_role_that_has_ended_schedules_no_more(timetable: Timetable) -> None:
    cast = timetable.cast
    role = cast.lucia.memberships.get()
    people.end_role(membership=role, on=LONG_AGO.date(), by=cast.admin, at=LONG_AGO)
    with pytest.raises(PermissionDenied):
        timetable.draft()
