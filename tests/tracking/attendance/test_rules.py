"""What counts as attended, whose word stands, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from tracking.attendance.rules import Word, counts, is_seen, may_join, may_mark, of_join, said_at, stands  # fmt: skip

START = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
END = START + timedelta(minutes=120)


@pytest.mark.parametrize(
    ("state", "minutes", "length", "expected"),
    [
        ("present", None, 120, True),
        ("present", 120, 120, True),
        ("present", 10, 120, True),
        ("partial", 120, 120, True),
        ("partial", 90, 120, True),
        ("partial", 89, 120, False),
        ("partial", 0, 120, False),
        ("partial", None, 120, False),
        ("partial", 270, 360, True),
        ("excused", None, 120, False),
        ("absent", None, 120, False),
        ("absent", 120, 120, False),
    ],
)
def test_present_counts_and_a_part_from_three_quarters_on(
    state: str, minutes: int | None, length: int, expected: bool
) -> None:
    assert counts(state=state, minutes=minutes, length=length) is expected


def word(state: str, source: str, after: int, minutes: int | None = None) -> Word:
    return Word(state=state, minutes=minutes, source=source, at=START + timedelta(minutes=after))


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (word("present", "join_link", 0), None, True),
        (word("absent", "trainer", 5), word("present", "join_link", 10), True),
        (word("present", "join_link", 10), word("absent", "trainer", 5), False),
        (word("present", "trainer", 9), word("absent", "trainer", 5), True),
        (word("present", "trainer", 4), word("absent", "trainer", 5), False),
        (word("present", "trainer", 5), word("absent", "trainer", 5), True),
        (word("partial", "join_link", 90, 30), word("present", "code", 0), False),
        (word("present", "provider", 0, 115), word("partial", "join_link", 60, 60), True),
        (word("partial", "provider", 0, 80), word("partial", "join_link", 60, 60), True),
        (word("absent", "provider", 200), word("present", "join_link", 0), False),
        (word("present", "import", 0), word("absent", "trainer", 0), False),
        (word("absent", "import", 0), word("present", "join_link", 60), True),
    ],
)
def test_the_trainers_word_stands_and_machines_only_add(new: Word, old: Word | None, expected: bool) -> None:
    assert stands(new=new, old=old) is expected


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (-15, ("present", None)),
        (0, ("present", None)),
        (30, ("present", None)),
        (31, ("partial", 89)),
        (119, ("partial", 1)),
    ],
)
def test_a_join_says_when_someone_came(minute: int, expected: tuple[str, int | None]) -> None:
    assert of_join(joined_at=START + timedelta(minutes=minute), starts_at=START, ends_at=END) == expected


@pytest.mark.parametrize(("minute", "expected"), [(-16, False), (-15, True), (0, True), (119, True), (120, False)])
def test_a_session_is_joined_from_fifteen_minutes_before_until_its_end(minute: int, expected: bool) -> None:
    assert may_join(at=START + timedelta(minutes=minute), starts_at=START, ends_at=END) is expected


@pytest.mark.parametrize(
    ("state", "at", "zone", "expected"),
    [
        ("present", START - timedelta(hours=12), "UTC", True),
        ("present", START - timedelta(hours=14), "UTC", False),
        ("present", START - timedelta(hours=14), "Pacific/Auckland", False),
        ("present", START - timedelta(hours=2), "Pacific/Auckland", True),
        ("present", START - timedelta(hours=3), "Pacific/Auckland", False),
        ("present", START - timedelta(minutes=15), "Pacific/Noumea", True),
        ("present", START - timedelta(minutes=16), "Pacific/Noumea", False),
        ("excused", START - timedelta(days=9), "UTC", True),
        ("absent", END + timedelta(days=9), "UTC", True),
    ],
)
def test_marks_are_made_from_the_day_of_the_session_where_it_takes_place_and_while_its_door_is_open(
    state: str, at: datetime, zone: str, expected: bool
) -> None:
    assert may_mark(state=state, at=at, starts_at=START, time_zone=zone) is expected


def test_a_tap_was_made_as_long_ago_as_the_phone_says_and_never_later_than_now() -> None:
    assert [said_at(at=END, ago_ms=ago) for ago in (60_000, 0, -5)] == [END - timedelta(minutes=1), END, END]


def test_a_checklist_is_seen_when_all_of_it_is_and_an_empty_one_never() -> None:
    assert [is_seen(asked=asked, seen=seen) for asked, seen in (("ab", "ab"), ("ab", "a"), ("", "a"))] == [
        True, False, False,
    ]  # fmt: skip
