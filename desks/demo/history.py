"""What has happened in Sanderra so far: ratings from several sides, and the gaps that they opened."""

from datetime import datetime, timedelta
from random import Random

from desks.demo.world import Place
from lms.competencies.models import Competency, Framework, Requirement
from lms.people.models import Membership, User
from tracking.needs import actions as needs
from tracking.needs import rules
from tracking.needs.models import Assessment, Instrument

#: How far a unit's true levels lie from what its posts require, on average.
LEAN = {"PVS": -0.6, "AVI": -0.4, "LBN": -0.8, "LBS": -0.7, "OLM": -0.5}
AT_HEADQUARTERS = -0.2
#: Competencies that are weaker everywhere.
WEAK = {"O07": -0.5, "O08": -0.5, "O18": -0.5, "P3": -0.5}
#: Rated in this demo; the other competencies stay unknown, which is not zero.
RATED = ("V1", "P3", "O07")


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


def assess_everyone(
    place: Place, used: Instrument, shared: dict[str, Competency], *, random: Random, at: datetime
) -> None:
    """Everyone rates themselves, Jonas rates the people of his port, most sit a test; the combined levels open the gaps."""
    rated = {shared[code].pk: (shared[code], WEAK.get(code, 0.0)) for code in RATED}
    for person in place.people.values():
        held = Membership.objects.filter(person=person, role=Membership.Role.OFFICER, post__isnull=False)
        membership = held.select_related("unit").first()
        if membership is None or membership.unit is None:
            continue
        assessment = needs.open_assessment(
            person=person, administration=place.administration, instrument=used, by=person, at=at
        )
        lean = LEAN.get(membership.unit.code, AT_HEADQUARTERS)
        for requirement in Requirement.objects.filter(
            post=membership.post_id, competency__in=rated, until__isnull=True
        ).order_by("pk"):
            competency, extra = rated[requirement.competency_id]
            true = clip(round(requirement.level + random.gauss(lean + extra, 0.8)))
            rate(place, assessment, competency, true, random=random, at=at)
        needs.close_assessment(assessment=assessment, by=None, at=at + timedelta(days=20))


def rate(
    place: Place, assessment: Assessment, competency: Competency, true: float, *, random: Random, at: datetime
) -> None:
    """Ratings scattered around a true level: a rosier one by oneself, and a test for three in five."""
    if assessment.person.username == "amina":
        # The story begins with Amina at level 1, as all sides see it.
        true = 1.0
    own = clip(round(true + random.gauss(0.35, 0.7)))
    needs.rate(assessment=assessment, competency=competency, source="self", level=own, by=assessment.person, at=at)
    jonas = place.people["jonas"]
    if supervises(jonas, assessment):
        seen = clip(round(true + random.gauss(0, 0.5)))
        needs.rate(
            assessment=assessment,
            competency=competency,
            source="supervisor",
            level=seen,
            by=jonas,
            at=at + timedelta(days=5),
        )
    if random.random() < 0.6 or assessment.person.username == "amina":
        tested = clip(round(true + random.gauss(0, 0.4), 1))
        needs.rate(
            assessment=assessment,
            competency=competency,
            source="test",
            level=tested,
            by=None,
            at=at + timedelta(days=9),
        )


def supervises(person: User, assessment: Assessment) -> bool:
    return needs.may_rate(assessment=assessment, source="supervisor", by=person, at=assessment.state_at)


def clip(level: float) -> float:
    return min(4.0, max(0.0, level))
