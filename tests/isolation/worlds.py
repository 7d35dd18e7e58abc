"""Made-up worlds, and their building in the database: one row of every kind for every person in both administrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import strategies as st
from wagtail.documents.models import Document

from courses.catalogue.editors import Editorship
from courses.catalogue.models import CoursePage, CourseRelease, ReleaseEdition
from courses.catalogue.opening import open_catalogue
from courses.quizzes.models import Question, Quiz, QuizVersion
from courses.scheduling.models import Cohort, Session
from lms.competencies.models import Competency, Framework
from lms.core import clock
from lms.notices.models import Notice
from lms.people import actions
from lms.people.models import Administration, Membership, OrgUnit, User
from tests.courses.conftest import picture
from tests.isolation.oracle import NATIONAL, Held, World
from tracking.attendance.models import Mark, Observation
from tracking.enrolment.models import Enrolment, Seat
from tracking.evidence.models import Evidence
from tracking.impact.models import FollowUp, Indicator, Programme
from tracking.lrs.models import Credential
from tracking.needs.models import Assessment, Gap, Instrument
from tracking.progress.models import Completion
from tracking.study.models import Attempt, Launch

AT = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE, UNITS = 5, 4


@st.composite
def helds(draw: st.DrawFn) -> Held:
    """A role; its first and last day lie around today, where mistakes are."""
    place = draw(st.sampled_from(("a", "a", "b", "b", "region", "wco")))
    since = draw(st.sampled_from((-40, -40, -1, 0, 1)))
    days = draw(st.sampled_from((None, None, 0, 1, 39, 40)))
    return Held(
        person=draw(st.integers(0, PEOPLE - 1)),
        place=place,
        role=draw(st.sampled_from(("supervisor", "officer", "officer", *Membership.Role.values))),
        unit=draw(st.none() | st.integers(0, UNITS - 1)) if place in NATIONAL else None,
        since=since,
        until=None if days is None else since + days,
    )


def subsets() -> st.SearchStrategy[frozenset[tuple[int, str]]]:
    return st.frozensets(st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(NATIONAL)))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    once = st.lists(helds(), min_size=4, max_size=14, unique_by=lambda h: (h.person, h.place, h.role, h.unit))
    parents = (None, *(draw(st.none() | st.integers(0, unit - 1)) for unit in range(1, UNITS)))
    return World(PEOPLE, tuple(draw(once)), parents, editors=draw(subsets()), seated=draw(subsets()))


@dataclass
class Stage:
    """What does not change between worlds: places, people, and what each administration has written."""

    places: dict[str, Administration]
    people: list[User]
    framework: Framework
    competencies: dict[str, Competency]
    instrument: Instrument
    releases: dict[str, CourseRelease] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    versions: dict[str, QuizVersion] = field(default_factory=dict)

    def place(self, administration_id: int) -> str:
        return next(name for name, place in self.places.items() if place.pk == administration_id)

    def number(self, person_id: int) -> int:
        return next(number for number, person in enumerate(self.people) if person.pk == person_id)


def build_stage() -> Stage:
    places: dict[str, Administration] = {}
    for name, kind, above in (("wco", "organisation", None), ("region", "region", "wco"),
                              ("a", "administration", "region"), ("b", "administration", "region")):  # fmt: skip
        places[name] = actions.open_administration(
            code=f"place-{name}", name=f"Place {name}", kind=kind, parent=places.get(above or ""), by=None, at=AT
        )
    people = [
        actions.open_account(
            username=f"person{n}", email=f"person{n}@sanderra.example", name=(f"Given{n}", f"Family{n}"), by=None, at=AT
        )
        for n in range(PEOPLE)
    ]
    shared = Framework.objects.create(code="shared", title="Shared")
    for name in NATIONAL:
        Framework.objects.create(code=f"own-{name}", title=name, administration=places[name])
    stage = Stage(
        places, people, shared,
        {name: Competency.objects.create(framework=shared, code=name.upper(), title=name, domain="operational")
         for name in NATIONAL},
        Instrument.objects.create(framework=shared, version=1, title="Needs", weights={}, errors={}),
    )  # fmt: skip
    for name in NATIONAL:
        write_courses(stage, name)
    return stage


def write_courses(stage: Stage, name: str) -> None:
    """A course for each audience, a picture, a document, a quiz and a question; a release with a cohort and its session."""
    owner, author = stage.places[name], stage.people[0]
    index = open_catalogue(administration=owner, by=None, at=AT)
    for audience in CoursePage.Audience.values:
        index.add_child(
            instance=CoursePage(
                title=f"Border {name} {audience}",
                slug=f"{name}-{audience}",
                code=f"{name}-{audience}",
                audience=audience,
            )
        )
    picture(owner, title=f"Border picture {name}")
    Document.objects.create(
        title=f"Border document {name}", file=ContentFile(b"x", name=f"{name}.txt"),
        collection=Editorship.objects.get(administration=owner).collection,
    )  # fmt: skip
    quiz = Quiz.objects.create(administration=owner, title=f"Border quiz {name}")
    Question.objects.create(administration=owner, prompt=f"Border question {name}")
    stage.versions[name] = QuizVersion.objects.create(quiz=quiz, number=1, data={}, digest=name)
    release = CourseRelease.objects.create(
        course_uid=uuid4(), administration=owner, number=1, structure=[], rules={}, state_at=AT, state_by=author
    )
    ReleaseEdition.objects.create(
        release=release, locale="en", number=1, title=name, data={}, digest=name, released_at=AT, released_by=author
    )
    stage.releases[name] = release
    days = {"starts_on": AT.date(), "ends_on": AT.date()}
    cohort = Cohort.objects.create(
        administration=owner, release=release, title=name, seats=12, state_at=AT, state_by=author, **days
    )
    stage.cohorts[name] = cohort
    Programme.objects.create(
        administration=owner, code=f"programme-{name}", title=name, question="Why?", begins_on=AT.date()
    )
    Indicator.objects.create(
        administration=owner, code="E1", title=name, kind="count", numerator="Found", source="Report", owner="Risk",
        tier="national",
    )  # fmt: skip
    Session.objects.create(
        cohort=cohort, mode="remote", title=f"Session {name}", starts_at=AT, ends_at=AT + timedelta(hours=1),
        time_zone="UTC", state="released", state_at=AT, state_by=author,
    )  # fmt: skip


@contextmanager
def built(stage: Stage, world: World) -> Iterator[None]:
    """The world in the database, and afterwards the bare stage again."""
    with transaction.atomic():
        appoint(stage, world)
        write_rows(stage, world)
        yield
        transaction.set_rollback(True)


def appoint(stage: Stage, world: World) -> None:
    today: date = clock.today()
    units: dict[tuple[str, int], OrgUnit] = {}
    for place in NATIONAL:
        for number, parent in enumerate(world.parents):
            units[place, number] = actions.open_unit(
                administration=stage.places[place], code=f"{place}{number}", name=f"Unit {place}{number}",
                parent=None if parent is None else units[place, parent], by=None, at=AT,
            )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(
            person=stage.people[held.person],
            administration=stage.places[held.place],
            role=held.role,
            unit=None if held.unit is None else units[held.place, held.unit],
            since=today + timedelta(days=held.since),
            until=None if held.until is None else today + timedelta(days=held.until),
        )
        for held in world.roles
    )
    for number, place in world.editors:
        stage.people[number].groups.add(Editorship.objects.get(administration=stage.places[place]).group)


def write_rows(stage: Stage, world: World) -> None:
    for number, person in enumerate(stage.people):
        for place in NATIONAL:
            write_row(stage, person, place, seated=(number, place) in world.seated)
        Evidence.objects.create(
            person=person, competency=stage.competencies["a"], level=1, evidence_class="test", source="test:1", at=AT
        )


def write_row(stage: Stage, person: User, place: str, *, seated: bool) -> None:
    """One of everything that a person has in an administration."""
    theirs = {"person": person, "administration": stage.places[place]}
    release = stage.releases[place]
    edition = release.editions.get()
    enrolment = Enrolment.objects.create(
        **theirs, release=release, course_uid=release.course_uid, period_no=1, state_at=AT, started_at=AT
    )
    Completion.objects.create(enrolment=enrolment, edition=edition, at=AT)
    Seat.objects.create(
        **theirs,
        cohort=stage.cohorts[place],
        enrolment=enrolment,
        state="seated" if seated else "waiting",
        state_at=AT,
        asked_at=AT,
    )
    assessment = Assessment.objects.create(**theirs, instrument=stage.instrument, state_at=AT)
    gap = Gap.objects.create(
        **theirs, competency=stage.competencies[place], target=2, level=1, standard_error=0, assessment=assessment,
        state_at=AT, opened_at=AT,
    )  # fmt: skip
    FollowUp.objects.create(**theirs, gap=gap, due_on=AT.date(), state_at=AT)
    session = stage.cohorts[place].sessions.get()
    Mark.objects.create(**theirs, session=session, state="present", source="trainer", at=AT)
    Observation.objects.create(
        **theirs, cohort=stage.cohorts[place], competency=stage.competencies[place], level=3, edition=edition, at=AT,
        by=person,
    )  # fmt: skip
    Notice.objects.create(person=person, kind="seated", facts={}, link="/my/", at=AT)
    credential = Credential.objects.create(
        key=uuid4().hex,
        secret_digest="",
        name="",
        tenant=stage.places[place].uid,
        kind="server",
        authority={},
        since=AT,
    )
    launch = Launch.objects.create(
        enrolment=enrolment, lesson_uid=uuid4(), edition=edition, credential=credential, at=AT, expires_at=AT
    )
    Attempt.objects.create(
        launch=launch, enrolment=enrolment, quiz_version=stage.versions[place], quiz_uid=uuid4(), number=1, answers={},
        points=1, most_points=1, passed=True, at=AT,
    )  # fmt: skip
