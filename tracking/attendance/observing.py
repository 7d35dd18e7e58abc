"""Seeing what people do: behaviours ticked as they are seen, signed once all of them were."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import edition_for
from courses.scheduling.models import Cohort
from courses.scheduling.queries import taught_by
from lms.competencies.models import Competency
from lms.core import audit
from lms.people.models import User
from tracking.attendance import queries, rules, statements
from tracking.attendance.failures import AlreadySigned, NoSuchChecklist, NotSeated
from tracking.attendance.models import Observation, ObservedBehaviour
from tracking.enrolment.models import Seat
from tracking.evidence import actions as evidence
from tracking.evidence.models import Evidence


@transaction.atomic
def observe(
    *,
    cohort: Cohort,
    person: User,
    competency_uid: UUID | str,
    seen: Mapping[str, bool],
    by: User,
    at: datetime,
    note: str = "",
    level: int | None = None,
    sign: bool = True,
) -> Observation:
    """Keep which behaviours of a checklist a trainer has seen; sign it when `sign` is asked and all of them were.

    Only a signed checklist is evidence. `seen` may name some of the behaviours only: the others stay as they are. `level`
    is needed where a course has two checklists for the competency. Raises PermissionDenied for anyone but a trainer of the
    cohort (and for oneself), NotSeated, NoSuchChecklist, AlreadySigned.
    """
    seat = seat_to_observe(cohort, person, by)
    edition, checklist = checklist_of(cohort, str(competency_uid), level)
    texts = {item["key"]: item["text"] for item in checklist["items"]}
    if not set(seen) <= set(texts):
        raise NoSuchChecklist(competency_uid)
    observation, _ = Observation.objects.select_related("competency", "administration").get_or_create(
        cohort=cohort,
        person=person,
        competency=Competency.objects.get(uid=competency_uid),
        level=checklist["level"],
        defaults={"administration": seat.administration, "edition": edition, "note": note, "at": at, "by": by},
    )
    if observation.is_signed:
        if all(seen.get(key, True) for key in texts):
            return observation
        raise AlreadySigned(observation.pk)
    tick(observation, seen, texts, by=by, at=at)
    observation.note, observation.edition, observation.at, observation.by = note, edition, at, by
    complete = rules.is_seen(asked=texts, seen=observation.behaviours.values_list("key", flat=True))
    signed = sign and complete
    observation.signed_at = at if signed else None
    observation.save()
    audit.record(
        by=by, at=at, verb="checklist signed" if signed else "checklist kept", about=observation,
        administration=seat.administration, seen=sorted(key for key in seen if seen[key]),
    )  # fmt: skip
    if signed:
        show(observation, seat, asked=len(texts), by=by, at=at)
    return observation


def seat_to_observe(cohort: Cohort, person: User, by: User) -> Seat:
    """The person's seat, locked: two trainers who tick at once do so one after the other."""
    if by.pk == person.pk or not taught_by(by).filter(pk=cohort.pk).exists():
        raise PermissionDenied("only a trainer of the cohort observes")
    seats = queries.seated(cohort.pk).select_for_update(of=("self",)).select_related("administration", "enrolment")
    seat = seats.filter(person=person).first()
    if seat is None:
        raise NotSeated([person.pk])
    return seat


def checklist_of(cohort: Cohort, competency: str, level: int | None) -> tuple[ReleaseEdition, dict[str, Any]]:
    edition = edition_for(cohort.release, settings.LANGUAGE_CODE)
    for checklist in queries.checklists(edition) if edition else []:
        if edition and checklist["competency"] == competency and level in (None, checklist["level"]):
            return edition, checklist
    raise NoSuchChecklist(competency)


def tick(
    observation: Observation, seen: Mapping[str, bool], texts: Mapping[str, str], *, by: User, at: datetime
) -> None:
    observation.behaviours.filter(key__in=[key for key, was in seen.items() if not was]).delete()
    ObservedBehaviour.objects.bulk_create(
        (
            ObservedBehaviour(observation=observation, key=key, text=texts[key], by=by, at=at)
            for key, was in seen.items()
            if was
        ),
        # What someone has seen already stays theirs.
        ignore_conflicts=True,
    )


def show(observation: Observation, seat: Seat, *, asked: int, by: User, at: datetime) -> None:
    """A signed checklist is evidence of its level, and a statement."""
    evidence.record(
        person=observation.person,
        competency=observation.competency,
        level=observation.level,
        evidence_class=Evidence.Class.OBSERVATION,
        source=f"observation:{observation.uid}",
        by=by,
        at=at,
    )
    registration = seat.enrolment.uid if seat.enrolment else None
    statements.tell_observed(observation=observation, asked=asked, registration=registration, by=by, at=at)
