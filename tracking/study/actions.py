"""Opening lessons, reading them, answering quizzes, and taking in what the record store received by a trusted path.

Nothing here writes progress by itself: reading and passing become statements under the launch's credential, the store
announces them, and `take_in` follows. So there is one path to progress, and what is not on it moves nothing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from courses.catalogue import iris
from courses.catalogue.models import ReleaseEdition
from courses.quizzes.models import QuizVersion
from courses.quizzes.rules import Grade, grade
from lms.competencies.models import Competency
from lms.core import audit
from lms.people.models import User
from tracking.enrolment.models import Enrolment
from tracking.evidence import actions as evidence
from tracking.evidence.models import Evidence
from tracking.lrs import actions as lrs
from tracking.lrs import queries as statements
from tracking.lrs.events import StatementsStored
from tracking.lrs.rules import activity_of
from tracking.progress import actions as progress
from tracking.progress.models import PartDone
from tracking.study import activities, queries, rules
from tracking.study.models import Attempt, Launch


class NotPartOfRelease(Exception):
    """The release has no such lesson, or the lesson no such quiz."""


class NoAttemptLeft(Exception):
    """Every attempt that the quiz allows has been made."""


class EnrolmentOver(Exception):
    """The enrolment was withdrawn or has lapsed: it may be read about, and no longer studied in."""


@transaction.atomic
def launch(
    *, enrolment: Enrolment, lesson_uid: UUID, edition: ReleaseEdition, by: User, at: datetime
) -> tuple[Launch, str]:
    """Open a lesson and mint the credential under which its statements arrive; the launch, and the credential's secret.

    The credential speaks for this person and registration only, of this lesson and what is in it, but not of quizzes,
    which the server grades. Raises PermissionDenied for anyone but the person enrolled.
    """
    if by.pk != enrolment.person_id:
        raise PermissionDenied("only the person enrolled studies")
    if enrolment.state in (Enrolment.State.WITHDRAWN, Enrolment.State.LAPSED):
        raise EnrolmentOver(enrolment.pk)
    if str(lesson_uid) not in queries.lesson_uids(edition):
        raise NotPartOfRelease(lesson_uid)
    quizzes = [iris.quiz(uid) for uid in queries.quizzes_of(edition, lesson_uid)]
    packages = [iris.package(uid) for uid in queries.packages_of(edition, lesson_uid)]
    credential, secret = lrs.mint(
        tenant=enrolment.administration.uid,
        actor=activities.account(str(enrolment.person.uid), settings.PUBLIC_URL),
        registration=enrolment.uid,
        activity_prefixes=[iris.lesson(lesson_uid), *quizzes, *packages],
        forbidden=quizzes,
        expires_at=at + rules.LAUNCH_LASTS,
        late_until=at + rules.LAUNCH_LASTS + rules.LATE_BY,
        authority=activities.account("launch", settings.PUBLIC_URL) | {"objectType": "Agent"},
        by=by,
        at=at,
    )
    opened = Launch.objects.create(
        enrolment=enrolment,
        lesson_uid=lesson_uid,
        edition=edition,
        credential=credential,
        at=at,
        expires_at=at + rules.LAUNCH_LASTS,
    )
    return opened, secret


def open_lesson(*, enrolment: Enrolment, lesson_uid: UUID, edition: ReleaseEdition, by: User, at: datetime) -> Launch:
    """The running launch of a lesson, or a new one: turning back a page is not a new launch."""
    running = queries.running_launch(enrolment, lesson_uid, edition, at=at)
    return running or launch(enrolment=enrolment, lesson_uid=lesson_uid, edition=edition, by=by, at=at)[0]


@transaction.atomic
def read(*, launch: Launch, by: User, at: datetime) -> None:
    """Say that the lesson of a launch was read; progress follows from the statement."""
    only_the_person(launch, by)
    lesson = queries.lesson(launch.edition, launch.lesson_uid)
    statement = activities.read(launch=launch, title=lesson["title"])
    lrs.store_own(credential=launch.credential, statements=[statement], at=at)


@transaction.atomic
def answer(*, launch: Launch, quiz_uid: UUID, answers: dict[str, Any], by: User, at: datetime) -> tuple[Attempt, Grade]:
    """Grade answers to a quiz of the launched lesson and say so in a statement; the attempt, and how it was graded.

    Raises NotPartOfRelease, or NoAttemptLeft when the quiz's attempts are used up or it was passed already.
    """
    only_the_person(launch, by)
    version = queries.quiz_version(launch.edition, launch.lesson_uid, quiz_uid)
    if version is None:
        raise NotPartOfRelease(quiz_uid)
    # The enrolment's row is the lock: a double tap must not make two attempts of one number.
    Enrolment.objects.select_for_update().get(pk=launch.enrolment_id)
    earlier = queries.attempts(launch.enrolment, quiz_uid)
    if len(earlier) >= version.data["most_attempts"] or any(attempt.passed for attempt in earlier):
        raise NoAttemptLeft(quiz_uid)
    graded = grade(version.data, answers)
    attempt = Attempt.objects.create(
        launch=launch,
        enrolment=launch.enrolment,
        quiz_version=version,
        quiz_uid=quiz_uid,
        number=len(earlier) + 1,
        answers=answers,
        points=graded.points,
        most_points=graded.most_points,
        passed=graded.passed,
        at=at,
    )
    audit.record(by=by, at=at, verb="quiz answered", about=attempt, administration=launch.enrolment.administration)
    statement = activities.answered(
        launch=launch, attempt=attempt, grade=graded, quiz_uid=str(quiz_uid), title=version.data["title"]
    )
    lrs.store_own(credential=launch.credential, statements=[statement], at=at)
    return attempt, graded


def only_the_person(launch: Launch, by: User) -> None:
    if by.pk != launch.enrolment.person_id:
        raise PermissionDenied("only the person enrolled studies")


@transaction.atomic
def take_in(event: StatementsStored) -> None:
    """Let progress follow from statements stored by a trusted path; taken in twice, they change nothing more."""
    launch = queries.launch_of(event.credential_id)
    if launch is None:
        return
    for statement in statements.trusted(seqs=event.seqs):
        meaning = rules.meaning(
            verb=statement.typed.verb.id,
            activity=activity_of(statement.typed.object) or "",
            authored_by_us=statement.origin == statement.Origin.SERVER,
        )
        if isinstance(meaning, rules.Read) and meaning.activity == iris.lesson(launch.lesson_uid):
            done(launch, PartDone.Kind.LESSON, launch.lesson_uid, at=statement.timestamp)
        elif isinstance(meaning, rules.Passed):
            take_in_pass(launch, meaning.activity, at=statement.timestamp)
        elif isinstance(meaning, rules.Finished):
            take_in_package(launch, meaning.activity, at=statement.timestamp)
    progress.update(enrolment=launch.enrolment, edition=launch.edition, at=event.at)


def take_in_pass(launch: Launch, activity: str, *, at: datetime) -> None:
    for version in queries.quiz_versions(launch.edition, launch.lesson_uid):
        quiz_uid = UUID(version.data["uid"])
        attempt = queries.passed_attempt(launch.enrolment, quiz_uid)
        if iris.quiz(quiz_uid) == activity and attempt:
            done(launch, PartDone.Kind.QUIZ, quiz_uid, at=at)
            record_test(attempt, version, at=at)


def take_in_package(launch: Launch, activity: str, *, at: datetime) -> None:
    for uid in queries.packages_of(launch.edition, launch.lesson_uid):
        if iris.package(uid) == activity:
            done(launch, PartDone.Kind.PACKAGE, UUID(uid), at=at)


def done(launch: Launch, kind: str, uid: UUID, *, at: datetime) -> None:
    progress.mark_done(enrolment=launch.enrolment, kind=kind, uid=uid, edition=launch.edition, at=at)


def record_test(attempt: Attempt, version: QuizVersion, *, at: datetime) -> None:
    """Enter what the passed test shows: each competency tagged in its questions, at the level tagged there."""
    shown = rules.levels_shown(version.data["questions"])
    for competency in Competency.objects.filter(uid__in=shown):
        evidence.record(
            person=attempt.enrolment.person,
            competency=competency,
            level=shown[str(competency.uid)],
            evidence_class=Evidence.Class.TEST,
            source=f"attempt:{attempt.uid}",
            by=None,
            at=at,
        )
