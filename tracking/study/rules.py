"""What a statement says about studying, and what a passed test shows. Plain data in and out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

#: How long a launch takes statements, and how long after that those of a phone that was out of reach.
LAUNCH_LASTS = timedelta(hours=8)
LATE_BY = timedelta(days=7)

EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
PASSED = "http://adlnet.gov/expapi/verbs/passed"
FAILED = "http://adlnet.gov/expapi/verbs/failed"

#: Statements with these verbs about a lesson say that it is done.
READ = frozenset({EXPERIENCED, COMPLETED})


@dataclass(frozen=True)
class Read:
    """The lesson with this IRI was read."""

    activity: str


@dataclass(frozen=True)
class Passed:
    """The quiz with this IRI was passed."""

    activity: str


@dataclass(frozen=True)
class Finished:
    """The package with this IRI was played to its end."""

    activity: str


def meaning(*, verb: str, activity: str, authored_by_us: bool) -> Read | Passed | Finished | None:
    """What a statement of a launch means for progress; None when it means nothing to us.

    Only a statement that the server itself authored says that a quiz was passed or a package finished: a score is never
    the client's word. Of lessons the server says "experienced".
    """
    if verb == COMPLETED and authored_by_us:
        return Finished(activity)
    if verb in READ:
        return Read(activity)
    if verb == PASSED and authored_by_us:
        return Passed(activity)
    return None


def levels_shown(questions: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What passing a quiz shows: for each competency tagged in its questions, the highest level tagged there."""
    shown: dict[str, int] = {}
    for question in questions:
        competency = question.get("competency")
        if competency:
            shown[competency] = max(shown.get(competency, 0), int(question.get("level") or 0))
    return shown


def graded(policy: str, scores: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Of several (score, most), oldest first, the one that counts: "best", "last", "first", or "average". An average of
    results with different maxima is one out of a hundred. At least one must be given.
    """
    if policy == "average":
        most = scores[0][1]
        if all(each == most for _score, each in scores):
            return sum(score for score, _most in scores) / len(scores), most
        return 100 * sum(score / each for score, each in scores) / len(scores), 100.0
    return {"last": scores[-1], "first": scores[0]}.get(policy) or best(scores)


def best(scores: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Of several (score, most) the one with the highest share; nothing to reach counts as nothing."""
    return max(scores, key=lambda pair: pair[0] / pair[1] if pair[1] else 0.0)
