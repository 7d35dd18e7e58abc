"""Loading the demo: the world, its course, its history."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from courses.catalogue.actions import release
from courses.catalogue.models import CoursePage
from courses.catalogue.opening import open_catalogue
from desks.demo import content, history, translation, world
from lms.people import actions as people
from lms.people.models import Administration, User

Kind = Administration.Kind


def is_loaded() -> bool:
    return Administration.objects.filter(code="scbs").exists()


@transaction.atomic
def load(*, seed: int, at: datetime) -> None:
    """Load Sanderra and its neighbour, half a year of history until `at` included."""
    random = Random(seed)  # noqa: S311  (made-up people, no secrets)
    then = at - timedelta(days=180)
    admin = people.open_account(
        username="admin",
        email="admin@sanderra.example",
        name=("Ada", "Steward"),
        by=None,
        at=then,
        password=world.PASSWORD,
    )
    admin.is_superuser = admin.is_staff = True
    admin.save(update_fields=["is_superuser", "is_staff"])
    sanderra, neighbour, wco = open_administrations(by=admin, at=then)
    framework, shared = world.framework(by=admin, at=then)
    place = world.sanderra(sanderra, shared, random=random, by=admin, at=then)
    people.give_role(
        person=admin, administration=sanderra, role=world.Role.ADMINISTRATOR, since=then.date(), by=admin, at=then
    )
    guests(sanderra, neighbour, wco, by=admin, at=then)
    author = content.Author(sanderra, shared, at=then)
    index = open_catalogue(administration=sanderra, by=admin, at=then)
    open_catalogue(administration=neighbour, by=admin, at=then)
    course = author.write("numbers", below=index, audience=CoursePage.Audience.MEMBERS)
    translation.translate(course, author, "numbers", language="ar")
    release(course=course, by=admin, at=then + timedelta(days=7), note="First release")
    used = history.instrument(framework, by=admin, at=then)
    history.assess_everyone(place, used, shared, random=random, at=at - timedelta(days=60))


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
    """People of other houses: the WCO's adviser, and two of the neighbour, who see nothing of Sanderra."""
    role = world.Role
    for username, first, last, administration, held in (
        ("wren", "Wren", "Aldous", wco, role.WCO_ADVISER),
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
