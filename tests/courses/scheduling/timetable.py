"""A small timetable of Sanderra: two rooms, a blueprint of one remote session and two classroom days, in Berlin's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from courses.scheduling import actions
from courses.scheduling.models import Blueprint, Cohort, Room, Session
from courses.scheduling.setting_up import Meeting
from lms.people.models import User
from tests.cast import Cast, put_on_offer

#: A Monday, some weeks before the change to summer time on 28 March.
START = date(2027, 3, 1)
AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


@dataclass
class Timetable:
    """The cast and where it meets."""

    cast: Cast
    hall: Room
    annexe: Room
    blueprint: Blueprint

    def draft(self, *trainers: User, starts_on: date = START) -> Cohort:
        lucia = self.cast.lucia
        return actions.draft_cohort(
            blueprint=self.blueprint, starts_on=starts_on, trainers=trainers or [lucia], by=lucia, at=AT
        )

    def release(self, *trainers: User, starts_on: date = START) -> Cohort:
        cohort = self.draft(*trainers, starts_on=starts_on)
        return actions.release_cohort(cohort=cohort, by=self.cast.lucia, at=AT)

    def session(self, cohort: Cohort, place: int) -> Session:
        return list(cohort.sessions.select_related("cohort", "room__venue").order_by("starts_at"))[place - 1]


def lay_out(cast: Cast) -> Timetable:
    offer, by = put_on_offer(cast), cast.lucia
    cast.sanderra.time_zone = "Europe/Berlin"
    cast.sanderra.save()
    venue = actions.open_venue(administration=cast.sanderra, name="Averin", time_zone="Europe/Berlin", by=by, at=AT)
    hall = actions.open_room(venue=venue, name="Hall", seats=24, by=by, at=AT)
    annexe = actions.open_room(venue=venue, name="Annexe", seats=30, by=by, at=AT)
    blueprint = actions.write_blueprint(
        administration=cast.sanderra,
        course_uid=offer.release.course_uid,
        title="Risk management",
        seats=24,
        days=14,
        join_days=3,
        meeting_url="https://meet.example/risk",
        sessions=[
            Meeting("Kick-off", "remote", 2, time(10), 90),
            Meeting("Day one", "classroom", 8, time(9), 360, hall),
            Meeting("Day two", "classroom", 9, time(9), 360, hall),
        ],
        by=by,
        at=AT,
    )
    return Timetable(cast, hall, annexe, blueprint)
