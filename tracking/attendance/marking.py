"""Turning what was said of people into rows: what stands, and everything that was said, in as many queries for twenty-four
people as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from courses.scheduling.models import Session
from lms.people.models import User
from tracking.attendance import queries, rules
from tracking.attendance.failures import NotOpenYet, NotSeated
from tracking.attendance.models import Mark, MarkChange


@dataclass(frozen=True, kw_only=True)
class NewMark:
    """What a source says of a person. `uid` names it, so that it may be sent twice; `at` is when it was said, if not now."""

    person_id: int
    state: str
    minutes: int | None = None
    source: str = rules.TRAINER
    uid: UUID = field(default_factory=uuid7)
    at: datetime | None = None
    reason: str = ""


def news(said: Iterable[NewMark]) -> list[NewMark]:
    """What has not been written before, each once, in the order in which it came."""
    by_uid = {new.uid: new for new in said}
    known = set(MarkChange.objects.filter(uid__in=by_uid).values_list("uid", flat=True))
    return [new for uid, new in by_uid.items() if uid not in known]


def administrations(session: Session, said: Iterable[NewMark]) -> dict[int, int]:
    """The administration of each person spoken of; NotSeated for people who have no business in the session."""
    wanted = {new.person_id for new in said}
    found = dict(
        queries.seated(session.cohort_id).filter(person__in=wanted).values_list("person_id", "administration_id")
    )
    for here in (Mark.objects.filter(session=session), queries.makes_up(session)):
        if missing := wanted - set(found):
            found |= dict(here.filter(person__in=missing).values_list("person_id", "administration_id"))
    if missing := wanted - set(found):
        raise NotSeated(missing)
    return found


def check_day(session: Session, said: Iterable[NewMark], *, at: datetime) -> None:
    for new in said:
        moment = min(new.at or at, at)
        if not rules.may_mark(state=new.state, at=moment, starts_at=session.starts_at, time_zone=session.time_zone):
            raise NotOpenYet(session.pk)


def write(
    *, session: Session, said: Sequence[NewMark], serves: Mapping[int, int], by: User | None, at: datetime
) -> list[Mark]:
    """Write down what was said, and return the marks that it changed. The caller holds the lock on the session's row."""
    people = {new.person_id for new in said}
    standing = {mark.person_id: mark for mark in Mark.objects.filter(session=session, person__in=people)}
    changed: dict[int, Mark] = {}
    changes = []
    for new in said:
        mark = standing.get(new.person_id)
        word = as_word(new, session, at=at)
        taken = rules.stands(new=word, old=word_of(mark) if mark else None)
        before = mark.state if mark else ""
        if mark is None:
            mark = Mark(session=session, person_id=new.person_id, administration_id=serves[new.person_id])
            standing[new.person_id] = mark
        if taken:
            mark.state, mark.minutes, mark.source, mark.at, mark.by = (
                word.state, word.minutes, word.source, word.at, by
            )  # fmt: skip
            changed[new.person_id] = mark
        changes.append(
            MarkChange(
                uid=new.uid, mark=mark, before=before, state=word.state, minutes=word.minutes, source=word.source,
                at=word.at, by=by, reason=new.reason, taken=taken,
            )
        )  # fmt: skip
    save(changed.values())
    MarkChange.objects.bulk_create(changes)
    return list(changed.values())


def save(marks: Iterable[Mark]) -> None:
    rows = list(marks)
    fresh = [mark for mark in rows if mark.pk is None]
    Mark.objects.bulk_create(fresh)
    kept = [mark for mark in rows if mark not in fresh]
    Mark.objects.bulk_update(kept, ["state", "minutes", "source", "at", "by"])


def as_word(new: NewMark, session: Session, *, at: datetime) -> rules.Word:
    """What was said, no later than now and for no longer than the session lasts."""
    there = new.state in (rules.PRESENT, rules.PARTIAL) and new.minutes is not None
    minutes = min(max(new.minutes or 0, 0), queries.length_of(session)) if there else None
    return rules.Word(state=new.state, minutes=minutes, source=new.source, at=min(new.at or at, at))


def word_of(mark: Mark) -> rules.Word:
    return rules.Word(state=mark.state, minutes=mark.minutes, source=mark.source, at=mark.at)
