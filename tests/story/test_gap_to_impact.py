"""The table "one datum, traced" of the design as a test: Amina's level in risk management, from her gap to its impact.

Everything is called as the pages call it, and everything that follows does so by itself, through `lms/reactions.py`: no
worker runs, and no task is eager. Read this first; then open the room of whatever line you are curious about.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Max
from django.test import Client

from certificates import codes
from certificates.models import Certificate
from desks.demo.students import take_course
from lms.competencies.models import Requirement
from lms.core.events import is_later
from lms.core.models import Delivery, Event
from lms.people.models import User
from tests.cast import LATELY
from tests.retelling import changed_by_telling_again
from tests.story.scenes import MEETS, World, assess, hold, open_gaps_on_hrs_page, set_up, sign_checklist
from tracking.enrolment.models import Enrolment
from tracking.evidence.models import Evidence
from tracking.impact import actions as impact
from tracking.impact.queries import follow_ups_asked_of
from tracking.lrs.models import Statement
from tracking.needs import actions as needs
from tracking.needs.models import Gap
from tracking.plans import actions as plans
from tracking.study.models import Attempt, PackageResult

NINETY_DAYS = timedelta(days=90)


@pytest.fixture
def world(transactional_db: None) -> World:
    return set_up()


def test_a_gap_becomes_a_plan_a_course_evidence_a_certificate_and_a_question_months_later(world: World) -> None:
    cast, amina, lucia, jonas = world.cast, world.cast.amina, world.cast.lucia, world.cast.jonas
    risk, told_before = world.cast.competencies["O07"], Event.objects.latest("seq").seq

    # 1  Her post requires level 3.
    assert Requirement.objects.get(post=cast.posts["R09"], competency=risk).level == 3

    # 2  She says 2, her supervisor and a test say 1: together 1.2, and a gap opens.
    gap = assess(cast, amina, own=2, supervisor=1, test=1)
    assert (float(gap.level), gap.target, gap.state) == (1.2, 3, Gap.State.OPEN)
    assert open_gaps_on_hrs_page(cast.ren) == 6

    # 3  Of two courses on offer the solver proposes the one that closes it.
    plan = plans.recommend(
        person=amina, administration=cast.sanderra, hours=Decimal(10), budget=None, by=amina, at=LATELY
    )
    [item], [cover] = plan.items.all(), plan.items.get().covers.all()
    assert (item.title, cover.gap, cover.start, cover.end, plan.left_open) == (world.course.title, gap, 1, 3, [])

    # 4  She accepts, and has a seat; the gap is planned for.
    seat = plans.accept(item=item, cohort=world.cohort, by=amina, at=LATELY)
    assert (seat.state, now(gap).state) == ("seated", Gap.State.PLANNED)

    # 5  She studies: lessons, a package to be played, four tests. Each becomes a statement.
    take_course(seat.enrolment, at=MEETS - timedelta(weeks=3))
    assert (PackageResult.objects.get().score, Attempt.objects.filter(passed=True).count()) == (4, 4)
    assert Statement.objects.count() == len(seat.enrolment.release.rules["lessons"]) + 5

    # 6  The passed tests count, as level 2 at most: not enough for level 3.
    assert (shown(amina), now(gap).state) == ({"test": 2}, Gap.State.PLANNED)

    # 7  The cohort begins: two remote sessions, two days in the targeting cell, where Lucia signs five behaviours seen.
    needs.begin_training(at=MEETS)
    for session in world.sessions[:-1]:
        hold(session, by=lucia, came=amina)
    sign_checklist(world, by=lucia, of=amina)
    hold(world.sessions[-1], by=lucia, came=amina)

    # 8  Nothing is missing any more: the course is complete, and that counts as level 1.
    assert Enrolment.objects.get(person=amina).state == Enrolment.State.COMPLETED
    assert shown(amina) == {"completion": 1, "test": 2, "observation": 3}

    # 9  The gap has closed, on the observation.
    assert (now(gap).state, now(gap).closed_by.evidence_class) == (Gap.State.CLOSED, Evidence.Class.OBSERVATION)

    # 10 She is certified for level 3, and anyone who holds the paper can check it.
    certificate = Certificate.objects.get(person=amina)
    assert (certificate.level, now(gap).certificate_uid) == (3, certificate.uid)
    checked = Client().get(f"/verify/{codes.grouped(certificate.code)}/").context
    assert (checked["state"], checked["printed"].level) == ("valid", 3)

    # 11 Her plan is ticked; her supervisor will be asked in ninety days.
    item.refresh_from_db()
    due = now(gap).state_at.date() + NINETY_DAYS
    [asked] = follow_ups_asked_of(jonas, on=due)
    assert (item.state, asked.gap, asked.due_on) == ("done", gap, due)

    # 12 HR sees one gap fewer at Vesna.
    assert open_gaps_on_hrs_page(cast.ren) == 5

    # 13 And Jonas says what has changed at work.
    seen = {"unprompted": 4, "shares": 3}
    impact.record_follow_up(
        follow_up=asked, seen=seen, given=["time"], note="She trains us now.", by=jonas, at=MEETS + timedelta(weeks=14)
    )
    asked.refresh_from_db()
    assert (asked.state, asked.state_by, asked.seen) == ("answered", jonas, seen)

    # What was told on the way, each kind where it was told first; and every reaction that is due at once was delivered.
    assert told_since(told_before) == [
        "GapOpened", "Enrolled", "Seated", "StatementsStored", "EvidenceRecorded", "SessionMarked", "SessionHeld",
        "GapClosed", "CourseCompleted", "CertificateIssued", "FollowUpRecorded",
    ]  # fmt: skip
    assert waiting_deliveries() == []

    # Whatever a lost process leaves in doubt may be told again: nothing of it happens twice.
    assert changed_by_telling_again() == set()


def now(gap: Gap) -> Gap:
    return Gap.objects.get(pk=gap.pk)


def shown(person: User) -> dict[str, int]:
    """The highest level that each class of evidence shows in risk management."""
    entries = Evidence.objects.filter(person=person, competency__code="O07").values_list("evidence_class")
    return dict(entries.annotate(Max("level")))


def told_since(seq: int) -> list[str]:
    told = Event.objects.filter(seq__gt=seq).order_by("seq").values_list("type", flat=True)
    return list(dict.fromkeys(name.rpartition(".")[2] for name in told))


def waiting_deliveries() -> list[str]:
    """Reactions that have not run, those for Celery apart."""
    waiting = Delivery.objects.exclude(state=Delivery.State.DONE).select_related("event")
    return [each.reaction for each in waiting if not is_later(each.event.type, each.reaction)]
