"""What is required of whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lms.competencies.models import Competency, Framework, Requirement
from lms.people.models import Administration, Membership, User
from lms.people.queries import Asker, administrations_below, administrations_of, current

Role = Membership.Role
#: Who says what an administration's posts require, and edits a framework that it owns.
SETS_REQUIREMENTS = (Role.HR, Role.NATIONAL_COORDINATOR, Role.ADMINISTRATOR)
#: Who edits what all administrations share, from the organisation above them.
EDITS_SHARED = (Role.WCO_ADVISER, Role.ADMINISTRATOR)


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


def usable_by(administration: Administration) -> QuerySet[Competency]:
    """The competencies of shared frameworks and of the administration's own."""
    return Competency.objects.filter(
        Q(framework__administration__isnull=True) | Q(framework__administration=administration)
    )


def requirements_set_by(person: Asker, *, on: date | None = None) -> QuerySet[Administration]:
    """The administrations of whose posts a person says what they require; a superuser does so everywhere."""
    if person.is_superuser:
        return Administration.objects.filter(kind=Administration.Kind.ADMINISTRATION)
    return administrations_of(person, on=on, roles=SETS_REQUIREMENTS)


def may_set_requirements(person: User, administration: Administration, *, on: date | None = None) -> bool:
    return person.is_superuser or requirements_set_by(person, on=on).filter(pk=administration.pk).exists()


def may_edit(person: User, framework: Framework) -> bool:
    """A framework that all share is edited at the organisation above them; any other by its own administration."""
    if person.is_superuser:
        return True
    if framework.administration_id is None:
        held = administrations_of(person, roles=EDITS_SHARED)
        return held.filter(kind=Administration.Kind.ORGANISATION).exists()
    return requirements_set_by(person).filter(pk=framework.administration_id).exists()


def in_force(on: date) -> Q:
    """Requirements that hold on a day: both `since` and `until` are days of it."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def targets_of(person: User, *, on: date, administration: Administration | None = None) -> dict[int, Target]:
    """Targets of a person on a day, by competency id, of one administration's posts or of all.

    With two posts the higher requirement counts (methods §2.3).
    """
    held = Membership.objects.filter(current(on), person=person, post__isnull=False)
    if administration is not None:
        held = held.filter(administration=administration)
    posts = held.values("post_id")
    asked = Requirement.objects.filter(in_force(on), post__in=posts).order_by("level")
    return {competency: Target(competency, level) for competency, level in asked.values_list("competency_id", "level")}


#: Levels required, by post id and then by competency id.
Required = dict[int, dict[int, int]]


def required_of_posts(administration: Administration, *, on: date) -> Required:
    """What all posts of an administration require on a day."""
    rows = Requirement.objects.filter(in_force(on), post__administration=administration)
    required: Required = {}
    for post, competency, level in rows.values_list("post_id", "competency_id", "level"):
        required.setdefault(post, {})[competency] = level
    return required


def holders_of_posts(administration: Administration, *, on: date) -> dict[int, set[int]]:
    """Which posts of an administration each person holds on a day."""
    held = Membership.objects.filter(current(on), administration=administration, post__isnull=False)
    posts: dict[int, set[int]] = {}
    for person, post in held.values_list("person_id", "post_id"):
        posts.setdefault(person, set()).add(post)
    return posts


def highest(posts: set[int], required: Required) -> dict[int, int]:
    """Targets by competency id of someone who holds these posts: with two, the higher counts (methods §2.3)."""
    targets: dict[int, int] = {}
    for post in posts:
        for competency, level in required.get(post, {}).items():
            targets[competency] = max(level, targets.get(competency, 0))
    return targets
