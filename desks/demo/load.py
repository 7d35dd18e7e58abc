"""Loading the demo: the world, its course, its history."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction

from certificates.actions import expire_due
from certificates.setting_up import open_certification
from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage
from courses.catalogue.opening import open_catalogue
from desks.demo import certified, cohorts, content, history, measures, placing, timetables, translation, world
from desks.demo.cohorts import Stage
from desks.demo.impact import answer_follow_ups, load_impact
from desks.demo.students import settle
from lms.competencies.models import Competency
from lms.people import actions as people
from lms.people.models import Administration, User
from tracking.plans import actions as plans

Kind = Administration.Kind
#: So many officers took the course on integrity on their own in the last twelve months.
STUDIED_ALONE = 80


def is_loaded() -> bool:
    return Administration.objects.filter(code="scbs").exists()


#: When the house was opened in Sanderra: the figures of the demo begin then.
OPENED = datetime(2023, 1, 2, 8, 0, tzinfo=UTC)
#: When its courses were released for the first time.
RELEASED = datetime(2024, 3, 4, 8, 0, tzinfo=UTC)
#: Months for which a certificate of a course is valid.
MONTHS_VALID = {"HSE": 36, "INT": 12}
USUAL_MONTHS = 24
#: What anyone may read of the catalogue without signing in: how an administration guards its integrity is no secret.
AUDIENCES = {"int": CoursePage.Audience.EVERYONE}


@transaction.atomic
def load(*, seed: int, at: datetime) -> None:
    """Load Sanderra and its neighbours with everything that has happened there until `at`."""
    random = Random(seed)  # noqa: S311  (made-up people, no secrets)
    admin = people.open_account(
        username="admin",
        email="admin@sanderra.example",
        name=("Ada", "Steward"),
        by=None,
        at=OPENED,
        password=world.PASSWORD,
    )
    admin.is_superuser = admin.is_staff = True
    admin.save(update_fields=["is_superuser", "is_staff"])
    sanderra, neighbour, wco = open_administrations(by=admin, at=OPENED)
    framework, shared = world.framework(by=admin, at=OPENED)
    place = world.sanderra(sanderra, shared, random=random, by=admin, at=OPENED)
    people.give_role(
        person=admin, administration=sanderra, role=world.Role.ADMINISTRATOR, since=OPENED.date(), by=admin, at=OPENED
    )
    guests(sanderra, neighbour, wco, by=admin, at=OPENED)
    settle()
    open_catalogue(administration=neighbour, by=admin, at=OPENED)
    courses = write_courses(sanderra, shared, by=admin)
    stage = Stage(
        place=place,
        places=timetables.lay_out(sanderra, courses, by=admin, at=RELEASED),
        used=history.instrument(framework, by=admin, at=RELEASED),
        shared=shared,
        lucia=place.people["lucia"],
        ren=place.people["ren"],
        random=random,
    )
    certify(sanderra, courses, by=stage.ren)
    cohorts.hold_past(stage)
    lately(stage, courses, at=at)
    load_impact(sanderra=sanderra, by=admin, at=at)
    answer_follow_ups(sanderra=sanderra, at=at)


def lately(stage: Stage, courses: Mapping[str, CoursePage], *, at: datetime) -> None:
    """This year: a round of ratings, courses taken alone, what runs and what comes, and Amina's plan."""
    place, amina = stage.place, stage.place.people["amina"]
    history.assess_everyone(place, stage.used, random=stage.random, at=at - timedelta(days=200))
    settle()
    alone = cohorts.chosen(stage, ("PVS", "AVI", "LBN"), STUDIED_ALONE)
    begun = [*certified.have_taken_it(place, at=at), *cohorts.over_a_year(stage, alone, at=at)]
    cohorts.study_alone(stage, str(courses["INT"].translation_key), begun)
    cohorts.renew(stage, cohorts.RENEWED, at=at)
    cohorts.run_now(stage, at=at)
    cohorts.integrity_now(stage, another_trainer(place, at=at), at=at)
    cohorts.come_soon(stage, at=at)
    history.open_next_round(place, stage.used, unit="PVS", at=at - timedelta(days=3))
    test = placing.offer_placement(place, stage.shared, stage.used, by=stage.ren, at=at - timedelta(days=30))
    placing.sit_placement(place, test, at=at - timedelta(days=2))
    plans.recommend(
        person=amina, administration=place.administration, hours=Decimal(8), budget=None, by=amina,
        at=at - timedelta(days=1),
    )  # fmt: skip
    expire_due(at=at)
    certified.withdraw_some(place, at=at)
    measures.answer_measures(place, at=at)
    settle()


def write_courses(administration: Administration, shared: dict[str, Competency], *, by: User) -> dict[str, CoursePage]:
    """The eight courses, written and released, by their codes; one of them also in Arabic."""
    author = content.Author(administration, shared, at=RELEASED)
    index = open_catalogue(administration=administration, by=by, at=OPENED)
    courses = {}
    for name in content.COURSES:
        course = author.write(name, below=index, audience=AUDIENCES.get(name, CoursePage.Audience.MEMBERS))
        if (world.DATA / "courses" / f"{name}.ar.json").exists():
            translation.translate(course, author, name, language="ar")
        release(course=course, by=by, at=RELEASED, note="First release")
        courses[course.code] = course
    return courses


def certify(administration: Administration, courses: Mapping[str, CoursePage], *, by: User) -> None:
    """Every course certifies what it develops furthest."""
    for code, course in courses.items():
        furthest = max(course.outcomes.all(), key=lambda outcome: (outcome.exit, -(outcome.sort_order or 0)))
        open_certification(
            administration=administration,
            code=code.lower(),
            title=course.title,
            titles={other.locale.language_code: other.title for other in course.get_translations()},
            course_uid=course.translation_key,
            competency=furthest.competency,
            level=furthest.exit,
            months_valid=MONTHS_VALID.get(code, USUAL_MONTHS),
            by=by,
            at=RELEASED,
        )


def another_trainer(place: world.Place, *, at: datetime) -> User:
    """A colleague of Lucia's, who takes the open hours."""
    person = place.people["hrd.r11.2"]
    people.give_role(
        person=person, administration=place.administration, role=world.Role.TRAINER, since=OPENED.date(),
        by=place.people["ren"], at=at - timedelta(days=400),
    )  # fmt: skip
    return person


def open_administrations(*, by: User, at: datetime) -> tuple[Administration, Administration, Administration]:
    wco = people.open_administration(
        code="wco", name="World Customs Organization", kind=Kind.ORGANISATION, time_zone="Europe/Brussels", by=by, at=at
    )
    region = people.open_administration(
        code="rocb-x", name="Regional Office for Capacity Building X", kind=Kind.REGION, parent=wco, by=by, at=at
    )
    sanderra = people.open_administration(
        code="scbs",
        name="Sanderra Customs and Border Service",
        names={"ar": "خدمة جمارك وحدود ساندرا"},
        parent=region,
        country="Republic of Sanderra",
        time_zone="Europe/Athens",
        by=by,
        at=at,
    )
    neighbour = people.open_administration(
        code="tirvan",
        name="Tirvan Customs",
        names={"ar": "جمارك تيرفان"},
        parent=region,
        country="Kingdom of Tirvan",
        time_zone="Asia/Tbilisi",
        by=by,
        at=at,
    )
    return sanderra, neighbour, wco


def guests(sanderra: Administration, neighbour: Administration, wco: Administration, *, by: User, at: datetime) -> None:
    """People of other houses: the WCO's adviser, the expert and the donor of Sanderra's programme, and two of the neighbour,
    who see nothing of Sanderra."""
    role = world.Role
    for username, first, last, administration, held in (
        ("wren", "Wren", "Aldous", wco, role.WCO_ADVISER),
        ("edda", "Edda", "Marlowe", sanderra, role.EXPERT),
        ("dag", "Dag", "Hollin", sanderra, role.DONOR_VIEWER),
        ("elif", "Elif", "Tarkan", neighbour, role.OFFICER),
        ("davit", "Davit", "Melik", neighbour, role.HR),
    ):
        person = people.open_account(
            username=username,
            email=f"{username}@{administration.code}.example",
            name=(first, last),
            by=by,
            at=at,
            password=world.PASSWORD,
            time_zone=administration.time_zone,
        )
        people.give_role(person=person, administration=administration, role=held, since=at.date(), by=by, at=at)
