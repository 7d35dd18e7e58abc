"""What the long story needs around it: the course, its cohort, colleagues who lack the same, and the figure that HR reads."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.test import Client

from certificates.setting_up import open_certification
from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage
from courses.scheduling.models import Cohort, Session
from desks.demo import content
from lms.people.models import User
from tests.cast import LATELY, LONG_AGO, Cast, enter, instrument, open_gaps, put_on_offer, raise_the_curtain
from tests.tracking.attendance.making import open_cohort
from tracking.attendance import actions as attendance
from tracking.attendance.actions import NewMark
from tracking.attendance.models import Observation
from tracking.needs import actions as needs
from tracking.needs.models import Gap

#: Amina studies three weeks on her own before people meet.
MEETS = datetime(2026, 11, 2, 13, 0, tzinfo=UTC)


@dataclass
class World:
    """Sanderra with risk management on offer beside a shorter course, and a cohort that may be joined."""

    cast: Cast
    course: CoursePage
    cohort: Cohort
    sessions: list[Session]


def set_up() -> World:
    """The course as the demo has it: lessons, four tests, a package, two remote sessions, two days, a checklist of five."""
    cast = raise_the_curtain()
    shorter = put_on_offer(cast).page
    author = content.Author(cast.sanderra, cast.competencies, at=LONG_AGO)
    course = author.write("rsk", below=shorter.get_parent().specific, audience="members")
    edition = release(course=course, by=cast.admin, at=LONG_AGO, note="First release")
    open_certification(
        administration=cast.sanderra, code="targeting", title="Targeting", titles={}, course_uid=course.translation_key,
        competency=cast.competencies["O07"], level=3, months_valid=24, by=cast.ren, at=LONG_AGO,
    )  # fmt: skip
    # Six people of the port lack the competency, so that the figure may be shown at all.
    for number in range(5):
        colleague = enter(cast, f"officer{number}", cast.sanderra, "officer", unit="PVS", post="R09")
        open_gaps(cast, colleague, ratings={"O07": 1.0})
    return World(cast, course, *open_cohort(cast, edition.release, first=MEETS, title="November"))


def assess(cast: Cast, person: User, *, own: float, supervisor: float, test: float) -> Gap:
    """All three sources speak of risk management; the gap that opens."""
    assessment = needs.open_assessment(
        person=person, administration=cast.sanderra, instrument=instrument(cast), by=person, at=LATELY
    )
    for source, level, by in (("self", own, person), ("supervisor", supervisor, cast.jonas), ("test", test, None)):
        needs.rate(
            assessment=assessment, competency=cast.competencies["O07"], source=source, level=level, by=by, at=LATELY,
            note="Seen at the gate",
        )  # fmt: skip
    needs.close_assessment(assessment=assessment, by=None, at=LATELY)
    return Gap.objects.get(person=person)


def hold(session: Session, *, by: User, came: User) -> None:
    """A session takes place, the trainer marks who came and closes the sheet."""
    mark = NewMark(person_id=came.pk, state="present")
    attendance.mark(session=session, marks=[mark], by=by, at=session.starts_at)
    attendance.close(session=session, by=by, at=session.ends_at)


def sign_checklist(world: World, *, by: User, of: User) -> Observation:
    """All five behaviours were seen, on the last day before the sheet is closed."""
    competency = world.cast.competencies["O07"].uid
    [checklist] = world.cohort.release.editions.get().data["checklists"]
    return attendance.observe(
        cohort=world.cohort, person=of, competency_uid=competency, seen={item["key"]: True for item in checklist["items"]},
        by=by, at=world.sessions[-1].starts_at + timedelta(hours=1),
    )  # fmt: skip


def open_gaps_on_hrs_page(ren: User) -> int:
    client = Client()
    client.force_login(ren)
    return client.get("/hr/").context["chosen"].whole.value
