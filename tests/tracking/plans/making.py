"""Courses for Amina's two gaps, O07 from 1 to 3 and P3 from 1 to 2: a blended one with its cohort, a short one to read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from courses.catalogue.actions import release
from courses.catalogue.models import CourseOutcome, CoursePage, LessonPage, ModulePage
from courses.scheduling.models import Cohort, Session
from tests.cast import LONG_AGO, Cast, Offer, open_gaps, put_on_offer
from tests.tracking.attendance.making import open_cohort
from tracking.needs.models import Gap
from tracking.plans import actions, queries
from tracking.plans.models import LearningPlan, PlanItem

#: Amina plans some days before the cohort's first session.
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FIRST = datetime(2026, 12, 7, 13, 0, tzinfo=UTC)
ROOMY = {"hours": Decimal(10), "budget": None}


@dataclass
class Planning:
    """The two courses, the cohort of the blended one, and Amina's gaps by the code of their competency."""

    cast: Cast
    reading: CoursePage
    blended: CoursePage
    cohort: Cohort
    sessions: list[Session]
    gaps: dict[str, Gap]

    def recommend(self, *, at: datetime = AT, **means: object) -> LearningPlan:
        given = {**ROOMY, **means}
        return actions.recommend(
            person=self.cast.amina, administration=self.cast.sanderra, by=self.cast.amina, at=at, **given
        )  # type: ignore[arg-type]

    def item(self, page: CoursePage) -> PlanItem:
        return queries.items_of(self.cast.amina).get(course_uid=page.translation_key)


def set_up(cast: Cast, *, offer: Offer | None = None, first: datetime = FIRST) -> Planning:
    reading = (offer or put_on_offer(cast)).page
    blended = reading.get_parent().specific.add_child(
        instance=CoursePage(
            title="Targeting", slug="c4", code="C4", administration=cast.sanderra, audience="members",
            hours_elearning=6, hours_remote=4, hours_classroom=10,
            outcomes=[CourseOutcome(competency=cast.competencies["O07"], entry=1, exit=3)],
        )
    )  # fmt: skip
    for mode in ("remote", "classroom"):
        module = blended.add_child(instance=ModulePage(title=mode.title(), mode=mode, sessions=2))
        module.save_revision().publish()
        if mode == "remote":
            module.add_child(instance=LessonPage(title="Before we meet")).save_revision().publish()
    blended.save_revision().publish()
    edition = release(course=blended, by=cast.admin, at=LONG_AGO, note="First")
    cohort, sessions = open_cohort(cast, edition.release, first=first, title="December")
    gaps = open_gaps(cast, cast.amina, ratings={"P3": 1.0, "O07": 1.0})
    return Planning(cast, reading, blended, cohort, sessions, {gap.competency.code: gap for gap in gaps})
