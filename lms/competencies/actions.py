"""Publishing a framework and saying what a post requires."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from lms.competencies.models import Competency, Framework, Level, Requirement
from lms.core import audit
from lms.people.models import Administration, Post, User


@dataclass(frozen=True)
class NewCompetency:
    """A competency as a framework brings it in; `titles` are in other languages, by language code."""

    code: str
    title: str
    domain: str
    statement: str = ""
    titles: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def publish_framework(
    *,
    code: str,
    title: str,
    administration: Administration | None,
    levels: Sequence[tuple[int, str, str, str]],
    competencies: Sequence[NewCompetency],
    by: User | None,
    at: datetime,
    version: str = "1",
) -> Framework:
    """Publish a version of a framework whole; one that is published already is handed back as it is.

    `levels` are (number, name, anchor, class of evidence).
    """
    framework, made = Framework.objects.get_or_create(
        administration=administration,
        code=code,
        version=version,
        defaults={"title": title, "state": Framework.State.PUBLISHED},
    )
    if made:
        Level.objects.bulk_create(
            Level(framework=framework, number=number, name=name, anchor=anchor, evidence_class=evidence_class)
            for number, name, anchor, evidence_class in levels
        )
        Competency.objects.bulk_create(
            Competency(framework=framework, **asdict(competency)) for competency in competencies
        )
        audit.record(by=by, at=at, verb="framework published", about=framework, administration=administration)
    return framework


@transaction.atomic
def require(*, post: Post, competency: Competency, level: int, by: User | None, at: datetime) -> Requirement:
    """Say that a post requires a competency at a level; saying it again with another level changes the target."""
    requirement, made = Requirement.objects.get_or_create(post=post, competency=competency, defaults={"level": level})
    before = None if made else requirement.level
    if before != level:
        requirement.level = level
        requirement.save(update_fields=["level"])
        audit.record(
            by=by,
            at=at,
            verb="required",
            about=requirement,
            administration=post.administration,
            level=level,
            before=before,
        )
    return requirement
