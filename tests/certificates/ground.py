"""Amina has completed a course that develops O07; Sanderra certifies what she shows in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from certificates import actions
from certificates.models import Certificate, Certification
from lms.people.models import User
from tests.cast import LATELY, SCENES, Cast, Offer, enrol
from tracking.enrolment.models import Enrolment
from tracking.evidence.actions import record
from tracking.evidence.models import Evidence
from tracking.progress.events import CourseCompleted
from tracking.progress.models import Completion


@dataclass
class Ground:
    """What a certificate stands on, and how to lay more of it."""

    cast: Cast
    offer: Offer
    certification: Certification

    def show(self, person: User, level: int, evidence_class: str, *, at: datetime, source: str = "") -> Evidence:
        return record(
            person=person,
            competency=self.certification.competency,
            level=level,
            evidence_class=evidence_class,
            source=source or f"{evidence_class}:{at.isoformat()}",
            by=None,
            at=at,
        )

    def complete(self, person: User, *, at: datetime) -> CourseCompleted:
        """The person completes the course (again): the fact, which nobody has been told yet."""
        Enrolment.objects.filter(person=person, state="enrolled").update(state="completed")
        enrolment = enrol(self.cast, person, self.offer)
        Enrolment.objects.filter(pk=enrolment.pk).update(state="completed")
        Completion.objects.create(enrolment=enrolment, edition=self.offer.release.editions.first(), at=at)
        return CourseCompleted(at=at, enrolment_id=enrolment.pk, person_id=person.pk, release_id=self.offer.release.pk)

    def certify(self, person: User, *, at: datetime = LATELY, level: int = 2) -> Certificate:
        """A completed course, evidence of a level, and the certificate that follows."""
        self.show(person, level, "test" if level == 2 else "observation", at=at)
        (certificate,) = actions.consider(self.complete(person, at=at))
        return certificate


def lay(cast: Cast, offer: Offer) -> Ground:
    certification = Certification.objects.create(
        administration=cast.sanderra,
        code="targeting",
        title="Risk management and targeting",
        titles={"ar": "إدارة المخاطر والاستهداف"},
        course_uid=offer.release.course_uid,
        competency=cast.competencies["O07"],
        level=3,
        months_valid=24,
    )
    return Ground(cast, offer, certification)


SCENES["ground"] = lambda made: lay(made["cast"], made["offer"])


@pytest.fixture
def ground(kept: dict[str, Any], cast: Cast, offer: Offer) -> Ground:
    return kept.get("ground") or lay(cast, offer)


@pytest.fixture
def certificate(ground: Ground) -> Certificate:
    return ground.certify(ground.cast.amina)


def day_after(day: date | None, days: int) -> datetime:
    """Noon, so many days after a day."""
    assert day is not None
    return datetime(day.year, day.month, day.day, 12, tzinfo=LATELY.tzinfo) + timedelta(days=days)
