"""When a course is complete, and what is missing until then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Standing:
    """What of a release's rules is met: `share` of its parts (0–1), the parts still missing in the release's order, and how
    many sessions of each mode are still to be attended."""

    complete: bool
    share: float
    lessons_missing: tuple[str, ...]
    quizzes_missing: tuple[str, ...]
    packages_missing: tuple[str, ...] = ()
    sessions_missing: Mapping[str, int] = field(default_factory=dict)


def standing(
    *,
    rules: Mapping[str, Any],
    lessons_done: Collection[str],
    quizzes_passed: Collection[str],
    packages_done: Collection[str] = (),
    sessions_attended: Mapping[str, int] | None = None,
) -> Standing:
    """Where an enrolment stands against `rules`, of which all must be met:
    {"lessons": [uuid…], "quizzes": [uuid…], "packages": [uuid…], "sessions": {mode: number}}.

    Releases from before packages and sessions were asked for have none of these keys. A release that asks for nothing is
    never complete: an empty course teaches nothing, and nobody should be certified by it.
    """
    lessons = tuple(uid for uid in rules.get("lessons", []) if uid not in lessons_done)
    quizzes = tuple(uid for uid in rules.get("quizzes", []) if uid not in quizzes_passed)
    packages = tuple(uid for uid in rules.get("packages", []) if uid not in packages_done)
    sessions = still_to_attend(rules.get("sessions", {}), sessions_attended or {})
    parts = sum(len(rules.get(kind, [])) for kind in ("lessons", "quizzes", "packages"))
    asked = parts + sum(rules.get("sessions", {}).values())
    missing = len(lessons) + len(quizzes) + len(packages) + sum(sessions.values())
    share = (asked - missing) / asked if asked else 0.0
    return Standing(asked > 0 and missing == 0, share, lessons, quizzes, packages, sessions)


def still_to_attend(asked: Mapping[str, int], attended: Mapping[str, int]) -> dict[str, int]:
    """How many sessions of each mode are missing; a mode of which none is, is left out."""
    left = {mode: number - attended.get(mode, 0) for mode, number in asked.items()}
    return {mode: number for mode, number in left.items() if number > 0}
