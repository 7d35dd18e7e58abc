"""What is required of whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lms.competencies.models import Framework, Requirement
from lms.people.models import Administration, Membership, User
from lms.people.queries import Asker, administrations_below, current


@dataclass(frozen=True)
class Target:
    """What a person's posts ask of a competency: the highest of them."""

    competency_id: int
    level: int


def visible_to(person: Asker) -> QuerySet[Framework]:
    """Frameworks shared by all, and those of the administrations in which (or above which) a person holds a role."""
    return Framework.objects.filter(
        Q(administration__isnull=True) | Q(administration__in=administrations_below(person))
    )


def targets_of(person: User, *, on: date, administration: Administration | None = None) -> dict[int, Target]:
    """Targets of a person on a day, by competency id, of one administration's posts or of all.

    With two posts the higher requirement counts (methods §2.3).
    """
    held = Membership.objects.filter(current(on), person=person, post__isnull=False)
    if administration is not None:
        held = held.filter(administration=administration)
    posts = held.values("post_id")
    targets: dict[int, Target] = {}
    for requirement in Requirement.objects.filter(post__in=posts).order_by("level"):
        targets[requirement.competency_id] = Target(requirement.competency_id, requirement.level)
    return targets
