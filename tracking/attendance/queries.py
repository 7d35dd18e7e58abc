"""Reading marks and observations."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from courses.catalogue.models import ReleaseEdition
from courses.scheduling.models import Cohort, Session
from courses.scheduling.queries import taught_by
from lms.competencies.models import Competency
from lms.people.models import User
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.attendance import rules
from tracking.attendance.models import Mark, MarkChange, Observation
from tracking.enrolment.models import Enrolment, Seat


@dataclass(frozen=True)
class Line:
    """Someone on a session's sheet: the mark that stands, and when the link was followed, if it was."""

    person: User
    mark: Mark | None
    joined_at: datetime | None
    is_guest: bool


@dataclass(frozen=True)
class Look:
    """Someone of a cohort and what has been seen of a checklist: `seen` of `asked` behaviours, signed or not."""

    person: User
    title: str
    level: int
    seen: int
    asked: int
    is_signed: bool


def visible_to(person: Asker) -> QuerySet[Mark]:
    """One's own marks, those of the people whose participation one may see, and those of the cohorts that one teaches."""
    return Mark.objects.filter(
        sees_rows(person, Record.PARTICIPATION) | Q(session__cohort__in=taught_by(person).order_by().values("pk"))
    )


def observations_visible_to(person: Asker) -> QuerySet[Observation]:
    """One's own, those of the officers one supervises (they speak of ability), and those of the cohorts that one teaches."""
    return Observation.objects.filter(
        sees_rows(person, Record.ABILITY) | Q(cohort__in=taught_by(person).order_by().values("pk"))
    )


def marks_of(person: User, *, asked_by: Asker) -> QuerySet[Mark]:
    """A person's marks in sessions that have been held, as far as someone may see them, the latest session first."""
    seen = visible_to(asked_by).filter(person=person, session__state=Session.State.HELD)
    return seen.select_related("session__cohort", "by").order_by("-session__starts_at")


def observations_of(person: User, *, asked_by: Asker) -> QuerySet[Observation]:
    """A person's signed checklists, as far as someone may see them, the latest first."""
    seen = observations_visible_to(asked_by).filter(person=person, signed_at__isnull=False)
    return seen.select_related("competency", "by", "cohort").prefetch_related("behaviours").order_by("-signed_at")


def seated(cohort_id: int) -> QuerySet[Seat]:
    return Seat.objects.filter(cohort_id=cohort_id, state=Seat.State.SEATED)


def sheet(session: Session) -> list[Line]:
    """Everyone seated in the session's cohort and everyone else marked in it, by name; in three queries."""
    people = {seat.person_id: seat.person for seat in seated(session.cohort_id).select_related("person")}
    marks = {mark.person_id: mark for mark in Mark.objects.filter(session=session).select_related("person", "by")}
    joins = dict(
        MarkChange.objects.filter(mark__session=session, source=Mark.Source.JOIN_LINK).values_list("mark__person", "at")
    )
    lines = [
        Line(person, marks.get(pk), joins.get(pk), pk not in people)
        for pk, person in ({pk: mark.person for pk, mark in marks.items()} | people).items()
    ]
    return sorted(lines, key=lambda line: (line.person.last_name, line.person.first_name, line.person.pk))


def marks_in(cohort: Cohort, *, asked_by: Asker) -> dict[tuple[int, int], Mark]:
    """The marks of a cohort's sessions by session and person, as far as someone may see them; in one query."""
    seen = visible_to(asked_by).filter(session__cohort=cohort)
    return {(mark.session_id, mark.person_id): mark for mark in seen}


def said_of(session: Session, names: Collection[UUID], *, by: User) -> dict[UUID, datetime]:
    """When each of the named words was said, of those that are written down: `by` said them of people in the session."""
    changes = MarkChange.objects.filter(uid__in=names, mark__session=session, by=by)
    return dict(changes.values_list("uid", "at"))


def attended(enrolment: Enrolment) -> dict[str, int]:
    """How many sessions of each mode count for a period."""
    return attended_by([enrolment])[enrolment.pk]


def attended_by(enrolments: Collection[Enrolment]) -> dict[int, dict[str, int]]:
    """By enrolment id, how many sessions of each mode count, in one query.

    A session counts once its sheet is closed, in whatever cohort of the course it was, if it fell into the period.
    """
    marks = Mark.objects.filter(
        person__in={enrolment.person_id for enrolment in enrolments},
        session__cohort__release__course_uid__in={enrolment.course_uid for enrolment in enrolments},
        session__state=Session.State.HELD,
    ).select_related("session__cohort__release")
    rows = list(marks)
    return {enrolment.pk: by_mode(mark for mark in rows if belongs(mark, enrolment)) for enrolment in enrolments}


def belongs(mark: Mark, enrolment: Enrolment) -> bool:
    session = mark.session
    over = None if enrolment.state == Enrolment.State.ENROLLED else enrolment.state_at
    return (
        mark.person_id == enrolment.person_id
        and session.cohort.release.course_uid == enrolment.course_uid
        and session.ends_at >= enrolment.started_at
        and (over is None or session.starts_at <= over)
    )


def by_mode(marks: Iterable[Mark]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for mark in marks:
        if rules.counts(state=mark.state, minutes=mark.minutes, length=length_of(mark.session)):
            numbers[mark.session.mode] = numbers.get(mark.session.mode, 0) + 1
    return numbers


def length_of(session: Session) -> int:
    """Minutes from the start of a session to its end."""
    return rules.minutes_between(session.starts_at, session.ends_at)


def makes_up(session: Session) -> QuerySet[Mark]:
    """Excused marks whose people may attend this session instead: of the same mode and course, and not yet made up here."""
    here = Mark.objects.filter(session=session, person=OuterRef("person"))
    return (
        Mark.objects.filter(
            session__cohort__release__course_uid=session.cohort.release.course_uid,
            session__mode=session.mode,
            state=Mark.State.EXCUSED,
        )
        .exclude(session=session)
        .exclude(person__in=seated(session.cohort_id).values("person"))
        .exclude(Exists(here))
        .select_related("person", "session")
        .order_by("person__last_name", "person__first_name", "-session__starts_at")
    )


def joinable(person: User, *, at: datetime) -> QuerySet[Session]:
    """The remote sessions that a person may join now."""
    cohorts = Seat.objects.filter(person=person, state=Seat.State.SEATED).values("cohort")
    return (
        Session.objects.filter(
            cohort__in=cohorts,
            mode=Session.Mode.REMOTE,
            state__in=Session.ON,
            starts_at__lte=at + rules.EARLY,
            ends_at__gt=at,
        )
        .select_related("cohort")
        .order_by("starts_at")
    )


def checklists(edition: ReleaseEdition) -> list[dict[str, Any]]:
    """The checklists of an edition; releases from before there were any have none."""
    return list(edition.data.get("checklists", []))


def named_checklists(edition: ReleaseEdition) -> list[dict[str, Any]]:
    """The checklists with the names of their competencies as the reader says them, whatever language the course is in."""
    lists = checklists(edition)
    if not lists or edition.locale == get_language():
        return lists
    found = Competency.objects.filter(uid__in=[one["competency"] for one in lists])
    names = {str(competency.uid): str(competency.title_shown) for competency in found}
    return [{**one, "title": names.get(one["competency"], one["title"])} for one in lists]


def observed_in(cohort: Cohort, edition: ReleaseEdition) -> list[Look]:
    """Who of a cohort has been observed, checklist by checklist, by name; in three queries, or four where the course is in
    another language than the reader's."""
    lists = named_checklists(edition)
    kept = Observation.objects.filter(cohort=cohort).select_related("competency").prefetch_related("behaviours")
    found = {(one.person_id, str(one.competency.uid), one.level): one for one in kept}
    seats = seated(cohort.pk).select_related("person").order_by("person__last_name", "person__first_name")
    return [
        look_at(seat.person, checklist, found.get((seat.person_id, checklist["competency"], checklist["level"])))
        for seat in seats
        for checklist in lists
    ]


def look_at(person: User, checklist: dict[str, Any], kept: Observation | None) -> Look:
    return Look(
        person=person,
        title=checklist["title"],
        level=checklist["level"],
        seen=len(kept.behaviours.all()) if kept else 0,
        asked=len(checklist["items"]),
        is_signed=bool(kept and kept.is_signed),
    )
