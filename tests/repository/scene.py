"""Amina in the middle of a course of her own administration, with everything of hers that an address can name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from certificates import actions as certificates
from certificates.models import Certificate, Certification
from courses.catalogue.editors import Editorship
from courses.catalogue.models import EditionMedia
from courses.quizzes.models import QuizVersion
from courses.scheduling.models import Cohort, Session, TrainerAssignment
from desks.officer.join import SIGNER
from lms.core import clock
from tests.cast import Cast, Offer, enrol, instrument, open_gaps, put_on_offer
from tests.repository.addresses import addresses
from tracking.attendance import actions as attendance
from tracking.attendance.actions import NewMark
from tracking.enrolment.actions import seat
from tracking.enrolment.models import Enrolment, Seat
from tracking.impact import actions as impact
from tracking.impact.keeping import define_indicator
from tracking.impact.programmes import Plan
from tracking.lrs.models import Statement
from tracking.needs import actions as needs
from tracking.plans.models import LearningPlan, PlanItem
from tracking.progress.models import Completion
from tracking.study import actions as study

#: A programme that has begun already, and named no primary indicator.
BEGINS = date(2026, 1, 1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Scene:
    """The cast, Amina's course and enrolment, and what fills the parts of each address."""

    cast: Cast
    offer: Offer
    enrolment: Enrolment
    statement: Statement
    document: Document
    values: dict[str, dict[str, Any]]
    admin_values: dict[str, Any]

    def client(self, who: str) -> Client:
        """A browser in which that person has signed in; without a name, nobody."""
        client = Client()
        if who:
            client.force_login(self.cast.people[who], backend=BACKEND)
        return client

    def path(self, name: str) -> str:
        address = next(each for each in addresses(get_resolver().url_patterns) if each.name == name)
        return address.filled(self.values[name])


class Filled(dict[str, dict[str, Any]]):
    """The same values for every address but those that name their own."""

    def __init__(self, same: dict[str, Any], **own: dict[str, Any]) -> None:
        super().__init__(own)
        self.same = same

    def __missing__(self, _name: str) -> dict[str, Any]:
        return self.same


def certify(cast: Cast, offer: Offer, *, at: datetime) -> Certificate:
    """Amina is certified for what an earlier course has shown."""
    certification = Certification.objects.create(
        administration=cast.sanderra, code="targeting", title="Targeting", course_uid=offer.release.course_uid,
        competency=cast.competencies["O07"], level=3, months_valid=24,
    )  # fmt: skip
    done = Enrolment.objects.create(
        person=cast.amina, administration=cast.sanderra, release=offer.release, course_uid=offer.release.course_uid,
        period_no=99, state=Enrolment.State.COMPLETED, state_at=at, started_at=at,
    )  # fmt: skip
    completion = Completion.objects.create(enrolment=done, edition=offer.release.editions.get(), at=at)
    return certificates.issue(
        certification=certification, person=cast.amina, level=2, completion=completion, evidence=[], by=None, at=at
    )


def meet(cast: Cast, offer: Offer, *, at: datetime) -> Session:
    """Amina has a seat in a cohort of Lucia's, whose remote session is on."""
    said: dict[str, Any] = {"state": "released", "state_at": at, "state_by": cast.lucia}
    cohort = Cohort.objects.create(
        administration=cast.sanderra, release=offer.release, title="Autumn", seats=24, starts_on=at.date(),
        ends_on=at.date(), **said,
    )  # fmt: skip
    TrainerAssignment.objects.create(cohort=cohort, person=cast.lucia)
    session = Session.objects.create(
        cohort=cohort, mode=Session.Mode.REMOTE, title="First call", starts_at=at, ends_at=at + timedelta(hours=2),
        time_zone="UTC", meeting_url="https://meet.sanderra.example/autumn", **said,
    )  # fmt: skip
    seat(cohort=cohort, person=cast.amina, administration=cast.sanderra, by=cast.admin, at=at)
    mark = NewMark(person_id=cast.amina.pk, state="present")
    attendance.mark(session=session, marks=[mark], by=cast.lucia, at=at)
    return session


def plan(cast: Cast, offer: Offer, *, at: datetime) -> dict[str, dict[str, Any]]:
    """Amina's plan proposes the course, and another one that she declined."""
    hers = LearningPlan.objects.create(
        person=cast.amina, administration=cast.sanderra, hours=10, months=6, made_at=at, basis=""
    )
    said = {"plan": hers, "title": "Numbers", "hours": 1, "cost": 0, "state_at": at}
    proposed = PlanItem.objects.create(course_uid=offer.release.course_uid, **said)
    declined = PlanItem.objects.create(course_uid=uuid4(), state=PlanItem.State.DECLINED, **said)
    return {
        "my-plan-accept": {"item": proposed.uid},
        "my-plan-decline": {"item": proposed.uid},
        "my-plan-reconsider": {"item": declined.uid},
    }


def measure_impact(cast: Cast, *, at: datetime) -> dict[str, Any]:
    """Sanderra's programme with a promise, a story and a group, which of all who ask here nobody has a part in."""
    plan = Plan(title="Targeting", question="Why?", begins_on=BEGINS, primary=None, units=[cast.units["PVS"]])
    programme = impact.open_programme(
        administration=cast.sanderra, code="targeting", plan=plan, by=cast.people["ren"], at=at
    )
    promise = impact.commit(
        programme=programme,
        party="wco",
        house=cast.wco,
        what="A visit",
        owner="Adviser",
        due_on=at.date(),
        by=None,
        at=at,
    )
    story = impact.tell_story(
        programme=programme, domain="Risk", who="", role="Officer", what="Less.", why="Time.", consent="anonymous",
        by=None, at=at,
    )  # fmt: skip
    group = impact.record_scores(
        programme=programme, code="K1", title="First", period="June", scores=[(1, 2)], by=None, at=at
    )
    return {"programme": programme.code, "commitment": promise.uid, "story": story.pk, "group": group.code}


def set_the_scene(cast: Cast) -> Scene:
    offer = put_on_offer(cast, audience="own")
    enrolment = enrol(cast, cast.amina, offer)
    edition = offer.release.editions.get()
    lesson = offer.release.rules["lessons"][1]
    launched = study.open_lesson(enrolment=enrolment, lesson_uid=lesson, edition=edition, by=cast.amina, at=clock.now())
    study.read(launch=launched, by=cast.amina, at=clock.now())
    document = Document.objects.create(
        title="Tariff notes",
        file=ContentFile(b"notes", name="notes.txt"),
        collection=Editorship.objects.get(administration=cast.sanderra).collection,
    )
    page = offer.page
    certificate = certify(cast, offer, at=clock.now())
    session = meet(cast, offer, at=clock.now())
    (gap,) = open_gaps(cast, cast.amina, ratings={"P3": 1.0}, at=clock.now())
    needs.open_assessment(
        person=cast.amina, administration=cast.sanderra, instrument=instrument(cast), by=cast.amina, at=clock.now()
    )
    version = QuizVersion.objects.first()
    test = needs.offer_test(instrument=instrument(cast), quiz_version=version, by=cast.admin, at=clock.now())
    measure = needs.ask_management(
        unit=None, administration=cast.sanderra, named=["equipment"], by=cast.admin, at=clock.now()
    )[0]
    measured = define_indicator(
        administration=cast.sanderra, code="E2", title="Hit rate", kind="share", numerator="Found", denominator="Inspected",
        source="Report", owner="Risk", tier="national", by=None, at=clock.now(),
    )  # fmt: skip
    same = {
        "administration": cast.sanderra.code,
        "indicator": measured.code,
        "test": test.uid,
        "action": measure.uid,
        "gap": gap.uid,
        "session": session.uid,
        "cohort": session.cohort.uid,
        "blueprint": uuid4(),
        "notice": uuid4(),
        **measure_impact(cast, at=clock.now()),
        "follow_up": uuid4(),
        "token": SIGNER.sign(f"{session.uid}~{cast.amina.uid}"),
        "certificate": certificate.uid,
        "code": certificate.code,
        "enrolment": enrolment.uid,
        "lesson": lesson,
        "quiz": offer.release.rules["quizzes"][0],
        "digest": EditionMedia.objects.filter(edition=edition).first().media.digest,
        "course": page.translation_key,
        "package": lesson,
        "data_type": "state",
        "sub_content": "0",
        "person": cast.amina.uid,
        "seat": Seat.objects.get(cohort=session.cohort).uid,
        "name": get_image_model().objects.get().file.name,
    }
    return Scene(
        cast=cast,
        offer=offer,
        enrolment=enrolment,
        statement=Statement.objects.latest("seq"),
        document=document,
        values=Filled(
            same,
            wagtail_serve={"part1": page.url.lstrip("/")},
            **plan(cast, offer, at=clock.now()),
            wagtaildocs_serve={"part1": document.pk, "part2": document.filename},
            **{"xapi-concept": {"kind": "verbs", "name": "nothing"}},
        ),
        admin_values={
            "int": page.pk,
            "pk": page.pk,
            "part1": page.pk,
            "part2": page.pk,
            "str": "courses",
            "slug": "courses",
            "kind": "jsonl",
            "what": "test",
        },
    )
