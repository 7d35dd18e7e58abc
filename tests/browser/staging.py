"""The cast in the middle of the story: what stands on the pages that a browser looks at."""

from dataclasses import dataclass, replace
from datetime import time, timedelta

from allauth.account.models import EmailAddress

from courses.catalogue.actions import release
from courses.catalogue.models import ChecklistItem, LessonPage
from courses.quizzes.models import QuizVersion
from courses.scheduling import actions as scheduling
from courses.scheduling.models import Blueprint, Session
from courses.scheduling.setting_up import Meeting
from desks.demo.impact import load_impact
from lms.core import clock
from lms.notices.actions import tell
from lms.people import actions as people
from lms.people.models import User
from tests.browser.pages import Page
from tests.cast import LONG_AGO, Cast, Offer, enrol, enter, instrument, open_gaps
from tests.repository.scene import certify
from tests.tracking.attendance.making import BEHAVIOURS, open_cohort
from tests.tracking.plans.making import Planning, set_up
from tracking.attendance import actions as attendance
from tracking.attendance.actions import NewMark
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Seat
from tracking.evidence import actions as evidence
from tracking.impact import actions as impact
from tracking.impact.models import FollowUp, Programme
from tracking.impact.programmes import plan_of
from tracking.needs import actions as needs
from tracking.needs.events import GapClosed


@dataclass
class Stage:
    """The cast, and the addresses of what they have before them."""

    cast: Cast
    addresses: dict[str, str]

    def path(self, page: Page) -> str:
        return page.path.format(**self.addresses)

    def person(self, page: Page) -> User | None:
        return self.cast.people[page.who] if page.who else None


def set_the_stage(cast: Cast, offer: Offer) -> Stage:
    """Amina has gaps, plans, studies and is certified; Jonas answers for her; Lucia teaches, and the others read figures."""
    planning = set_up(cast, offer=offer, first=clock.now() + timedelta(days=30))
    learning = study(cast, offer)
    addresses = {
        "amina": str(cast.amina.uid),
        "bela": str(cast.bela.uid),
        **learning,
        **plan(cast, planning),
        **teach(cast, planning),
        **look_back(cast),
        **manage(cast),
    }
    return Stage(cast, addresses)


def study(cast: Cast, offer: Offer) -> dict[str, str]:
    """Amina is enrolled, certified for what came before, and asked how she stands; her address is confirmed."""
    at = clock.now()
    enrolled = enrol(cast, cast.amina, offer)
    certificate = certify(cast, offer, at=at)
    needs.open_assessment(
        person=cast.amina, administration=cast.sanderra, instrument=instrument(cast), by=cast.amina, at=at
    )
    version = QuizVersion.objects.first()
    assert version is not None
    test = needs.offer_test(instrument=instrument(cast), quiz_version=version, by=cast.admin, at=at)
    facts = {"cohort": "January", "starts_on": at.date().isoformat()}
    tell(person=cast.amina, kind="seated", facts=facts, link="/my/", at=at)
    EmailAddress.objects.create(user=cast.amina, email=cast.amina.email, verified=True, primary=True)
    lessons = offer.release.rules["lessons"]
    return {
        "course_id": str(offer.page.pk),
        "lesson_id": str(LessonPage.objects.descendant_of(offer.page).order_by("path")[0].pk),
        "competency": str(cast.competencies["P3"].pk),
        "level": str(cast.framework.levels.order_by("pk")[0].pk),
        "course": str(offer.page.translation_key),
        "course_page": offer.page.url,
        "enrolment": str(enrolled.uid),
        "lesson": lessons[0],
        "quiz_lesson": lessons[1],
        "certificate": str(certificate.uid),
        "code": certificate.code,
        "test": str(test.uid),
    }


def plan(cast: Cast, planning: Planning) -> dict[str, str]:
    """Amina's plan proposes a blended course; in another cohort of it she has asked for a seat."""
    at = clock.now()
    planning.recommend(at=at)
    asked, _sessions = open_cohort(cast, planning.cohort.release, first=at + timedelta(days=60), title="January")
    seat = Seat.objects.create(
        person=cast.amina, administration=cast.sanderra, cohort=asked, state="requested", state_at=at, asked_at=at
    )
    item = planning.item(planning.blended)
    coming = str(planning.cohort.uid)
    return {"item": str(item.uid), "seat": str(seat.uid), "gap": str(planning.gaps["O07"].uid), "coming": coming}


def teach(cast: Cast, planning: Planning) -> dict[str, str]:
    """Lucia opens cohorts from a blueprint; in one that runs, Bela was at a session and the next has just begun."""
    at = clock.now()
    course = planning.blended
    for order, statement in enumerate(BEHAVIOURS):
        item = ChecklistItem(sort_order=order, competency=cast.competencies["O07"], level=3, statement=statement)
        course.checklist.add(item)
    course.save_revision().publish()
    edition = release(course=course, by=cast.admin, at=at, note="With its checklist")
    cohort, sessions = open_cohort(cast, edition.release, first=at - timedelta(days=1, minutes=5), title="Running")
    seat = enrolment.seat(cohort=cohort, person=cast.bela, administration=cast.sanderra, by=cast.admin, at=at)
    hold(cast, sessions[0])
    return {
        "blueprint": str(blueprint(cast, edition.release.course_uid).uid),
        "cohort": str(cohort.uid),
        "held": str(sessions[0].uid),
        "session": str(sessions[1].uid),
        "later": str(sessions[2].uid),
        "joined": str(seat.uid),
    }


def hold(cast: Cast, session: Session) -> None:
    there = NewMark(person_id=cast.bela.pk, state="present")
    attendance.mark(session=session, marks=[there], by=cast.lucia, at=session.ends_at)
    attendance.close(session=session, by=cast.lucia, at=session.ends_at)


def blueprint(cast: Cast, course_uid: object) -> Blueprint:
    by, at = cast.lucia, clock.now()
    venue = scheduling.open_venue(administration=cast.sanderra, name="Averin", time_zone="Europe/Athens", by=by, at=at)
    hall = scheduling.open_room(venue=venue, name="Hall", seats=24, by=by, at=at)
    return scheduling.write_blueprint(
        administration=cast.sanderra, course_uid=course_uid, title="Targeting", seats=24, days=14, join_days=3,
        meeting_url="https://meet.sanderra.example/targeting",
        sessions=[Meeting("Kick-off", "remote", 2, time(10), 90), Meeting("Day one", "classroom", 8, time(9), 360, hall)],
        by=by, at=at,
    )  # fmt: skip


def look_back(cast: Cast) -> dict[str, str]:
    """Carl, of Jonas's port, closed a gap half a year ago: Jonas is asked what he sees at work."""
    carl = enter(cast, "carl", cast.sanderra, "officer", unit="PVS", post="R09")
    at = clock.now() - timedelta(days=180)
    [gap] = open_gaps(cast, carl, ratings={"P3": 1.0}, at=at)
    shown = evidence.record(
        person=carl, competency=gap.competency, level=2, evidence_class="test", source="", by=None, at=at
    )
    closed = GapClosed(at=at, gap_id=gap.pk, person_id=carl.pk, competency_id=gap.competency_id, evidence_id=shown.pk)
    impact.schedule_follow_up(closed)
    return {"follow_up": str(FollowUp.objects.get(gap=gap).uid)}


def manage(cast: Cast) -> dict[str, str]:
    """Management is asked for something; a programme of two years stands with its figures and promises."""
    for code in ("LBN", "LBS"):
        cast.units[code] = people.open_unit(
            administration=cast.sanderra, code=code, name=code.title(), by=cast.admin, at=LONG_AGO
        )
    programme = load_impact(sanderra=cast.sanderra, by=cast.admin, at=clock.now())
    promise = programme.commitments.filter(party="wco").latest("due_on")
    explore(cast, programme)
    [measure] = needs.ask_management(
        unit=cast.units["PVS"], administration=cast.sanderra, named=["equipment"], by=cast.admin, at=clock.now()
    )
    story = programme.stories.first()
    assert story is not None
    return {"measure": str(measure.uid), "promise": str(promise.uid), "story": str(story.pk)}


def explore(cast: Cast, other: Programme) -> None:
    """A programme that was opened after it had begun: it has no primary indicator, and one group was taken out again."""
    plan = replace(
        plan_of(other), title="Exploring", question="What has changed?", titles={}, questions={}, primary=None
    )
    programme = impact.open_programme(
        administration=cast.sanderra, code="exploring", plan=replace(plan, shared=[]), by=None, at=clock.now()
    )
    group = impact.record_scores(
        programme=programme,
        code="K1",
        title="Of another course",
        period="May",
        scores=[(10, 12)],
        by=None,
        at=clock.now(),
    )
    impact.remove_group(group=group, why="Wrong file", by=None, at=clock.now())
