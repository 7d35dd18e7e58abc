"""Where and how Sanderra's cohorts meet: rooms, work days, and the blueprint of each course that has meetings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from courses.catalogue.models import CoursePage
from courses.scheduling import actions as scheduling
from courses.scheduling.models import Blueprint, Room, Session
from courses.scheduling.setting_up import Meeting
from lms.people.models import Administration, User

REMOTE, CLASSROOM = Session.Mode.REMOTE, Session.Mode.CLASSROOM
MEETING_ROOM = "https://meet.scbs.example/"


@dataclass(frozen=True)
class Pattern:
    """How a course runs: places, days from start to end, and its meetings as (title, mode, day, time, minutes)."""

    seats: int
    days: int
    meetings: tuple[tuple[str, str, int, time, int], ...]
    join_days: int = 5


#: By course code. Remote sessions are in the afternoon, when the morning's arrivals have been cleared.
PATTERNS: Mapping[str, Pattern] = {
    "HSE": Pattern(24, 20, (("Classification clinic", REMOTE, 15, time(14), 120),)),
    "VAL": Pattern(
        18,
        40,
        (
            ("Additions to the price", REMOTE, 22, time(10), 120),
            ("Doubt and reply", REMOTE, 29, time(10), 120),
            ("Four files", CLASSROOM, 39, time(9), 420),
        ),
    ),
    "ORI": Pattern(
        24, 25, (("Proof of origin", REMOTE, 15, time(14), 120), ("Two case files", REMOTE, 22, time(14), 120))
    ),
    "RSK": Pattern(
        24,
        26,
        (
            ("A profile from three seizure reports", REMOTE, 15, time(14), 120),
            ("Peer review of profiles", REMOTE, 17, time(14), 120),
            ("Targeting cell, day 1", CLASSROOM, 22, time(9), 420),
            ("Targeting cell, day 2", CLASSROOM, 23, time(9), 420),
        ),
    ),
    "PCA": Pattern(
        16,
        36,
        (
            ("Choosing whom to audit", REMOTE, 15, time(14), 120),
            ("Records and interviews", REMOTE, 22, time(14), 120),
            ("Mock company, day 1", CLASSROOM, 35, time(9), 420),
            ("Mock company, day 2", CLASSROOM, 36, time(9), 420),
        ),
    ),
    "AEO": Pattern(
        16,
        30,
        (
            ("Criteria and evidence", REMOTE, 15, time(14), 120),
            ("Planning a visit", REMOTE, 22, time(14), 120),
            ("Mock site visit, day 1", CLASSROOM, 29, time(9), 360),
            ("Mock site visit, day 2", CLASSROOM, 30, time(9), 360),
        ),
    ),
    "INT": Pattern(30, 26, (("Open hour on hard cases", REMOTE, 17, time(15), 60),), join_days=20),
    "ENF": Pattern(
        16,
        24,
        (("Search lanes, day 1", CLASSROOM, 22, time(9), 420), ("Search lanes, day 2", CLASSROOM, 23, time(9), 420)),
    ),
}


@dataclass
class Places:
    """The rooms of the regional training centre, and the blueprints by course code."""

    rooms: list[Room] = field(default_factory=list)
    blueprints: dict[str, Blueprint] = field(default_factory=dict)


def lay_out(administration: Administration, courses: Mapping[str, CoursePage], *, by: User, at: datetime) -> Places:
    """Open the training centre and write the blueprints of the courses by their codes."""
    venue = scheduling.open_venue(
        administration=administration, name="RTC-Sanderra", time_zone=administration.time_zone, by=by, at=at
    )
    places = Places(
        [
            scheduling.open_room(venue=venue, name=name, seats=seats, by=by, at=at)
            for name, seats in (("Targeting cell", 24), ("Harbour room", 30))
        ]
    )
    scheduling.keep_calendar(
        administration=administration, rest_days=(6, 7), holidays=holidays(at.year, 5), by=by, at=at
    )
    for code, course in courses.items():
        places.blueprints[code] = blueprint(administration, course, PATTERNS[code], places, by=by, at=at)
    return places


def holidays(first: int, years: int) -> list[tuple[date, str]]:
    return [
        (date(year, month, day), name)
        for year in range(first, first + years)
        for month, day, name in ((1, 1, "New Year"), (5, 1, "Labour Day"), (9, 12, "Founding Day"))
    ]


def blueprint(
    administration: Administration, course: CoursePage, pattern: Pattern, places: Places, *, by: User, at: datetime
) -> Blueprint:
    room = places.rooms[0] if course.code == "RSK" else places.rooms[1]
    return scheduling.write_blueprint(
        administration=administration,
        course_uid=course.translation_key,
        title=course.title,
        seats=pattern.seats,
        days=pattern.days,
        join_days=pattern.join_days,
        meeting_url=f"{MEETING_ROOM}{course.code.lower()}",
        sessions=[
            Meeting(title, mode, day, starts, minutes, room if mode == CLASSROOM else None)
            for title, mode, day, starts, minutes in pattern.meetings
        ],
        by=by,
        at=at,
    )
