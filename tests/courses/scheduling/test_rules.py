"""Wall clocks, work days, overlaps and free times, in plain Python."""

from datetime import UTC, date, datetime, time

import pytest

from courses.scheduling import rules
from courses.scheduling.rules import Calendar, Clash, Good, Moment, Place, Reason, Taken, Wall, Wanted, What

BERLIN = "Europe/Berlin"


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2027, 3, 27), time(9), BERLIN, Moment(at(27, 8), Wall.PLAIN)),
        (date(2027, 3, 29), time(9), BERLIN, Moment(at(29, 7), Wall.PLAIN)),
        # Clocks spring from two to three: half past two is read with the offset before, which clocks show as half past three.
        (date(2027, 3, 28), time(2, 30), BERLIN, Moment(at(28, 1, 30), Wall.SKIPPED)),
        # Clocks fall back from three to two: of the two half past twos the first counts.
        (date(2027, 10, 31), time(2, 30), BERLIN, Moment(at(31, 0, 30, month=10), Wall.TWICE)),
        (date(2027, 3, 28), time(2, 30), "Asia/Dubai", Moment(at(27, 22, 30), Wall.PLAIN)),
    ],
)
def test_a_wall_time_is_a_moment_as_rfc_5545_reads_it(day: date, clock: time, zone: str, expected: Moment) -> None:
    assert rules.moment(day, clock, zone) == expected


@pytest.mark.parametrize(("day", "hour"), [(26, 8), (29, 7), (28, 7)])
def test_a_session_moved_across_a_change_to_summer_time_keeps_its_wall_time(day: int, hour: int) -> None:
    assert rules.on_day(at(25, 8), BERLIN, date(2027, 3, day)) == at(day, hour)


def test_days_of_rest_give_way_and_what_follows_stays_behind() -> None:
    # 5 March 2027 is a Friday; day 2 and day 3 are the weekend, the Monday is a holiday.
    calendar = Calendar(holidays=frozenset({date(2027, 3, 8)}))
    dates = rules.days_of([1, 2, 3, 3, 12], starts_on=date(2027, 3, 5), calendar=calendar)
    assert dates == {1: date(2027, 3, 5), 2: date(2027, 3, 9), 3: date(2027, 3, 10), 12: date(2027, 3, 16)}


def test_a_weekend_may_be_friday_and_saturday() -> None:
    calendar = Calendar(rest_days=frozenset({5, 6}))
    assert rules.days_of([1, 3], starts_on=date(2027, 3, 5), calendar=calendar) == {
        1: date(2027, 3, 7), 3: date(2027, 3, 8)
    }  # fmt: skip


def test_a_calendar_without_work_days_is_refused_rather_than_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="no day to work"):
        Calendar(rest_days=frozenset(range(1, 8))).work_day_from(date(2027, 3, 5))


WANTED = Wanted(1, at(2, 9), at(2, 11), room=5, room_seats=24, trainers=(7,), participants=(8, 9), seats=24)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (Taken(What.ROOM, 5, at(2, 10), at(2, 12), 30), [Clash(1, Reason.ROOM_TAKEN, 5, session=30)]),
        (Taken(What.ROOM, 5, at(2, 10), at(2, 12)), [Clash(1, Reason.ROOM_CLOSED, 5)]),
        (Taken(What.TRAINER, 7, at(2, 8), at(2, 9, 1), 30), [Clash(1, Reason.TRAINER_TAKEN, 7, session=30)]),
        (Taken(What.PARTICIPANT, 7, at(2, 8), at(2, 9, 1), 30), [Clash(1, Reason.TRAINER_TAKEN, 7, session=30)]),
        (Taken(What.TRAINER, 7, at(1, 0), at(3, 0)), [Clash(1, Reason.TRAINER_AWAY, 7)]),
        (Taken(What.PARTICIPANT, 8, at(2, 9), at(2, 11), 30), [Clash(1, Reason.PARTICIPANT_TAKEN, 8, session=30)]),
        (Taken(What.TRAINER, 9, at(2, 9), at(2, 11), 30), [Clash(1, Reason.PARTICIPANT_TAKEN, 9, session=30)]),
        (Taken(What.TRAINER, 8, at(2, 9), at(2, 11)), []),
        (Taken(What.ROOM, 5, at(2, 11), at(2, 12), 30), []),
        (Taken(What.ROOM, 5, at(2, 8), at(2, 9), 30), []),
        (Taken(What.ROOM, 7, at(2, 9), at(2, 11), 30), []),
    ],
)
def test_what_is_taken_then_clashes_and_what_touches_does_not(taken: Taken, expected: list[Clash]) -> None:
    assert rules.clashes([WANTED], [taken]) == expected


def test_rooms_and_trainers_are_refused_people_and_sizes_are_shown() -> None:
    assert {reason: Clash(1, reason, 1).is_refused for reason in Reason} == {
        Reason.ROOM_TAKEN: True,
        Reason.ROOM_CLOSED: True,
        Reason.ROOM_SMALL: False,
        Reason.TRAINER_TAKEN: True,
        Reason.TRAINER_AWAY: True,
        Reason.PARTICIPANT_TAKEN: False,
    }


def test_a_timetable_that_takes_a_room_twice_clashes_with_itself() -> None:
    again = Wanted(2, at(2, 10), at(2, 12), room=5, room_seats=20, seats=24)
    assert rules.clashes([WANTED, again], []) == [
        Clash(2, Reason.ROOM_SMALL, 5), Clash(2, Reason.ROOM_TAKEN, 5, wanted_too=1)
    ]  # fmt: skip


def test_free_slots_come_by_fewest_busy_then_soonest_and_say_why() -> None:
    # Tuesday 2 March: the room is taken all day, so is participant 8 on Wednesday at nine; room 6 is free.
    taken = [Taken(What.ROOM, 5, at(2, 0), at(3, 0), 30), Taken(What.PARTICIPANT, 8, at(3, 8), at(3, 20), 31)]
    slots = rules.suggest(
        WANTED,
        zone="UTC",
        places=[Place(5, 24), Place(6, 30)],
        taken=taken,
        calendar=Calendar(),
        after=at(1, 12),
        days=3,
    )
    everyone = Good.EVERYONE_FREE
    assert [(slot.starts_at, slot.room, slot.busy, slot.reasons) for slot in slots] == [
        (at(2, 9), 6, 0, (Good.SAME_TIME, everyone)),
        (at(4, 9), 5, 0, (Good.SAME_TIME, Good.SAME_ROOM, everyone)),
        (at(5, 9), 5, 0, (Good.SAME_TIME, Good.SAME_ROOM, everyone)),
    ]


def test_a_suggested_slot_keeps_the_wall_time_and_is_never_in_the_past_small_or_where_it_was() -> None:
    session = Wanted(1, at(26, 8), at(26, 10), room=5, room_seats=24, trainers=(7,), seats=24)
    slots = rules.suggest(
        session, zone=BERLIN, places=[Place(5, 24), Place(6, 10)], taken=[], calendar=Calendar(), after=at(26, 9),
        days=4, clocks=(),
    )  # fmt: skip
    assert [(slot.starts_at, slot.room) for slot in slots] == [(at(29, 7), 5), (at(30, 7), 5)]
