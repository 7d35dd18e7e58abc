"""Publishing and describing a framework, and saying what posts require."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.competencies.events import RequirementsPublished
from lms.competencies.models import Competency, Framework, Level, Requirement
from lms.competencies.queries import may_edit, may_set_requirements, usable_by
from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, Post, User


@dataclass(frozen=True)
class NewCompetency:
    """A competency as a framework brings it in; `titles` and `statements` are in other languages, by language code."""

    code: str
    title: str
    domain: str
    statement: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    statements: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewLevel:
    """A level as a framework brings it in; `names` and `anchors` are in other languages, by language code."""

    number: int
    name: str
    anchor: str
    evidence_class: str = ""
    names: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def publish_framework(
    *,
    code: str,
    title: str,
    administration: Administration | None,
    levels: Sequence[NewLevel],
    competencies: Sequence[NewCompetency],
    by: User | None,
    at: datetime,
    version: str = "1",
) -> Framework:
    """Publish a version of a framework whole; one that is published already is handed back as it is."""
    framework, made = Framework.objects.get_or_create(
        administration=administration,
        code=code,
        version=version,
        defaults={"title": title, "state": Framework.State.PUBLISHED},
    )
    if made:
        Level.objects.bulk_create(Level(framework=framework, **asdict(level)) for level in levels)
        Competency.objects.bulk_create(
            Competency(framework=framework, **asdict(competency)) for competency in competencies
        )
        audit.record(by=by, at=at, verb="framework published", about=framework, administration=administration)
    return framework


@dataclass(frozen=True)
class Change:
    """What a post is to require of a competency from now on; level 0: nothing any more."""

    post_id: int
    competency_id: int
    level: int


@transaction.atomic
def publish_requirements(
    *, administration: Administration, changes: Iterable[Change], by: User | None, at: datetime
) -> list[Change]:
    """Let posts of an administration require other levels from the day of `at` on; the changes that were any.

    What held until the day before is kept with its dates. Raises PermissionDenied for anyone who may not, and for a post of
    another administration or a competency of another's framework.
    """
    if by is not None and not may_set_requirements(by, administration):
        raise PermissionDenied(f"{by} sets no requirements of {administration}")
    asked = {(change.post_id, change.competency_id): change for change in changes}
    refuse_foreign(administration, asked.values())
    held = {
        (row.post_id, row.competency_id): row
        for row in Requirement.objects.select_for_update().filter(
            post__administration=administration, until__isnull=True
        )
    }
    made = [change for key, change in asked.items() if change.level != level_of(held.get(key))]
    if made:
        replace(made, held, on=at.date())
        audit.record(
            by=by,
            at=at,
            verb="required",
            about=administration,
            administration=administration,
            changes=[
                [c.post_id, c.competency_id, level_of(held.get((c.post_id, c.competency_id))), c.level] for c in made
            ],
        )
        pairs = [(change.post_id, change.competency_id) for change in made]
        publish(RequirementsPublished(at=at, administration_id=administration.pk, pairs=pairs))
    return made


def level_of(requirement: Requirement | None) -> int:
    return requirement.level if requirement else 0


def refuse_foreign(administration: Administration, changes: Iterable[Change]) -> None:
    posts = {change.post_id for change in changes}
    competencies = {change.competency_id for change in changes}
    if Post.objects.filter(administration=administration, pk__in=posts).count() != len(posts):
        raise PermissionDenied("a post of another administration")
    if usable_by(administration).filter(pk__in=competencies).count() != len(competencies):
        raise PermissionDenied("a competency of another administration's framework")


def replace(changes: Sequence[Change], held: Mapping[tuple[int, int], Requirement], *, on: date) -> None:
    """End what held, the day before; what began on this very day was never in force and leaves only its audit entry."""
    replaced = [held[c.post_id, c.competency_id] for c in changes if (c.post_id, c.competency_id) in held]
    begun = [row.pk for row in replaced if row.since >= on]
    ended = [row.pk for row in replaced if row.since < on]
    Requirement.objects.filter(pk__in=begun).delete()
    Requirement.objects.filter(pk__in=ended).update(until=on - timedelta(days=1))
    Requirement.objects.bulk_create(
        Requirement(post_id=c.post_id, competency_id=c.competency_id, level=c.level, since=on)
        for c in changes
        if c.level
    )


def require(*, post: Post, competency: Competency, level: int, by: User | None, at: datetime) -> Requirement:
    """Say that a post requires a competency at a level; saying it again with another level changes the target."""
    change = Change(post.pk, competency.pk, level)
    publish_requirements(administration=post.administration, changes=[change], by=by, at=at)
    return Requirement.objects.get(post=post, competency=competency, until__isnull=True)


@transaction.atomic
def describe(*, thing: Competency | Level, words: Mapping[str, Any], by: User, at: datetime) -> None:
    """Say in other words what a competency or a level is. Raises PermissionDenied where the framework is not one's own."""
    if not may_edit(by, thing.framework):
        raise PermissionDenied(f"{by} does not edit {thing.framework}")
    for name, text in words.items():
        setattr(thing, name, text)
    thing.save(update_fields=list(words))
    administration = thing.framework.administration
    audit.record(by=by, at=at, verb="described", about=thing, administration=administration, fields=sorted(words))
