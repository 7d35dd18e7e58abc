"""Reading launches, attempts, and what an edition holds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from courses.catalogue.models import ReleaseEdition
from courses.catalogue.recalling import recall
from courses.packages.models import Package, PackageVersion
from courses.quizzes.models import QuizVersion
from lms.people.queries import Asker, sees_rows
from lms.people.rules import Record
from tracking.enrolment.models import Enrolment
from tracking.study.models import Attempt, Launch, PackageResult, PackageState


def visible_to(person: Asker) -> QuerySet[Attempt]:
    """One's own attempts, and those of the people one supervises: a score speaks of ability."""
    seen = sees_rows(person, Record.ABILITY, whose="enrolment__person", where="enrolment__administration")
    return Attempt.objects.filter(seen)


def running_launch(enrolment: Enrolment, lesson_uid: UUID, edition: ReleaseEdition, *, at: datetime) -> Launch | None:
    running = enrolment.launches.filter(
        lesson_uid=lesson_uid, edition=edition, expires_at__gt=at, credential__revoked_at=None
    )
    found = running.select_related("credential").order_by("-at").first()
    if found is not None:
        # Both are at hand: an edition is a whole course, read from text.
        found.enrolment, found.edition = enrolment, edition
    return found


def launch_of(credential_id: int) -> Launch | None:
    found = (
        Launch.objects.filter(credential_id=credential_id)
        .select_related("edition", "enrolment__person", "enrolment__release", "enrolment__administration")
        .defer("edition__data")
        .first()
    )
    if found is not None:
        recall([found.edition])
    return found


def lessons(edition: ReleaseEdition) -> list[dict[str, Any]]:
    """Every lesson of an edition in order, each with its module's title."""
    return [lesson | {"module": module["title"]} for module in edition.data["modules"] for lesson in module["lessons"]]


def lesson_uids(edition: ReleaseEdition) -> list[str]:
    return [lesson["uid"] for lesson in lessons(edition)]


def lesson(edition: ReleaseEdition, lesson_uid: UUID) -> dict[str, Any]:
    """A lesson's frozen data; KeyError when the edition has none of that uid."""
    return {lesson["uid"]: lesson for lesson in lessons(edition)}[str(lesson_uid)]


def quiz_versions(edition: ReleaseEdition, lesson_uid: UUID) -> list[QuizVersion]:
    """The quizzes that a lesson asks, as frozen."""
    ids = [block["version"] for block in lesson(edition, lesson_uid)["blocks"] if block["type"] == "quiz"]
    found = QuizVersion.objects.in_bulk(ids)
    return [found[version] for version in ids]


def quizzes_of(edition: ReleaseEdition, lesson_uid: UUID) -> list[str]:
    return [version.data["uid"] for version in quiz_versions(edition, lesson_uid)]


def quiz_version(edition: ReleaseEdition, lesson_uid: UUID, quiz_uid: UUID) -> QuizVersion | None:
    by_uid = {version.data["uid"]: version for version in quiz_versions(edition, lesson_uid)}
    return by_uid.get(str(quiz_uid))


def packages_of(edition: ReleaseEdition, lesson_uid: UUID) -> dict[str, int]:
    """The packages that a lesson plays: the primary key of the frozen version by the package's uid."""
    blocks = lesson(edition, lesson_uid)["blocks"]
    return {block["uid"]: block["version"] for block in blocks if block["type"] == "h5p"}


def grading_of(edition: ReleaseEdition, package_uid: UUID) -> str:
    """Which of several results of a package counts in an edition, as its lesson says."""
    blocks = (block for each in lessons(edition) for block in each["blocks"])
    uid = str(package_uid)
    return next((b.get("grading", "best") for b in blocks if b["type"] == "h5p" and b["uid"] == uid), "best")


def reusable(edition: ReleaseEdition, lesson_uid: UUID) -> set[str]:
    """The packages of a lesson whose authors let learners download them."""
    found = Package.objects.filter(uid__in=packages_of(edition, lesson_uid), reuse=True)
    return {str(uid) for uid in found.values_list("uid", flat=True)}


def package_version(
    enrolment: Enrolment, edition: ReleaseEdition, lesson_uid: UUID, package_uid: UUID
) -> PackageVersion | None:
    """What a learner plays of a lesson: the version that its edition holds, or an earlier one that she has begun in this
    period: where she left it and how it ended would not fit another.
    """
    frozen = packages_of(edition, lesson_uid).get(str(package_uid))
    if frozen is None:
        return None
    left = PackageState.objects.filter(enrolment=enrolment).values("package_version")
    ended = PackageResult.objects.filter(enrolment=enrolment, package_uid=package_uid).values("package_version")
    begun = Q(package__uid=package_uid) & (Q(pk__in=left) | Q(pk__in=ended))
    versions = PackageVersion.objects.filter(begun | Q(pk=frozen)).select_related("package", "content")
    return versions.order_by("number").first()


def results(enrolment: Enrolment) -> dict[UUID, list[PackageResult]]:
    """A period's results by package, oldest first."""
    found: dict[UUID, list[PackageResult]] = {}
    for result in enrolment.results.order_by("number"):
        found.setdefault(result.package_uid, []).append(result)
    return found


def attempts(enrolment: Enrolment, quiz_uid: UUID) -> list[Attempt]:
    """A period's attempts at a quiz in whatever version, oldest first."""
    return list(enrolment.attempts.filter(quiz_uid=quiz_uid).order_by("number"))


def passed_attempt(enrolment: Enrolment, quiz_uid: UUID) -> Attempt | None:
    return enrolment.attempts.filter(quiz_uid=quiz_uid, passed=True).select_related("enrolment__person").first()
