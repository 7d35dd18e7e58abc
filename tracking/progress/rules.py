"""When a course is complete, and what is missing until then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What of a release's rules is met: `share` of its parts (0–1), and the parts still missing, in the release's order."""

    complete: bool
    share: float
    lessons_missing: tuple[str, ...]
    quizzes_missing: tuple[str, ...]


def standing(
    *, rules: Mapping[str, list[str]], lessons_done: Collection[str], quizzes_passed: Collection[str]
) -> Standing:
    """Where an enrolment stands against `rules`: {"lessons": [uuid…], "quizzes": [uuid…]}, of which all must be met.

    A release that asks for nothing is never complete: an empty course teaches nothing, and nobody should be certified by it.
    """
    lessons = tuple(uid for uid in rules.get("lessons", []) if uid not in lessons_done)
    quizzes = tuple(uid for uid in rules.get("quizzes", []) if uid not in quizzes_passed)
    asked = len(rules.get("lessons", [])) + len(rules.get("quizzes", []))
    missing = len(lessons) + len(quizzes)
    share = (asked - missing) / asked if asked else 0.0
    return Standing(asked > 0 and missing == 0, share, lessons, quizzes)
