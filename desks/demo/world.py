"""Who is in the demo: administrations, units, posts, people."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from pathlib import Path
from random import Random

from lms.competencies import actions as competencies
from lms.competencies.models import Competency, Framework
from lms.people import actions as people
from lms.people.models import Administration, Membership, OrgUnit, Post, User

DATA = Path(__file__).parent / "data"
PASSWORD = "sanderra"  # noqa: S105  (known to all: the demo has no secrets)
Role = Membership.Role
#: The post of those who lead a shift at the border.
SUPERVISORS_POST = "R10"


@dataclass(frozen=True)
class Part:
    """A person of the story, as the README introduces them."""

    username: str
    first: str
    last: str
    unit: str
    post: str
    role: str
    scripts: dict[str, str] = field(default_factory=dict)


#: The people whose desks one can sit at; the others fill the units around them.
CAST = (
    Part("amina", "Amina", "Belkacem", "PVS", "R09", Role.OFFICER, {"ar": "أمينة بلقاسم", "ru": "Амина Белькасем"}),
    Part("jonas", "Jonas", "Verhaal", "PVS", "R10", Role.SUPERVISOR, {"ru": "Йонас Верхаал"}),
    Part("lucia", "Lucia", "Morante", "HRD", "R11", Role.TRAINER),
    Part("ren", "Ren", "Okafor", "HRD", "R12", Role.HR),
    Part("nadia", "Nadia", "Sahrani", "DG", "-", Role.NATIONAL_COORDINATOR, {"ar": "نادية الصحراني"}),
    Part("tomas", "Tomas", "Lindqvar", "PVS", "R10", Role.HEAD_OF_OFFICE),
)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass
class Place:
    """An administration while it is being filled."""

    administration: Administration
    units: dict[str, OrgUnit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)


def names(random: Random) -> Iterator[tuple[str, str]]:
    """First and last names in an order that only the seed decides; no two alike."""
    table = list(rows("names"))
    every = list(product([row["first"] for row in table], [row["last"] for row in table]))
    random.shuffle(every)
    return iter(every)


def framework(*, by: User, at: datetime) -> tuple[Framework, dict[str, Competency]]:
    """The framework that all administrations of the demo share."""
    made = competencies.publish_framework(
        code="customs",
        title="Customs competency framework",
        administration=None,
        by=by,
        at=at,
        levels=[
            competencies.NewLevel(
                int(row["number"]),
                row["name"],
                row["anchor"],
                row["evidence_class"],
                {"ar": row["name_ar"]},
                {"ar": row["anchor_ar"]},
            )
            for row in rows("levels")
        ],
        competencies=[
            competencies.NewCompetency(
                row["code"],
                row["title"],
                row["domain"],
                row["statement"],
                {"ar": row["title_ar"]},
                {"ar": row["statement_ar"]},
            )
            for row in rows("competencies")
        ],
    )
    return made, {competency.code: competency for competency in made.competencies.all()}


def sanderra(
    administration: Administration, shared: dict[str, Competency], *, random: Random, by: User, at: datetime
) -> Place:
    """All units, posts, targets and people of the Sanderra Customs and Border Service."""
    place = Place(administration)
    for row in rows("posts"):
        place.posts[row["code"]] = people.open_post(
            administration=administration,
            code=row["code"],
            title=row["title"],
            titles={"ar": row["title_ar"]},
            by=by,
            at=at,
        )
    competencies.publish_requirements(
        administration=administration,
        changes=[
            competencies.Change(post.pk, shared[row["code"]].pk, int(row[code]))
            for row in rows("competencies")
            for code, post in place.posts.items()
        ],
        by=by,
        at=at,
    )
    for row in rows("units"):
        place.units[row["code"]] = people.open_unit(
            administration=administration,
            code=row["code"],
            name=row["name"],
            names={"ar": row["name_ar"]},
            parent=place.units.get(row["parent"]),
            by=by,
            at=at,
        )
    fill(place, names(random), since=at.date(), by=by, at=at)
    return place


def fill(place: Place, names: Iterator[tuple[str, str]], *, since: date, by: User, at: datetime) -> None:
    """Seat people in every unit, the cast first."""
    for row in rows("units"):
        for share in row["people"].split():
            post, count = share.split(":")
            cast = [part for part in CAST if (part.unit, part.post) == (row["code"], post)]
            for part in cast:
                seat_cast(place, part, since=since, by=by, at=at)
            for number in range(len(cast) + 1, int(count) + 1):
                seat(place, next(names), row["code"], post, number, since=since, by=by, at=at)
        supervise(place, row["code"], since=since, by=by, at=at)


def supervise(place: Place, unit: str, *, since: date, by: User, at: datetime) -> None:
    """Every unit has a supervisor: one of the cast, else its first shift leader, else whoever came first."""
    if any((part.unit, part.role) == (unit, Role.SUPERVISOR) for part in CAST):
        return
    there = Membership.objects.filter(unit=place.units[unit], role=Role.OFFICER).select_related("person", "post")
    first = there.order_by("pk").first()
    chosen = there.filter(post__code=SUPERVISORS_POST).order_by("pk").first() or first
    if chosen:
        hold(place, chosen.person, Role.SUPERVISOR, unit, None, since=since, by=by, at=at)


def seat_cast(place: Place, part: Part, *, since: date, by: User, at: datetime) -> None:
    person = people.open_account(
        username=part.username,
        email=f"{part.username}@sanderra.example",
        name=(part.first, part.last),
        by=by,
        at=at,
        password=PASSWORD,
        name_in_scripts=part.scripts,
        time_zone=place.administration.time_zone,
    )
    place.people[part.username] = person
    hold(place, person, Role.OFFICER, part.unit, part.post, since=since, by=by, at=at)
    if part.role != Role.OFFICER:
        scope = part.unit if part.role in {Role.SUPERVISOR, Role.HEAD_OF_OFFICE} else None
        hold(place, person, part.role, scope, None, since=since, by=by, at=at)


def seat(
    place: Place, name: tuple[str, str], unit: str, post: str, number: int, *, since: date, by: User, at: datetime
) -> None:
    username = f"{unit}.{post}.{number}".lower().replace("-", "x")
    person = people.open_account(
        username=username,
        email=f"{username}@sanderra.example",
        name=name,
        by=by,
        at=at,
        time_zone=place.administration.time_zone,
    )
    place.people[username] = person
    hold(place, person, Role.OFFICER, unit, post, since=since, by=by, at=at)


def hold(
    place: Place, person: User, role: str, unit: str | None, post: str | None, *, since: date, by: User, at: datetime
) -> None:
    people.give_role(
        person=person,
        administration=place.administration,
        role=role,
        since=since,
        by=by,
        at=at,
        unit=place.units.get(unit or ""),
        post=place.posts.get(post or ""),
    )
