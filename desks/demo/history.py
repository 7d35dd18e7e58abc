"""What Sanderra's people said of themselves and of each other: a round of ratings this year, with the gaps that it opened,
and the round that is open now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from desks.demo.world import Place, rows
from lms.competencies.models import Competency, Framework, Requirement
from lms.people.models import Membership, User
from tracking.needs import actions as needs
from tracking.needs import rules
from tracking.needs.actions import NewRating
from tracking.needs.models import Assessment, Instrument, NamedCause

#: How far a unit's true levels lie from what its posts require, on average.
LEAN = {"PVS": -0.6, "AVI": -0.4, "LBN": -0.8, "LBS": -0.7, "OLM": -0.5}
AT_HEADQUARTERS = -0.2
#: Competencies that are weaker everywhere.
WEAK = {"O07": -0.5, "O08": -0.5, "O18": -0.5, "P3": -0.5}
#: Amina's levels where they are not what her post requires, as all sides see them; None: nobody has said.
AMINA: Mapping[str, float | None] = {"O07": 1.0, "P3": 1.0, "V1": 2.0, "O15": 3.0, "O17": None, "O18": None, "M1": None}
#: Shares of the people who rate themselves, whom a supervisor rates, and who sit a test (demo §4.2).
SPOKE_FOR_THEMSELVES, WERE_RATED, SAT_A_TEST = 0.92, 0.85, 0.6
WEIGHED_THEIR_TASKS = 0.35
CAUSES = NamedCause.Cause


def instrument(framework: Framework, *, by: User, at: datetime) -> Instrument:
    return needs.publish_instrument(
        framework=framework,
        title="Needs assessment",
        version=1,
        weights=rules.WEIGHTS,
        errors=rules.ERRORS,
        by=by,
        at=at,
    )


def assess_everyone(place: Place, used: Instrument, *, random: Random, at: datetime) -> None:
    """A round in which everyone with a post is rated on all that it requires; the combined levels open the gaps."""
    required = requirements_by_post(place)
    supervisors = supervisors_by_unit(place)
    nature = {row["code"]: [int(digit) for digit in row["work"]] for row in rows("competencies")}
    for held in officers(place):
        if held.unit is None or held.post_id not in required:
            continue
        asked = required[held.post_id]
        levels = true_levels(held, asked, random=random)
        assessment = begin(place, held.person, used, at=at)
        speak(assessment, levels, supervisors.get(held.unit_id), random=random, at=at)
        weigh_tasks(assessment, levels, nature, at=at)
        name_causes(assessment, asked, levels, random=random, at=at)
        needs.close_assessment(assessment=assessment, by=None, at=at + timedelta(days=20))


def officers(place: Place) -> Iterable[Membership]:
    """Everyone who holds a post, in the order in which they came."""
    held = Membership.objects.filter(administration=place.administration, role=Membership.Role.OFFICER)
    return held.exclude(post=None).select_related("person", "unit").order_by("pk")


def requirements_by_post(place: Place) -> dict[int | None, list[Requirement]]:
    required: dict[int | None, list[Requirement]] = {}
    for requirement in Requirement.objects.filter(post__in=place.posts.values()).select_related("competency"):
        required.setdefault(requirement.post_id, []).append(requirement)
    return required


def supervisors_by_unit(place: Place) -> dict[int | None, User]:
    held = Membership.objects.filter(administration=place.administration, role=Membership.Role.SUPERVISOR)
    return {each.unit_id: each.person for each in held.select_related("person").order_by("-pk")}


def true_levels(held: Membership, asked: Iterable[Requirement], *, random: Random) -> dict[Competency, float]:
    """What someone really can do, to the whole level; what nobody will say anything of is left out."""
    levels: dict[Competency, float] = {}
    lean = LEAN.get(held.unit.code, AT_HEADQUARTERS) if held.unit else AT_HEADQUARTERS
    for requirement in asked:
        code = requirement.competency.code
        level: float | None = clip(round(requirement.level + random.gauss(lean + WEAK.get(code, 0.0), 0.8)))
        if held.person.username == "amina":
            level = AMINA.get(code, float(requirement.level))
        if level is not None:
            levels[requirement.competency] = level
    return levels


def begin(place: Place, person: User, used: Instrument, *, at: datetime) -> Assessment:
    return needs.open_assessment(person=person, administration=place.administration, instrument=used, by=person, at=at)


def speak(
    assessment: Assessment, levels: Mapping[Competency, float], supervisor: User | None, *, random: Random, at: datetime
) -> None:
    """Ratings scattered around the true levels: rosier ones by oneself, and a test for three in five."""
    sure = assessment.person.username == "amina"
    if sure or random.random() < SPOKE_FOR_THEMSELVES:
        own = scattered(levels, 0.35, 0.7, random)
        needs.rate_many(assessment=assessment, source="self", ratings=own, by=assessment.person, at=at)
    if supervisor and supervisor != assessment.person and (sure or random.random() < WERE_RATED):
        seen = scattered(levels, 0.0, 0.5, random, note="Seen in the shed and at the desk this quarter.")
        day = at + timedelta(days=5)
        needs.rate_many(assessment=assessment, source="supervisor", ratings=seen, by=supervisor, at=day)
    if sure or random.random() < SAT_A_TEST:
        tested = scattered(levels, 0.0, 0.4, random, digits=1)
        needs.rate_many(assessment=assessment, source="test", ratings=tested, by=None, at=at + timedelta(days=9))


def scattered(
    levels: Mapping[Competency, float], shift: float, spread: float, random: Random, *, digits: int = 0, note: str = ""
) -> list[NewRating]:
    return [
        NewRating(competency.pk, clip(round(level + random.gauss(shift, spread), digits)), note=note)
        for competency, level in levels.items()
    ]


def weigh_tasks(
    assessment: Assessment, levels: Iterable[Competency], nature: Mapping[str, Sequence[int]], *, at: datetime
) -> None:
    """How hard, how serious and how frequent someone finds the work behind each competency: what it is by its nature, give
    or take one. One in three finds the time to say so. These are
    draws of their own, so that nobody's ratings hang on them."""
    random = Random(assessment.person.username)  # noqa: S311 - a story told the same each time
    if random.random() > WEIGHED_THEIR_TASKS:
        return
    views = {}
    for competency in levels:
        hard, serious, often = (min(5, max(1, each + random.choice((-1, 0, 0, 1)))) for each in nature[competency.code])
        views[competency.pk] = (hard, serious, often)
    needs.weigh(assessment=assessment, views=views, by=assessment.person, at=at)


def name_causes(
    assessment: Assessment,
    asked: Iterable[Requirement],
    levels: Mapping[Competency, float],
    *,
    random: Random,
    at: datetime,
) -> None:
    """What stands in the way of the widest miss: mostly knowledge and practice, sometimes what no course mends."""
    missed = [(levels[r.competency] - r.level, r.competency) for r in asked if levels.get(r.competency, 9) < r.level]
    if not missed:
        return
    _by, competency = min(missed, key=lambda pair: (pair[0], pair[1].code))
    named = random.choices(list(CAUSES.values), weights=[8 if cause in HEARD_OFTEN else 1 for cause in CAUSES.values])
    if assessment.person.username == "amina":
        named = [CAUSES.KNOWLEDGE, CAUSES.PRACTICE]
    needs.name_causes(assessment=assessment, competency_id=competency.pk, named=named, by=assessment.person, at=at)


HEARD_OFTEN = (CAUSES.KNOWLEDGE, CAUSES.PRACTICE)


def open_next_round(place: Place, used: Instrument, *, unit: str, at: datetime) -> None:
    """The round that is open now: the people of a unit have been asked, and have not answered yet."""
    for held in officers(place):
        if held.unit and held.unit.code == unit:
            begin(place, held.person, used, at=at)


def clip(level: float) -> float:
    return min(4.0, max(0.0, level))
