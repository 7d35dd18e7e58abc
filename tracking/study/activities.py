"""The statements that we author about studying, and the activities that they speak of."""

from typing import Any

import tincan

from courses.catalogue import iris
from courses.quizzes.rules import Grade
from tracking.study import rules
from tracking.study.models import Attempt, Launch, PackageResult


def account(launch_person_uid: str, home_page: str) -> dict[str, object]:
    """The opaque account that stands for a person in statements: never a name, never an address."""
    return {"account": {"homePage": home_page, "name": launch_person_uid}}


def read(*, launch: Launch, title: str) -> tincan.Statement:
    """The lesson of a launch was read."""
    return tincan.Statement(
        verb=verb(rules.EXPERIENCED, "experienced"),
        object=activity(iris.lesson(launch.lesson_uid), title, "http://adlnet.gov/expapi/activities/lesson"),
        context=context(launch),
    )


def answered(*, launch: Launch, attempt: Attempt, grade: Grade, quiz_uid: str, title: str) -> tincan.Statement:
    """An attempt at a quiz, as graded by the server."""
    return tincan.Statement(
        verb=verb(rules.PASSED, "passed") if grade.passed else verb(rules.FAILED, "failed"),
        object=activity(iris.quiz(quiz_uid), title, "http://adlnet.gov/expapi/activities/assessment"),
        result=tincan.Result(
            success=grade.passed,
            completion=True,
            score=tincan.Score(raw=grade.points, min=0, max=grade.most_points, scaled=round(grade.share, 4)),
            extensions={iris.extension("attempt"): str(attempt.uid)},
        ),
        context=context(launch, parent=iris.lesson(launch.lesson_uid)),
    )


def finished(*, launch: Launch, package_uid: str, title: str, result: PackageResult | None) -> tincan.Statement:
    """A package was played to its end; `result` is None where there is nothing to be scored."""
    return tincan.Statement(
        verb=verb(rules.COMPLETED, "completed"),
        object=activity(iris.package(package_uid), title, "http://adlnet.gov/expapi/activities/assessment"),
        result=tincan.Result(completion=True, **(scored(result) if result else {})),
        context=context(launch, parent=iris.lesson(launch.lesson_uid)),
    )


def scored(result: PackageResult) -> dict[str, Any]:
    extensions = {iris.extension("attempt"): str(result.uid)}
    if result.max_score <= 0:
        return {"extensions": extensions}
    share = round(result.score / result.max_score, 4)
    score = tincan.Score(raw=result.score, min=min(0, result.score), max=result.max_score, scaled=max(-1, share))
    return {"score": score, "extensions": extensions}


def verb(iri: str, word: str) -> tincan.Verb:
    return tincan.Verb(id=iri, display=tincan.LanguageMap({"en": word}))


def activity(iri: str, title: str, kind: str) -> tincan.Activity:
    return tincan.Activity(
        id=iri, definition=tincan.ActivityDefinition(name=tincan.LanguageMap({"und": title}), type=kind)
    )


def context(launch: Launch, *, parent: str | None = None) -> tincan.Context:
    course = tincan.Activity(id=iris.course(launch.enrolment.course_uid))
    return tincan.Context(
        registration=str(launch.enrolment.uid),
        context_activities=tincan.ContextActivities(
            parent=[tincan.Activity(id=parent)] if parent else [course], grouping=[course]
        ),
    )
