"""What the officer's pages show, each in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.queries import editions_for
from courses.catalogue.rules import counts
from lms.competencies.models import Competency
from lms.competencies.queries import targets_of
from lms.core.models import AccessEntry
from lms.people.models import Membership, User
from lms.people.queries import visible_to as people_visible_to
from lms.people.queries import within_scope_of
from lms.people.rules import Record
from tracking.enrolment.models import Enrolment
from tracking.enrolment.queries import of_person
from tracking.evidence.models import Evidence
from tracking.evidence.queries import current_levels
from tracking.evidence.queries import visible_to as evidence_visible_to
from tracking.needs.models import Assessment, Gap
from tracking.needs.queries import assessed_levels, assessments_visible_to
from tracking.needs.queries import visible_to as gaps_visible_to
from tracking.needs.rules import whole_level
from tracking.progress.queries import parts_done, standings
from tracking.progress.rules import Standing
from tracking.study.queries import lessons


@dataclass(frozen=True)
class LessonLine:
    """A lesson in the outline of a course, and whether it is done."""

    uid: str
    title: str
    module: str
    minutes: int
    done: bool


@dataclass(frozen=True)
class Study:
    """A course as its learner stands in it: the edition on the screen, the outline, and the next lesson."""

    enrolment: Enrolment
    edition: ReleaseEdition
    outline: list[LessonLine]
    standing: Standing

    @property
    def title(self) -> str:
        return str(self.edition.title)

    @property
    def next(self) -> LessonLine | None:
        return next((line for line in self.outline if not line.done), None)


@dataclass(frozen=True)
class GapLine:
    """A competency that a post requires: the target, and what has been shown of it (None: unknown)."""

    competency: Competency
    target: int
    shown: int | None
    gap: Gap | None

    @property
    def is_open(self) -> bool:
        return self.gap is not None and self.gap.state not in Gap.OVER


@dataclass(frozen=True)
class Look:
    """Someone looked at a person's record: who, at what of it, and when."""

    by: str
    what: str
    at: datetime


#: What the access log calls the page of a person that a supervisor reads, and the words for it.
GAPS_AND_EVIDENCE = "gaps and evidence"
OWN_RATING = "form of what was observed"
LOOKED_AT = {
    GAPS_AND_EVIDENCE: gettext_lazy("gaps and evidence"),
    OWN_RATING: gettext_lazy("form of what was observed"),
    "checklist": gettext_lazy("checklist of observed behaviour"),
}


def study(enrolment: Enrolment, *, locale: str) -> Study:
    """An enrolment with its outline."""
    return studies([enrolment], locale=locale)[0]


def studies(enrolments: Iterable[Enrolment], *, locale: str) -> list[Study]:
    """Enrolments with their outlines, in as many queries for three as for one."""
    rows = list(enrolments)
    editions = editions_for([row.release_id for row in rows], locale)
    stand = standings(rows)
    # A release is made together with its first edition.
    return [Study(row, found := editions[row.release_id], outline(row, found), stand[row.pk]) for row in rows]


def outline(enrolment: Enrolment, edition: ReleaseEdition) -> list[LessonLine]:
    """The lessons of an edition; one is done when it is read, its quizzes are passed and its packages are finished."""
    done = parts_done(enrolment)
    return [
        LessonLine(
            uid=lesson["uid"],
            title=lesson["title"],
            module=lesson["module"],
            minutes=lesson["minutes"],
            done=lesson["uid"] in done["lesson"]
            and quizzes_of(lesson) <= done["quiz"]
            and packages_of(lesson) <= done["package"],
        )
        for lesson in lessons(edition)
    ]


def quizzes_of(lesson: dict[str, Any]) -> set[str]:
    return {block["uid"] for block in lesson["blocks"] if block["type"] == "quiz"}


def packages_of(lesson: dict[str, Any]) -> set[str]:
    """Those that count: a lesson is done without what is there for practice."""
    return {block["uid"] for block in lesson["blocks"] if block["type"] == "h5p" and counts(block)}


def running(person: User) -> QuerySet[Enrolment]:
    """What a person is studying now, the last begun first."""
    return (
        of_person(person).filter(state=Enrolment.State.ENROLLED).prefetch_related("parts_done").order_by("-started_at")
    )


def gap_lines(
    person: User, *, on: date, competencies: Collection[str] | None = None, levels: Mapping[int, int] | None = None
) -> list[GapLine]:
    """What a person's posts require against what the person has shown: open gaps first, the widest before. Of everything, or
    of some competencies by their uid; the levels are read unless they are known."""
    targets = targets_of(person, on=on)
    asked = Competency.objects.filter(pk__in=targets).order_by("code")
    rows = list(asked if competencies is None else asked.filter(uid__in=competencies))
    known = known_levels(person, [row.pk for row in rows], on=on) if levels is None else levels
    # In order of age, so that the newest gap of a competency is the one that stays.
    gaps = {
        gap.competency_id: gap for gap in Gap.objects.filter(person=person, kind=Gap.Kind.GAP).order_by("opened_at")
    }
    lines = [GapLine(row, targets[row.pk].level, level_of(row.pk, known, gaps), gaps.get(row.pk)) for row in rows]
    return sorted(lines, key=lambda line: (not line.is_open, (line.shown or 0) - line.target))


def open_lines_of(person: User, *, asked_by: User, on: date) -> list[GapLine]:
    """The open gaps of a person that someone else may see, the widest first."""
    seen = gaps_visible_to(asked_by).filter(person=person).exclude(state__in=Gap.OVER).select_related("competency")
    gaps = {gap.competency_id: gap for gap in seen.order_by("competency__code")}
    levels = known_levels(person, list(gaps), on=on)
    lines = [GapLine(gap.competency, gap.target, level_of(pk, levels, gaps), gap) for pk, gap in gaps.items()]
    return sorted(lines, key=lambda line: (line.shown or 0) - line.target)


def known_levels(person: User, competencies: Collection[int], *, on: date) -> dict[int, int]:
    """The level that evidence shows or that was assessed last, whichever is higher, by competency id."""
    levels = assessed_levels(person, competencies=competencies)
    for pk, shown in current_levels(person, on=on).items():
        levels[pk] = max(levels.get(pk, 0), shown.level)
    return levels


def level_of(competency: int, levels: Mapping[int, int], gaps: Mapping[int, Gap]) -> int | None:
    """The known level; of a gap that no rating opened, that which it names; neither: unknown."""
    gap = gaps.get(competency)
    return levels.get(competency, whole_level(float(gap.level)) if gap else None)


def waiting_to_be_rated(person: User, *, on: date) -> list[Assessment]:
    """The self-assessments of one's officers that were sent and wait for what one has observed, the first due first."""
    sent = assessments_visible_to(person, on=on).filter(state=Assessment.State.SENT, rated_at=None)
    return list(sent.exclude(person=person).select_related("person").order_by("due_on", "pk"))


def evidence_of(person: User) -> QuerySet[Evidence]:
    return Evidence.objects.filter(person=person).select_related("competency").order_by("-at")


def evidence_of_someone(person: User, *, asked_by: User) -> QuerySet[Evidence]:
    """The evidence of a person as far as someone else may see it, the latest first."""
    return evidence_visible_to(asked_by).filter(person=person).select_related("competency").order_by("-at")


def looks_at(person: User, *, most: int = 50) -> list[Look]:
    """Who has looked at a person's record, the latest first."""
    entries = AccessEntry.objects.filter(person=person).select_related("by").order_by("-at", "-pk")[:most]
    return [Look(str(entry.by), str(LOOKED_AT.get(entry.what, entry.what)), entry.at) for entry in entries]


def supervised_by(person: User, *, on: date) -> QuerySet[User]:
    """The officers whose gaps and evidence a person may see, without the person."""
    return people_visible_to(person, Record.ABILITY, on=on).exclude(pk=person.pk)


def supervises(person: User, *, on: date) -> bool:
    return within_scope_of(person, Record.ABILITY, on=on).exclude(person_id=person.pk).exists()


def team_of(person: User, *, on: date) -> list[Membership]:
    """The officers whom a person supervises, each once with the unit and the post they serve in."""
    held = within_scope_of(person, Record.ABILITY, on=on).exclude(person_id=person.pk)
    in_order = held.select_related("person", "unit", "post").order_by("person__last_name", "person__first_name", "pk")
    return list({membership.person_id: membership for membership in in_order}.values())
