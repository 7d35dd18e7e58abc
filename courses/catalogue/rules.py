"""What kind of release a change asks for. A structure is `[{"uid", "mode", "lessons": [uid, …]}, …]`, modules in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Structure = Sequence[Mapping[str, Any]]


class Kind(StrEnum):
    """How far a release reaches: a major one is for new learners, a minor one also for those who are under way."""

    MAJOR = "major"
    MINOR = "minor"


class Change(StrEnum):
    """A difference in structure, each of which makes a release major."""

    FIRST = "first"
    MODULE_ADDED = "module_added"
    MODULE_REMOVED = "module_removed"
    MODE_CHANGED = "mode_changed"
    LESSON_ADDED = "lesson_added"
    LESSON_REMOVED = "lesson_removed"
    ORDER_CHANGED = "order_changed"
    RULES_CHANGED = "rules_changed"


@dataclass(frozen=True)
class Verdict:
    """The kind of a release, and why it is that."""

    kind: Kind
    changes: tuple[Change, ...] = ()


def kind_of(
    *, before: Structure | None, after: Structure, rules_before: Mapping[str, Any] | None, rules_after: Mapping[str, Any]
) -> Verdict:
    """Major for the first release and for any change of structure or of what completes the course; minor otherwise."""
    if before is None:
        return Verdict(Kind.MAJOR, (Change.FIRST,))
    changes = [change for change, holds in differences(before, after) if holds]
    if rules_before != rules_after and not changes:
        changes.append(Change.RULES_CHANGED)
    return Verdict(Kind.MAJOR if changes else Kind.MINOR, tuple(changes))


def differences(before: Structure, after: Structure) -> list[tuple[Change, bool]]:
    old_modes = {module["uid"]: module["mode"] for module in before}
    new_modes = {module["uid"]: module["mode"] for module in after}
    old, new = lessons_of(before), lessons_of(after)
    kept = old_modes.keys() & new_modes.keys()
    return [
        (Change.MODULE_ADDED, bool(new_modes.keys() - old_modes.keys())),
        (Change.MODULE_REMOVED, bool(old_modes.keys() - new_modes.keys())),
        (Change.MODE_CHANGED, any(old_modes[uid] != new_modes[uid] for uid in kept)),
        (Change.LESSON_ADDED, bool(set(new) - set(old))),
        (Change.LESSON_REMOVED, bool(set(old) - set(new))),
        (Change.ORDER_CHANGED, in_common(before, after) != in_common(after, before)),
    ]


def in_common(one: Structure, other: Structure) -> list[tuple[str, str]]:
    """The (module, lesson) places of `one` whose module and lesson both exist in `other`, in order."""
    modules = {module["uid"] for module in other}
    lessons = set(lessons_of(other))
    return [
        (module["uid"], lesson)
        for module in one
        if module["uid"] in modules
        for lesson in module["lessons"]
        if lesson in lessons
    ]


def lessons_of(structure: Structure) -> list[str]:
    return [lesson for module in structure for lesson in module["lessons"]]
