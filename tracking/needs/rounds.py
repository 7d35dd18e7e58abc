"""A round: many people are asked to assess themselves, and their supervisors to say what they have seen, until a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.core import audit
from lms.core.events import publish
from lms.notices.actions import tell
from lms.notices.models import Notice
from lms.people.models import Administration, OrgUnit, User
from tracking.needs import queries
from tracking.needs.events import AssessmentSent, RoundOpened
from tracking.needs.models import Assessment, Instrument

#: So many people are told in one go.
TOLD_AT_ONCE = 200
#: Where one answers, and where a supervisor does: addresses of the desks, above this room.
OWN_PAGE, TEAM = "/my/assessment/", "/my/team/"


class TooSoon(Exception):
    """The last day of a round has passed already."""


@dataclass(frozen=True)
class Round:
    """How many were asked, and how many were in the middle of an assessment already."""

    asked: int
    already: int


@transaction.atomic
def open_round(
    *,
    administration: Administration,
    instrument: Instrument,
    unit: OrgUnit | None,
    due_on: date,
    by: User,
    at: datetime,
) -> Round:
    """Ask everyone with a post in a unit and below it, or in the whole administration; a few queries however many they are.

    Raises PermissionDenied, TooSoon.
    """
    if not queries.rounds_opened_by(by, on=at.date()).filter(pk=administration.pk).exists():
        raise PermissionDenied(f"{by} opens no round in {administration}")
    if due_on <= at.date():
        raise TooSoon(due_on)
    people = set(queries.with_post(administration, unit=unit, on=at.date()).values_list("person", flat=True))
    running = Assessment.objects.filter(administration=administration, instrument=instrument)
    already = set(running.exclude(state=Assessment.State.CLOSED).values_list("person", flat=True)) & people
    rows = [
        Assessment(
            person_id=pk, administration=administration, instrument=instrument, state_at=at, state_by=by, due_on=due_on
        )
        for pk in sorted(people - already)
    ]
    # Whom somebody else asked this very moment has been asked.
    Assessment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    opened = list(running.filter(uid__in=[row.uid for row in rows]).order_by("pk").values_list("pk", flat=True))
    audit.record(
        by=by, at=at, verb="assessment round opened", about=instrument, administration=administration,
        unit=unit.pk if unit else None, people=len(opened), due_on=due_on.isoformat(),
    )  # fmt: skip
    announce(administration, opened, due_on=due_on, at=at)
    return Round(asked=len(opened), already=len(people) - len(opened))


def announce(administration: Administration, opened: Sequence[int], *, due_on: date, at: datetime) -> None:
    for start in range(0, len(opened), TOLD_AT_ONCE):
        some = tuple(opened[start : start + TOLD_AT_ONCE])
        publish(RoundOpened(at=at, administration_id=administration.pk, assessment_ids=some, due_on=due_on.isoformat()))


def tell_round(event: RoundOpened) -> None:
    """Tell those who were asked, and their supervisors, each once."""
    asked = Assessment.objects.filter(pk__in=event.assessment_ids).select_related("person")
    told = set(
        Notice.objects.filter(kind="assessment_asked", at=event.at, person__in=asked.values("person")).values_list(
            "person", flat=True
        )
    )
    facts = {"due_on": event.due_on}
    for assessment in asked.exclude(person__in=told).order_by("pk"):
        tell(person=assessment.person, kind="assessment_asked", facts=facts, link=OWN_PAGE, at=event.at)
    supervisors = queries.supervisors_among(event.administration_id, [a.person_id for a in asked], on=event.at.date())
    already = Notice.objects.filter(kind="team_assessment_asked", at=event.at).values("person")
    for supervisor in User.objects.filter(pk__in=supervisors).exclude(pk__in=already).order_by("pk"):
        tell(person=supervisor, kind="team_assessment_asked", facts=facts, link=TEAM, at=event.at)


def tell_supervisors(event: AssessmentSent) -> None:
    """Tell the supervisors of someone that a self-assessment was sent and theirs is due; each is told once."""
    assessment = Assessment.objects.select_related("person", "administration").get(pk=event.assessment_id)
    if assessment.state != Assessment.State.SENT or assessment.rated_at:
        return
    person = assessment.person
    facts = {"officer": str(person), "assessment": str(assessment.uid)}
    if assessment.due_on:
        facts["due_on"] = assessment.due_on.isoformat()
    told = Notice.objects.filter(kind="assessment_sent", facts__assessment=facts["assessment"])
    already = set(told.values_list("person", flat=True))
    for supervisor in queries.supervisors_of(person, assessment.administration, on=event.at.date()):
        if supervisor.pk not in already:
            tell(
                person=supervisor, kind="assessment_sent", facts=facts, link=f"{TEAM}{person.uid}/assess/", at=event.at
            )
