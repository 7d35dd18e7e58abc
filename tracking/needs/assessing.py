"""An assessment from its first tap to its gaps: ratings, tests, what else is asked, sending and closing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courses.quizzes.models import QuizVersion
from courses.quizzes.rules import Grade, grade
from lms.competencies.models import Competency, Framework
from lms.competencies.queries import targets_of
from lms.core import audit
from lms.core.events import publish
from lms.people.models import Administration, User
from tracking.needs import causes as tables
from tracking.needs import gaps, managing, placement, queries, rules
from tracking.needs.events import AssessmentSent
from tracking.needs.models import Assessment, Gap, Instrument, InstrumentTest, NamedCause, Rating, TaskView, TestSitting

#: An assessment closes with what was said after so many days, unless all have spoken before.
OPEN_FOR = timedelta(days=28)


class AssessmentClosed(Exception):
    """The assessment takes no more ratings; a new one must be opened."""


class AlreadySat(Exception):
    """A placement test is taken once in an assessment."""


class NothingSaid(Exception):
    """There is not one answer to send."""


@dataclass(frozen=True)
class NewRating:
    """What a source says of one competency; level None: not observed."""

    competency_id: int
    level: float | None
    note: str = ""
    last_done: str = ""
    link: str = ""


@transaction.atomic
def publish_instrument(
    *,
    framework: Framework,
    title: str,
    version: int,
    weights: Mapping[str, float],
    errors: Mapping[str, float],
    by: User | None,
    at: datetime,
) -> Instrument:
    """Publish a version of the needs assessment with its stated weights and errors; an existing one is handed back."""
    instrument, made = Instrument.objects.get_or_create(
        framework=framework,
        version=version,
        defaults={"title": title, "weights": dict(weights), "errors": dict(errors)},
    )
    if made:
        audit.record(
            by=by, at=at, verb="instrument published", about=instrument, administration=framework.administration
        )
    return instrument


@transaction.atomic
def offer_test(*, instrument: Instrument, quiz_version: QuizVersion, by: User | None, at: datetime) -> InstrumentTest:
    """Offer a frozen quiz as a placement test to those whose administration owns it, or stands below its owner."""
    test, made = InstrumentTest.objects.get_or_create(
        instrument=instrument, quiz_version=quiz_version, defaults={"at": at}
    )
    if made:
        owner = quiz_version.quiz.administration
        audit.record(by=by, at=at, verb="placement test offered", about=test, administration=owner)
    return test


@transaction.atomic
def open_assessment(
    *,
    person: User,
    administration: Administration,
    instrument: Instrument,
    by: User | None,
    at: datetime,
    due_on: date | None = None,
) -> Assessment:
    """Begin a person's assessment; while one is running, that one is handed back."""
    running = Assessment.objects.filter(person=person, administration=administration, instrument=instrument)
    assessment, made = running.exclude(state=Assessment.State.CLOSED).get_or_create(
        person=person,
        administration=administration,
        instrument=instrument,
        defaults={"state_at": at, "state_by": by, "due_on": due_on or (at + OPEN_FOR).date()},
    )
    if made:
        audit.record(by=by, at=at, verb="assessment opened", about=assessment, administration=administration)
    return assessment


def rate(
    *,
    assessment: Assessment,
    competency: Competency,
    source: str,
    level: float | None,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Rating:
    """Add what one source says of a level (None: not observed). Earlier ratings stay; the newest of a source counts."""
    said = NewRating(competency.pk, level, note=note)
    return rate_many(assessment=assessment, source=source, ratings=[said], by=by, at=at)[0]


@transaction.atomic
def rate_many(
    *, assessment: Assessment, source: str, ratings: Iterable[NewRating], by: User | None, at: datetime
) -> list[Rating]:
    """Add what one source says of several competencies, in a constant number of queries.

    A self-rating is the person's own, a supervisor's is by someone who supervises them, a test's has no author. Raises
    PermissionDenied otherwise, and AssessmentClosed when it is over.
    """
    if assessment.state == Assessment.State.CLOSED:
        raise AssessmentClosed(assessment.pk)
    if not may_rate(assessment=assessment, source=source, by=by, at=at):
        raise PermissionDenied(f"{by} may not rate as {source}")
    rows = Rating.objects.bulk_create(
        Rating(
            assessment=assessment, competency_id=said.competency_id, source=source, level=said.level, note=said.note,
            last_done=said.last_done, link=said.link, by=by, at=at,
        )
        for said in ratings
    )  # fmt: skip
    if rows:
        audit.record(
            by=by, at=at, verb="rated", about=assessment, administration=assessment.administration, source=source,
            competencies=[row.competency_id for row in rows],
        )  # fmt: skip
    return rows


def may_rate(*, assessment: Assessment, source: str, by: User | None, at: datetime) -> bool:
    if source == Rating.Source.TEST:
        return by is None
    if by is None:
        return False
    is_oneself = by.pk == assessment.person_id
    if source == Rating.Source.SELF:
        return is_oneself
    supervised = queries.assessments_visible_to(by, on=at.date())
    return not is_oneself and supervised.filter(pk=assessment.pk).exists()


@transaction.atomic
def sit(
    *, assessment: Assessment, test: InstrumentTest, answers: Mapping[str, Any], by: User, at: datetime
) -> tuple[TestSitting, Grade]:
    """Grade a placement test and enter the levels that it speaks for. Raises AlreadySat, or AssessmentClosed."""
    only_the_person(assessment, by)
    data = test.quiz_version.data
    graded = grade(data, answers)
    try:
        with transaction.atomic():
            sitting = TestSitting.objects.create(
                assessment=assessment, test=test, answers=dict(answers), points=graded.points,
                most_points=graded.most_points, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadySat(test.pk) from None
    found = placement.levels(data["questions"], [result.question for result in graded.results if result.right])
    known = Competency.objects.in_bulk(found, field_name="uid") if found else {}
    placed = [NewRating(known[uid].pk, found[str(uid)]) for uid in known]
    rate_many(assessment=assessment, source=Rating.Source.TEST, ratings=placed, by=None, at=at)
    close_if_all_in(assessment, by=by, at=at)
    return sitting, graded


def only_the_person(assessment: Assessment, by: User) -> None:
    if by.pk != assessment.person_id:
        raise PermissionDenied("an assessment is answered by the person it is of")
    if assessment.state == Assessment.State.CLOSED:
        raise AssessmentClosed(assessment.pk)


@transaction.atomic
def tell_about(*, assessment: Assessment, about: Mapping[str, Any], wish: str, by: User, at: datetime) -> None:
    """Keep what someone says of work, languages, connection, learning, and what would help most."""
    only_the_person(assessment, by)
    assessment.about, assessment.wish = dict(about), wish
    assessment.save(update_fields=["about", "wish"])
    audit.record(by=by, at=at, verb="told about work", about=assessment, administration=assessment.administration)


@transaction.atomic
def weigh(*, assessment: Assessment, views: Mapping[int, tuple[int, int, int]], by: User, at: datetime) -> None:
    """Keep how hard, how serious and how frequent tasks are, by competency id; saying it again replaces it."""
    only_the_person(assessment, by)
    TaskView.objects.bulk_create(
        [
            TaskView(
                assessment=assessment, competency_id=pk, difficulty=hard, importance=serious, frequency=often, at=at
            )
            for pk, (hard, serious, often) in views.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "competency"],
        update_fields=["difficulty", "importance", "frequency", "at"],
    )
    audit.record(by=by, at=at, verb="tasks weighed", about=assessment, administration=assessment.administration)


@transaction.atomic
def name_causes(*, assessment: Assessment, competency_id: int, named: Sequence[str], by: User, at: datetime) -> None:
    """Say what stands in the way of one target, two causes at most; said again, it replaces what was said.

    Where the gap is open already it is looked at, and management told of what training cannot mend.
    """
    if not queries.assessments_visible_to(by, on=at.date()).filter(pk=assessment.pk).exists():
        raise PermissionDenied(f"{by} does not know this assessment")
    if len(named) > tables.MOST_CAUSES or not set(named) <= set(NamedCause.Cause.values):
        raise ValueError(named)
    assessment.causes.filter(competency=competency_id).delete()
    NamedCause.objects.bulk_create(
        NamedCause(assessment=assessment, competency_id=competency_id, cause=cause, by=by, at=at) for cause in named
    )
    audit.record(
        by=by, at=at, verb="causes named", about=assessment, administration=assessment.administration,
        competency=competency_id, causes=list(named),
    )  # fmt: skip
    gap = queries.live_gaps(assessment.person).filter(competency=competency_id, kind=Gap.Kind.GAP).first()
    if gap and named and tables.after(gap.state, tables.Step.TRIAGE):
        gaps.triage(gap=gap, named=named, by=by, at=at)
        managing.ask_management(unit=gap.unit, administration=gap.administration, named=named, by=by, at=at)


@transaction.atomic
def send(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Send one's own part; sent twice, it is sent once. Raises NothingSaid when there is no answer in it."""
    only_the_person(assessment, by)
    if assessment.state == Assessment.State.OPEN:
        if not assessment.ratings.filter(source=Rating.Source.SELF).exists():
            raise NothingSaid(assessment.pk)
        turn(assessment, Assessment.State.SENT, by=by, at=at)
        publish(AssessmentSent(at=at, assessment_id=assessment.pk, person_id=assessment.person_id))
        close_if_all_in(assessment, by=by, at=at)
    return assessment


@transaction.atomic
def send_ratings(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Send the supervisor's part; when everyone has spoken the assessment closes."""
    if assessment.state == Assessment.State.CLOSED:
        raise AssessmentClosed(assessment.pk)
    if not may_rate(assessment=assessment, source=Rating.Source.SUPERVISOR, by=by, at=at):
        raise PermissionDenied(f"{by} does not supervise this person")
    assessment.rated_at, assessment.rated_by = at, by
    assessment.save(update_fields=["rated_at", "rated_by"])
    audit.record(by=by, at=at, verb="ratings sent", about=assessment, administration=assessment.administration)
    close_if_all_in(assessment, by=by, at=at)
    return assessment


def close_if_all_in(assessment: Assessment, *, by: User | None, at: datetime) -> None:
    if not queries.waits_for(assessment, on=at.date()):
        close_assessment(assessment=assessment, by=by, at=at)


@transaction.atomic
def assess(*, assessment: Assessment, by: User | None, at: datetime) -> list[Gap]:
    """Combine the ratings against the person's targets and open the gaps that follow; the gaps newly opened.

    A competency that nobody rated opens nothing: unknown is not zero.
    """
    person = assessment.person
    levels = queries.levels_of(assessment)
    named = queries.causes_of(assessment)
    targets = targets_of(person, on=at.date(), administration=assessment.administration)
    found = [
        gaps.NewGap(pk, target.level, levels[pk], tuple(named.get(pk, ())))
        for pk, target in targets.items()
        if pk in levels and rules.opens(level=levels[pk].level, target=target.level) == rules.Opening.OPENS
    ]
    opened = gaps.open_gaps(person=person, found=found, assessment=assessment, by=by, at=at)
    for gap in opened:
        managing.ask_management(
            unit=gap.unit, administration=gap.administration, named=named.get(gap.competency_id, ()), by=by, at=at
        )
    audit.record(
        by=by, at=at, verb="assessed", about=assessment, administration=assessment.administration,
        opened=[gap.pk for gap in opened],
    )  # fmt: skip
    return opened


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: User | None, at: datetime) -> list[Gap]:
    """End an assessment with what was said, and open the gaps that follow. Closed twice, nothing more opens."""
    running = Assessment.objects.select_for_update().exclude(state=Assessment.State.CLOSED)
    if not running.filter(pk=assessment.pk).exists():
        return []
    turn(assessment, Assessment.State.CLOSED, by=by, at=at)
    return assess(assessment=assessment, by=by, at=at)


def turn(assessment: Assessment, state: str, *, by: User | None, at: datetime) -> None:
    assessment.state, assessment.state_at, assessment.state_by = state, at, by
    assessment.save(update_fields=["state", "state_at", "state_by"])
    audit.record(by=by, at=at, verb=f"assessment {state}", about=assessment, administration=assessment.administration)


def close_due(*, at: datetime) -> int:
    """Close every assessment whose last day has passed, each in its own transaction; how many."""
    due = Assessment.objects.exclude(state=Assessment.State.CLOSED).filter(due_on__lt=at.date())
    found = list(due.select_related("person", "administration", "instrument"))
    for assessment in found:
        close_assessment(assessment=assessment, by=None, at=at)
    return len(found)
