"""Marking who was there, closing a session's sheet, correcting it, joining, and observing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.scheduling import actions as scheduling
from courses.scheduling.models import Cohort, Session
from courses.scheduling.queries import taught_by
from lms.core import audit
from lms.core.events import publish
from lms.people.models import User
from tracking.attendance import marking, queries, rules, statements
from tracking.attendance.events import SessionMarked
from tracking.attendance.failures import (
    AlreadySigned,
    NoSuchChecklist,
    NotOpenYet,
    NotSeated,
    NotTakingPlace,
    ReasonMissing,
    SheetClosed,
)
from tracking.attendance.marking import NewMark
from tracking.attendance.models import Mark
from tracking.attendance.observing import observe

__all__ = [
    "AlreadySigned",
    "NewMark",
    "NoSuchChecklist",
    "NotOpenYet",
    "NotSeated",
    "NotTakingPlace",
    "ReasonMissing",
    "SheetClosed",
    "close",
    "correct",
    "joined",
    "mark",
    "observe",
]

#: Names of joins: UUIDv5 of this, the session and the person, so that only the first of each is kept.
NAMESPACE = UUID("0b8b6f0e-6f0b-4a0e-9a51-9a4b2f3d7c11")


@transaction.atomic
def mark(*, session: Session, marks: Sequence[NewMark], by: User, at: datetime) -> list[Mark]:
    """Write down what a trainer says of people in a session; the marks that it changed.

    The same mark may be sent twice, and one said earlier than what stands changes nothing. Marks count from the closing of
    the sheet on (`close`). Raises PermissionDenied, NotSeated, NotOpenYet, NotTakingPlace or SheetClosed, and then nothing
    is kept.
    """
    session = locked(session)
    only_trainers(session, by)
    said = marking.news(marks)
    if not said:
        return []
    if session.state == Session.State.HELD:
        raise SheetClosed(session.pk)
    return take_down(session, said, by=by, at=at)


@transaction.atomic
def close(*, session: Session, by: User, at: datetime) -> None:
    """Say that the session was held: its marks count from now on, and whoever has none was absent. Closed stays closed."""
    session = locked(session)
    only_trainers(session, by)
    if session.state == Session.State.HELD:
        return
    if at < session.starts_at:
        raise NotOpenYet(session.pk)
    marked = Mark.objects.filter(session=session).values("person")
    left = queries.seated(session.cohort_id).exclude(person__in=marked).values_list("person_id", flat=True)
    take_down(session, [NewMark(person_id=pk, state=rules.ABSENT) for pk in left], by=by, at=at, tell=False)
    session = scheduling.hold(session=session, by=by, at=at)
    everyone = list(Mark.objects.filter(session=session).select_related("person"))
    statements.tell_attended(session=session, marks=everyone, by=by, at=at)
    announce(session, everyone, at=at)


@transaction.atomic
def correct(*, session: Session, mark: NewMark, reason: str, by: User, at: datetime) -> None:
    """Change a mark of a closed sheet and say why. A completion that has followed from it stands."""
    session = locked(session)
    only_trainers(session, by)
    if not reason.strip():
        raise ReasonMissing
    if session.state != Session.State.HELD:
        raise NotOpenYet(session.pk)
    said = NewMark(person_id=mark.person_id, state=mark.state, minutes=mark.minutes, uid=mark.uid, reason=reason)
    if changed := take_down(session, marking.news([said]), by=by, at=at):
        now = list(Mark.objects.filter(pk__in=[one.pk for one in changed]).select_related("person"))
        statements.tell_attended(session=session, marks=now, by=by, at=at)


@transaction.atomic
def joined(*, session: Session, person: User, at: datetime) -> None:
    """Write down that someone with a seat followed the link of a remote session; following it again says nothing new.

    Raises NotSeated, or NotOpenYet outside of its time.
    """
    session = locked(session)
    if not queries.seated(session.cohort_id).filter(person=person).exists():
        raise NotSeated([person.pk])
    if session.mode != Session.Mode.REMOTE or session.state not in Session.ON:
        raise NotTakingPlace(session.pk)
    if not rules.may_join(at=at, starts_at=session.starts_at, ends_at=session.ends_at):
        raise NotOpenYet(session.pk)
    state, minutes = rules.of_join(joined_at=at, starts_at=session.starts_at, ends_at=session.ends_at)
    uid = uuid5(NAMESPACE, f"{session.uid}/{person.uid}")
    came = NewMark(person_id=person.pk, state=state, minutes=minutes, source=rules.JOIN_LINK, uid=uid)
    if said := marking.news([came]):
        take_down(session, said, by=person, at=at)


def locked(session: Session) -> Session:
    """The session as it is now. Its cohort's row is the lock, which those who move and cancel sessions take too."""
    cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("release", "administration")
        .get(pk=session.cohort_id)
    )
    found = Session.objects.get(pk=session.pk)
    found.cohort = cohort
    return found


def only_trainers(session: Session, by: User) -> None:
    if not taught_by(by).filter(pk=session.cohort_id).exists():
        raise PermissionDenied("only a trainer of the cohort marks")


def take_down(session: Session, said: Sequence[NewMark], *, by: User, at: datetime, tell: bool = True) -> list[Mark]:
    if session.state in (Session.State.DRAFT, Session.State.CANCELLED):
        raise NotTakingPlace(session.pk)
    marking.check_day(session, said, at=at)
    serves = marking.administrations(session, said)
    changed = marking.write(session=session, said=said, serves=serves, by=by, at=at)
    if said:
        audit.record(
            by=by, at=at, verb="attendance marked", about=session, administration=session.cohort.administration,
            marks=len(said), changed=len(changed),
        )  # fmt: skip
    if changed and tell:
        announce(session, changed, at=at)
    return changed


def announce(session: Session, marks: Sequence[Mark], *, at: datetime) -> None:
    publish(SessionMarked(at=at, session_id=session.pk, person_ids=tuple(mark.person_id for mark in marks)))
