"""The cohorts of Sanderra: three of 2024 that are over, one that runs, those that come; and who studied on their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import edition_for, open_release
from courses.scheduling import actions as scheduling
from courses.scheduling.models import Cohort, Session
from desks.demo.history import begin, officers
from desks.demo.students import settle, take_course
from desks.demo.timetables import Places
from desks.demo.world import Place
from lms.competencies.models import Competency
from lms.people.models import User
from tracking.admission import actions as admission
from tracking.attendance import actions as attendance
from tracking.attendance.actions import NewMark
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Seat
from tracking.needs import actions as needs
from tracking.needs.actions import NewRating
from tracking.needs.models import Instrument

EIGHT = time(8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    """A cohort that is over: who came from where, what they were assessed at before, and who was seen to do it all."""

    name: str
    course: str
    starts_on: date
    units: tuple[str, ...]
    people: int
    competency: str
    level_before: float
    observed: int = 0
    drops_out: bool = False
    #: Units whose people wanted to come too and waited.
    comparison: tuple[str, ...] = ()
    compared: int = 0


PAST = (
    Held("K1", "RSK", date(2024, 6, 3), ("PVS", "AVI"), 24, "O07", 1.0, 16, True, ("LBN", "LBS"), 22),
    Held("K2", "VAL", date(2024, 9, 2), ("TRF", "PVS"), 18, "O03", 1.0, 12),
    Held("K3", "INT", date(2024, 11, 4), ("AVI",), 20, "V1", 1.0),
)


#: The certificates of so many of those who studied on their own run out within two months, so that these are a fifth of
#: all (demo §4.6).
RUN_OUT_SOON = 0.31
#: Whose certificates of 2024 have come to their end since, and who renewed them in a cohort of this autumn: those of K2.
#: Those of K1 have not: they are the ones who are owed a refresher.
RENEWED, WEEKS_AGO = PAST[1], 11


@dataclass
class Stage:
    """Everything that a cohort needs: people, rooms, the assessment in use, and who acts."""

    place: Place
    places: Places
    used: Instrument
    shared: Mapping[str, Competency]
    lucia: User
    ren: User
    random: Random


def hold_past(stage: Stage) -> dict[str, Cohort]:
    """The three cohorts of 2024, from the assessment of those who came to the observation of what they then did."""
    return {held.name: hold(stage, held) for held in PAST}


def hold(stage: Stage, held: Held) -> Cohort:
    asked_at = moment(held.starts_on - timedelta(days=40))
    cohort = open_cohort(stage, held.course, held.starts_on, at=asked_at, title=f"{held.name} · {held.course}")
    people = chosen(stage, held.units, held.people)
    for person in people:
        place_at(stage, person, held.competency, held.level_before, at=asked_at)
    seats = [nominated(stage, person, cohort, at=asked_at + timedelta(days=5)) for person in people]
    for person in chosen(stage, held.comparison, held.compared):
        place_at(stage, person, held.competency, held.level_before, at=asked_at)
        nominated(stage, person, cohort, at=asked_at + timedelta(days=9))
    settle()
    began = moment(held.starts_on)
    if held.drops_out:
        gone = seats.pop()
        # The waiting line is of other offices, who are the comparison and stay where they are.
        admission.withdraw(seat=gone, by=gone.person, at=began + timedelta(days=9), reason="moved to another unit")
        decline_offers(cohort, at=began + timedelta(days=10))
    study_all(seats, began)
    meet(stage, cohort, seats)
    observe(stage, cohort, seats[: held.observed], held.competency)
    settle()
    return cohort


def renew(stage: Stage, held: Held, *, at: datetime) -> Cohort:
    """The people of a cohort of 2024 take its course again, all of it, and are seen to do it as they were then."""
    monday = at.date() - timedelta(weeks=WEEKS_AGO, days=at.weekday())
    asked_at = moment(monday - timedelta(days=40))
    cohort = open_cohort(stage, held.course, monday, at=asked_at)
    people = chosen(stage, held.units, held.people)
    seats = [nominated(stage, person, cohort, at=asked_at + timedelta(days=5)) for person in people]
    study_all(seats, moment(monday))
    meet(stage, cohort, seats)
    observe(stage, cohort, seats[: held.observed], held.competency)
    settle()
    return cohort


def open_cohort(
    stage: Stage, course: str, starts_on: date, *, at: datetime, title: str = "", trainers: Sequence[User] = ()
) -> Cohort:
    cohort = scheduling.draft_cohort(
        blueprint=stage.places.blueprints[course],
        starts_on=starts_on,
        trainers=trainers or [stage.lucia],
        by=stage.lucia,
        at=at,
        title=title,
    )
    return scheduling.release_cohort(cohort=cohort, by=stage.lucia, at=at)


def chosen(stage: Stage, units: Sequence[str], people: int) -> list[User]:
    """So many officers of these units, the cast of the story left out."""
    known = {"amina", "jonas", "lucia", "ren", "nadia", "tomas"}
    there = [h.person for h in officers(stage.place) if h.unit and h.unit.code in units]
    return [person for person in there if person.username not in known][:people]


def place_at(stage: Stage, person: User, code: str, level: float, *, at: datetime) -> None:
    """A placement test before the course, and the gap that it opens."""
    assessment = begin(stage.place, person, stage.used, at=at)
    rating = NewRating(stage.shared[code].pk, level)
    needs.rate_many(assessment=assessment, source="test", ratings=[rating], by=None, at=at)
    needs.close_assessment(assessment=assessment, by=None, at=at)


def nominated(stage: Stage, person: User, cohort: Cohort, *, at: datetime) -> Seat:
    """Ren puts someone forward, and they say yes: a place, or one in the line."""
    seat = admission.nominate(person=person, cohort=cohort, by=stage.ren, at=at, entry_waived=True)
    return admission.take_offer(seat=seat, by=person, at=at + timedelta(hours=3))


def decline_offers(cohort: Cohort, *, at: datetime) -> None:
    while offer := Seat.objects.filter(cohort=cohort, state=Seat.State.OFFERED).select_related("person").first():
        if Seat.objects.filter(cohort=cohort, state=Seat.State.DECLINED).count() > len(PAST):
            break
        admission.withdraw(seat=offer, by=offer.person, at=at, reason="cannot travel")


def study_all(seats: Iterable[Seat], began: datetime, *, lessons_done: int | None = None) -> None:
    for number, seat in enumerate(seats):
        if seat.enrolment is not None:
            take_course(seat.enrolment, at=began + timedelta(hours=number * 5), lessons_done=lessons_done)
    settle()


def meet(stage: Stage, cohort: Cohort, seats: Sequence[Seat]) -> None:
    """Every session of the cohort, with a few excused from the first of them."""
    for number, session in enumerate(sessions_of(cohort)):
        excused = {seat.person_id for seat in seats[-2:]} if number == 0 and len(seats) > 20 else set()
        marks = [
            NewMark(person_id=seat.person_id, state="excused" if seat.person_id in excused else "present")
            for seat in seats
        ]
        attendance.mark(session=session, marks=marks, by=stage.lucia, at=session.ends_at)
        attendance.close(session=session, by=stage.lucia, at=session.ends_at + timedelta(minutes=10))
    settle()


def sessions_of(cohort: Cohort) -> list[Session]:
    return list(cohort.sessions.order_by("starts_at"))


def observe(stage: Stage, cohort: Cohort, seats: Sequence[Seat], code: str) -> None:
    """Lucia signs the checklists of those whom she has seen do all of it."""
    competency = str(stage.shared[code].uid)
    keys = behaviours(edition_for(cohort.release, "en"), competency)
    meetings = sessions_of(cohort)
    if not keys or not meetings:
        return
    for seat in seats:
        attendance.observe(
            cohort=cohort,
            person=seat.person,
            competency_uid=competency,
            seen=dict.fromkeys(keys, True),
            by=stage.lucia,
            at=meetings[-1].ends_at + timedelta(minutes=30),
        )


def behaviours(edition: ReleaseEdition | None, competency: str) -> list[str]:
    lists = edition.data["checklists"] if edition else []
    return [item["key"] for each in lists if each["competency"] == competency for item in each["items"]]


def run_now(stage: Stage, *, at: datetime) -> Cohort:
    """A cohort of targeting whose first day in the targeting cell is today, or the next day on which people work."""
    starts_on = at.date() - timedelta(days=21)
    cohort = open_cohort(stage, "RSK", starts_on, at=moment(starts_on - timedelta(days=30)))
    people = [*chosen(stage, ("RMI", "TRF", "PCA", "TRD"), 23), stage.place.people["jonas"]]
    seats = [nominated(stage, person, cohort, at=moment(starts_on - timedelta(days=20))) for person in people]
    study_all(seats[:-3], moment(starts_on))
    study_all(seats[-3:], moment(starts_on), lessons_done=4)
    for session in sessions_of(cohort):
        if session.ends_at < at:
            present = [NewMark(person_id=seat.person_id, state="present") for seat in seats]
            attendance.mark(session=session, marks=present, by=stage.lucia, at=session.ends_at)
            attendance.close(session=session, by=stage.lucia, at=session.ends_at + timedelta(minutes=10))
    settle()
    return cohort


def integrity_now(stage: Stage, trainer: User, *, at: datetime) -> Cohort:
    """Amina's running course: half of it is studied, and the open hour begins at the next quarter of an hour."""
    starts_on = at.date() - timedelta(days=10)
    before = moment(starts_on - timedelta(days=20))
    cohort = scheduling.draft_cohort(
        blueprint=stage.places.blueprints["INT"], starts_on=starts_on, trainers=[trainer], by=stage.lucia, at=before
    )
    [hour] = sessions_of(cohort)
    begins = next_quarter(at)
    scheduling.move_session(
        session=hour, starts_at=begins, ends_at=begins + timedelta(hours=1), room=None, by=stage.lucia, at=before
    )
    cohort = scheduling.release_cohort(cohort=cohort, by=stage.lucia, at=before)
    people = [stage.place.people["amina"], *chosen(stage, ("LBS",), 11)]
    seats = [nominated(stage, person, cohort, at=before + timedelta(days=5)) for person in people]
    study_all(seats, moment(starts_on), lessons_done=3)
    return cohort


def next_quarter(at: datetime) -> datetime:
    """The first quarter of an hour that is at least five minutes away."""
    start = at + timedelta(minutes=5)
    return start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)


def come_soon(stage: Stage, *, at: datetime) -> list[Cohort]:
    """The next targeting cohort, with places left, and one of valuation that is full and has a line."""
    monday = at.date() + timedelta(days=21 - at.weekday())
    before = at - timedelta(days=12)
    targeting = open_cohort(stage, "RSK", monday, at=before)
    for person in chosen(stage, ("LBN",), 20):
        nominated(stage, person, targeting, at=before + timedelta(days=2))
    valuation = open_cohort(stage, "VAL", monday + timedelta(days=7), at=before)
    for person in chosen(stage, ("OLM", "HRD", "AVI"), 21):
        nominated(stage, person, valuation, at=before + timedelta(days=3))
    for cohort in (targeting, valuation):
        scheduling.announce(cohort=cohort, by=stage.lucia, at=before + timedelta(hours=1))
    settle()
    return [targeting, valuation]


def study_alone(stage: Stage, course_uid: str, people: Iterable[tuple[User, datetime]]) -> None:
    """Officers who took a course at their own pace, each beginning on a day of their own."""
    release = open_release(course_uid)
    if release is None:
        raise LookupError(course_uid)
    for person, began in people:
        period = enrolment.enrol(
            person=person, administration=stage.place.administration, release=release, by=person, at=began
        )
        take_course(period, at=began)
    settle()


def over_a_year(stage: Stage, people: Sequence[User], *, at: datetime) -> Iterator[tuple[User, datetime]]:
    """A day of the last year for each person: the certificates of the first run out within two months, those of the others
    later."""
    soon = round(len(people) * RUN_OUT_SOON)
    for number, person in enumerate(people):
        back = 45 * number // soon if number < soon else 70 + 270 * (number - soon) // (len(people) - soon)
        yield person, at - timedelta(days=max(361 - back - stage.random.randrange(10), 4))


def moment(day: date) -> datetime:
    return datetime.combine(day, EIGHT)
