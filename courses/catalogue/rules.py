"""What kind of release a course needs, and what has changed. Plain Python over plain data.

A structure is `{"modules": [{"uid", "mode", "sessions", "lessons": [uid]}], "quizzes": [uid], "packages": [uid]}`, without a
word of any language; a change in it makes a new release. Everything else makes a new edition of the release that there is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Structure = Mapping[str, Any]
EditionData = Mapping[str, Any]


class Kind(StrEnum):
    """What releasing a course now would be."""

    FIRST = "first"
    MAJOR = "major"
    MINOR = "minor"
    NOTHING = "nothing"


class Code(StrEnum):
    """What has changed."""

    MODULE_ADDED = "module_added"
    MODULE_REMOVED = "module_removed"
    MODULES_REORDERED = "modules_reordered"
    MODE_CHANGED = "mode_changed"
    SESSIONS_CHANGED = "sessions_changed"
    LESSON_ADDED = "lesson_added"
    LESSON_REMOVED = "lesson_removed"
    LESSON_MOVED = "lesson_moved"
    LESSONS_REORDERED = "lessons_reordered"
    QUIZ_ADDED = "quiz_added"
    QUIZ_REMOVED = "quiz_removed"
    PACKAGE_ADDED = "package_added"
    PACKAGE_REMOVED = "package_removed"
    LANGUAGE_ADDED = "language_added"
    COURSE_CHANGED = "course_changed"
    MODULE_CHANGED = "module_changed"
    LESSON_CHANGED = "lesson_changed"


@dataclass(frozen=True)
class Change:
    """One thing that differs: `uid` names the module, lesson or quiz, `language` the edition; either may be empty."""

    code: Code
    uid: str = ""
    language: str = ""


def structure_of(data: EditionData) -> dict[str, Any]:
    """The structure that an edition's data has."""
    return {
        "modules": [
            {
                "uid": module["uid"],
                "mode": module["mode"],
                "sessions": module["sessions"],
                "lessons": [lesson["uid"] for lesson in module["lessons"]],
            }
            for module in data["modules"]
        ],
        "quizzes": uids_of(data, "quiz"),
        "packages": uids_of(data, "h5p", only=counts),
    }


def uids_of(data: EditionData, kind: str, *, only: Callable[[Mapping[str, Any]], bool] = bool) -> list[str]:
    """The quizzes or packages of an edition, each once, in the order in which they are met."""
    return list(dict.fromkeys(block["uid"] for block in blocks_of(data) if block["type"] == kind and only(block)))


def counts(block: Mapping[str, Any]) -> bool:
    """Whether a course asks for a package to be finished; what is there for practice says that it does not."""
    return bool(block.get("counts", True))


def completion_of(structure: Structure) -> dict[str, Any]:
    """What completes a course of that structure: every lesson read, every quiz passed, every package that counts finished,
    and as many sessions attended of each mode as its modules ask for.

    As `{"lessons": [uid], "quizzes": [uid], "packages": [uid], "sessions": {mode: number}}`.
    """
    return {
        "lessons": lessons_of(structure),
        "quizzes": list(structure["quizzes"]),
        "packages": list(structure["packages"]),
        "sessions": sessions_of(structure),
    }


def sessions_of(structure: Structure) -> dict[str, int]:
    """How many sessions of each mode the modules ask for together; a mode that asks for none is left out."""
    asked: dict[str, int] = {}
    for module in structure["modules"]:
        if module["sessions"]:
            asked[module["mode"]] = asked.get(module["mode"], 0) + module["sessions"]
    return asked


def lessons_of(structure: Structure) -> list[str]:
    return [uid for module in structure["modules"] for uid in module["lessons"]]


def blocks_of(data: EditionData) -> Iterable[Mapping[str, Any]]:
    return (block for module in data["modules"] for lesson in module["lessons"] for block in lesson["blocks"])


def lesson_of(data: EditionData, uid: str) -> Mapping[str, Any] | None:
    for module in data["modules"]:
        for lesson in module["lessons"]:
            if lesson["uid"] == uid:
                return lesson
    return None


def kind_of(old: Structure | None, new: Structure, changes: Sequence[Change]) -> Kind:
    """First without an old structure; major when the structure changed; minor when only words did."""
    if old is None:
        return Kind.FIRST
    if structural_changes(old, new):
        return Kind.MAJOR
    return Kind.MINOR if changes else Kind.NOTHING


def structural_changes(old: Structure, new: Structure) -> list[Change]:
    """What makes a new release; the empty list when the two are the same but for the order in which quizzes are met."""
    return [
        *module_changes(old, new),
        *lesson_changes(old, new),
        *gone_and_come(old["quizzes"], new["quizzes"], Code.QUIZ_REMOVED, Code.QUIZ_ADDED),
        *gone_and_come(old["packages"], new["packages"], Code.PACKAGE_REMOVED, Code.PACKAGE_ADDED),
    ]


def module_changes(old: Structure, new: Structure) -> list[Change]:
    before = {module["uid"]: module for module in old["modules"]}
    after = {module["uid"]: module for module in new["modules"]}
    changes = gone_and_come(before, after, Code.MODULE_REMOVED, Code.MODULE_ADDED)
    if reordered(before, after):
        changes.append(Change(Code.MODULES_REORDERED))
    for key, code in (("mode", Code.MODE_CHANGED), ("sessions", Code.SESSIONS_CHANGED)):
        changed = [uid for uid in after if uid in before and before[uid][key] != after[uid][key]]
        changes += [Change(code, uid) for uid in changed]
    return changes


def lesson_changes(old: Structure, new: Structure) -> list[Change]:
    before = {uid: module["uid"] for module in old["modules"] for uid in module["lessons"]}
    after = {uid: module["uid"] for module in new["modules"] for uid in module["lessons"]}
    changes = gone_and_come(before, after, Code.LESSON_REMOVED, Code.LESSON_ADDED)
    moved = [uid for uid in after if uid in before and before[uid] != after[uid]]
    changes += [Change(Code.LESSON_MOVED, uid) for uid in moved]
    for module in new["modules"]:
        # Order is compared within a module: a module that moved carries its lessons with it.
        if reordered([uid for uid in before if before[uid] == module["uid"] and uid not in moved], module["lessons"]):
            changes.append(Change(Code.LESSONS_REORDERED, module["uid"]))
    return changes


def gone_and_come(old: Iterable[str], new: Iterable[str], gone: Code, come: Code) -> list[Change]:
    old, new = list(old), list(new)
    return [Change(gone, uid) for uid in old if uid not in new] + [Change(come, uid) for uid in new if uid not in old]


def reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether those that are in both come in another order."""
    old, new = list(old), list(new)
    return [uid for uid in old if uid in new] != [uid for uid in new if uid in old]


def content_changes(old: EditionData | None, new: EditionData) -> list[Change]:
    """What differs between two editions of one language, lesson by lesson."""
    language = new["language"]
    if old is None:
        return [Change(Code.LANGUAGE_ADDED, language=language)]
    changes = (
        [Change(Code.COURSE_CHANGED, new["uid"], language)] if without_modules(old) != without_modules(new) else []
    )
    before = {module["uid"]: module for module in old["modules"]}
    for module in new["modules"]:
        if module["uid"] in before and without_lessons(before[module["uid"]]) != without_lessons(module):
            changes.append(Change(Code.MODULE_CHANGED, module["uid"], language))
        for lesson in module["lessons"]:
            was = lesson_of(old, lesson["uid"])
            if was is not None and was != lesson:
                changes.append(Change(Code.LESSON_CHANGED, lesson["uid"], language))
    return changes


def without_modules(data: EditionData) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "modules"}


def without_lessons(module: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in module.items() if key != "lessons"}
