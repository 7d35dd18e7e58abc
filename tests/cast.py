"""The people of the tests, in two administrations that must not see each other.

Sanderra: Amina is an officer at the port, Jonas supervises it, Ren is HR, Nadia the coordinator, Tomas the head of the port,
Lucia a trainer; Bela is an officer at the airport, a colleague who sees nothing of Amina. Tirvan, next door: Elif is an
officer, Davit HR. Wren advises for the WCO, and Stranger holds no role anywhere.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage, CourseRelease
from courses.catalogue.opening import open_catalogue
from desks.demo import content, world
from lms.competencies import actions as competencies
from lms.competencies.models import Competency, Framework
from lms.people import actions as people
from lms.people.models import Administration, Membership, OrgUnit, Post, User
from tests.kept import Scenes
from tracking.enrolment import actions as enrolment
from tracking.enrolment.models import Enrolment
from tracking.needs import actions as needs
from tracking.needs import rules
from tracking.needs.models import Assessment, Gap, Instrument

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LATELY = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
Role = Membership.Role


@dataclass
class Cast:
    """Everyone and everything, by the names of the story."""

    sanderra: Administration
    tirvan: Administration
    wco: Administration
    framework: Framework
    competencies: dict[str, Competency]
    units: dict[str, OrgUnit]
    posts: dict[str, Post]
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def raise_the_curtain() -> Cast:
    """Everyone in their place, by the same actions that the site calls."""
    at, admin = LONG_AGO, User.objects.create_superuser("admin", "admin@sanderra.example", "sanderra")
    wco = people.open_administration(code="wco", name="WCO", kind="organisation", by=admin, at=at)
    region = people.open_administration(code="rocb-x", name="ROCB X", kind="region", parent=wco, by=admin, at=at)
    sanderra = people.open_administration(code="scbs", name="Sanderra Customs", parent=region, by=admin, at=at)
    tirvan = people.open_administration(code="tirvan", name="Tirvan Customs", parent=region, by=admin, at=at)
    framework, shared = world.framework(by=admin, at=at)
    units = {
        code: people.open_unit(administration=where, code=code, name=name, by=admin, at=at)
        for code, name, where in (
            ("PVS", "Port of Vesna", sanderra),
            ("AVI", "Averin Airport", sanderra),
            ("OLM", "Olm Island post", sanderra),
            ("TIR", "Tirvan Harbour", tirvan),
        )
    }
    posts = {
        "R09": people.open_post(administration=sanderra, code="R09", title="Investigator", by=admin, at=at),
        "T01": people.open_post(administration=tirvan, code="T01", title="Officer", by=admin, at=at),
    }
    for post in posts.values():
        competencies.require(post=post, competency=shared["P3"], level=2, by=admin, at=at)
        competencies.require(post=post, competency=shared["O07"], level=3, by=admin, at=at)
    cast = Cast(sanderra, tirvan, wco, framework, shared, units, posts, {"admin": admin})
    for name, administration, role, unit, post in (
        ("amina", sanderra, Role.OFFICER, "PVS", "R09"),
        ("bela", sanderra, Role.OFFICER, "AVI", "R09"),
        ("jonas", sanderra, Role.SUPERVISOR, "PVS", None),
        ("tomas", sanderra, Role.HEAD_OF_OFFICE, "PVS", None),
        ("lucia", sanderra, Role.TRAINER, None, None),
        ("ren", sanderra, Role.HR, None, None),
        ("nadia", sanderra, Role.NATIONAL_COORDINATOR, None, None),
        ("elif", tirvan, Role.OFFICER, "TIR", "T01"),
        ("davit", tirvan, Role.HR, None, None),
        ("wren", wco, Role.WCO_ADVISER, None, None),
    ):
        enter(cast, name, administration, role, unit=unit, post=post)
    cast.people["stranger"] = people.open_account(
        username="stranger", email="stranger@nowhere.example", name=("No", "Role"), by=admin, at=at, password="sanderra"
    )
    return cast


def enter(
    cast: Cast,
    name: str,
    administration: Administration,
    role: str,
    *,
    unit: str | None = None,
    post: str | None = None,
) -> User:
    """Let someone onto the stage with a role."""
    person = people.open_account(
        username=name,
        email=f"{name}@{administration.code}.example",
        name=(name.title(), "Example"),
        by=cast.admin,
        at=LONG_AGO,
        password="sanderra",
    )
    people.give_role(
        person=person,
        administration=administration,
        role=role,
        since=LONG_AGO.date(),
        by=cast.admin,
        at=LONG_AGO,
        unit=cast.units.get(unit or ""),
        post=cast.posts.get(post or ""),
    )
    cast.people[name] = person
    return person


@dataclass
class Offer:
    """A released course of two lessons: text and a picture, text and a quiz."""

    page: CoursePage
    release: CourseRelease


def put_on_offer(cast: Cast, *, administration: Administration | None = None, audience: str = "members") -> Offer:
    """Write, publish and release the demo's short course."""
    owner = administration or cast.sanderra
    index = open_catalogue(administration=owner, by=cast.admin, at=LONG_AGO)
    author = content.Author(owner, cast.competencies, at=LONG_AGO)
    page = author.write("numbers", below=index, audience=audience)
    edition = release(course=page, by=cast.admin, at=LONG_AGO, note="First release")
    return Offer(page, edition.release)


def open_gaps(cast: Cast, person: User, *, ratings: dict[str, float], at: datetime = LATELY) -> list[Gap]:
    """Assess a person by test, so that the gaps open that follow."""
    assessment = assess(cast, person, ratings=ratings, at=at)
    return list(Gap.objects.filter(assessment=assessment).order_by("competency__code"))


def assess(cast: Cast, person: User, *, ratings: dict[str, float], at: datetime = LATELY) -> Assessment:
    administration = Membership.objects.filter(person=person).first().administration
    assessment = needs.open_assessment(
        person=person, administration=administration, instrument=instrument(cast), by=person, at=at
    )
    for code, level in ratings.items():
        needs.rate(
            assessment=assessment, competency=cast.competencies[code], source="test", level=level, by=None, at=at
        )
    needs.close_assessment(assessment=assessment, by=None, at=at)
    return assessment


def instrument(cast: Cast) -> Instrument:
    return needs.publish_instrument(
        framework=cast.framework,
        title="Needs assessment",
        version=1,
        weights=rules.WEIGHTS,
        errors=rules.ERRORS,
        by=cast.admin,
        at=LONG_AGO,
    )


def enrol(cast: Cast, person: User, offer: Offer) -> Enrolment:
    administration = Membership.objects.filter(person=person).first().administration
    return enrolment.enrol(person=person, administration=administration, release=offer.release, by=person, at=LATELY)


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    """What is set up once for a module where all of its tests begin with it; a folder or a module may add its own."""
    return dict(SCENES)


SCENES: Scenes = {"cast": lambda _made: raise_the_curtain(), "offer": lambda made: put_on_offer(made["cast"])}


@pytest.fixture
def cast(kept: dict[str, Any]) -> Cast:
    """Everyone in their place."""
    return kept.get("cast") or raise_the_curtain()


@pytest.fixture
def offer(kept: dict[str, Any], cast: Cast) -> Offer:
    """The short course, released and open to all members."""
    return kept.get("offer") or put_on_offer(cast)
