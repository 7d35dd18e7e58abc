"""Which change makes a new release, and which only new words."""

from typing import Any

import pytest

from courses.catalogue.rules import (
    Change,
    Code,
    Kind,
    completion_of,
    content_changes,
    kind_of,
    structural_changes,
    structure_of,
)  # fmt: skip


def structure(*modules: tuple[Any, ...], quizzes: str = "z", packages: str = "p") -> dict[str, Any]:
    """A module is its name, its mode, the names of its lessons, one letter each, and how many sessions it asks for."""
    return {
        "modules": [
            {"uid": uid, "mode": mode, "sessions": sum(sessions), "lessons": list(lessons)}
            for uid, mode, lessons, *sessions in modules
        ],
        "quizzes": list(quizzes),
        "packages": list(packages),
    }


A = ("A", "elearning", "ab")
B = ("B", "classroom", "cd")
OLD = structure(A, B)


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        (OLD, []),
        (structure(A), [(Code.MODULE_REMOVED, "B"), (Code.LESSON_REMOVED, "c"), (Code.LESSON_REMOVED, "d")]),
        (structure(A, B, ("C", "remote", "")), [(Code.MODULE_ADDED, "C")]),
        (structure(B, A), [(Code.MODULES_REORDERED, "")]),
        (structure(("A", "remote", "ab"), B), [(Code.MODE_CHANGED, "A")]),
        (structure(("A", "elearning", "abe"), B), [(Code.LESSON_ADDED, "e")]),
        (structure(("A", "elearning", "eab"), B), [(Code.LESSON_ADDED, "e")]),
        (structure(("A", "elearning", "a"), B), [(Code.LESSON_REMOVED, "b")]),
        (structure(("A", "elearning", "ba"), B), [(Code.LESSONS_REORDERED, "A")]),
        (structure(("A", "elearning", "a"), ("B", "classroom", "bcd")), [(Code.LESSON_MOVED, "b")]),
        (structure(A, ("B", "classroom", "cd", 2)), [(Code.SESSIONS_CHANGED, "B")]),
        (structure(A, B, quizzes="zy"), [(Code.QUIZ_ADDED, "y")]),
        (structure(A, B, packages="pq"), [(Code.PACKAGE_ADDED, "q")]),
        (structure(A, B, packages=""), [(Code.PACKAGE_REMOVED, "p")]),
        (structure(A, B, quizzes=""), [(Code.QUIZ_REMOVED, "z")]),
    ],
)
def test_every_change_in_structure_is_named(new: dict[str, Any], changes: list[tuple[Code, str]]) -> None:
    assert structural_changes(OLD, new) == [Change(code, uid) for code, uid in changes]


def test_quizzes_met_in_another_order_are_the_same_structure() -> None:
    assert structural_changes(structure(A, quizzes="xy"), structure(A, quizzes="yx")) == []


@pytest.mark.parametrize(
    ("old", "changes", "kind"),
    [
        (None, [], Kind.FIRST),
        (structure(A), [Change(Code.LESSON_ADDED, "c")], Kind.MAJOR),
        (OLD, [Change(Code.LESSON_CHANGED, "a", "en")], Kind.MINOR),
        (OLD, [Change(Code.LANGUAGE_ADDED, language="ar")], Kind.MINOR),
        (OLD, [], Kind.NOTHING),
    ],
)
def test_the_kind_of_a_release_follows_from_the_changes(
    old: dict[str, Any] | None, changes: list[Change], kind: Kind
) -> None:
    assert kind_of(old, OLD, changes) == kind


BLOCKS = [{"type": "quiz", "uid": "z"}, {"type": "text"}, {"type": "h5p", "uid": "p"}]


def data(**values: Any) -> dict[str, Any]:
    lesson = {"uid": "a", "title": "Risk", "minutes": 10, "blocks": BLOCKS}
    module = {"uid": "A", "title": "Begin", "mode": "elearning", "sessions": 0, "lessons": [lesson]}
    return {"uid": "C", "language": "en", "title": "Targeting", "modules": [module]} | values


def test_the_structure_of_data_has_no_word_of_any_language() -> None:
    assert structure_of(data()) == {
        "modules": [{"uid": "A", "mode": "elearning", "sessions": 0, "lessons": ["a"]}],
        "quizzes": ["z"],
        "packages": ["p"],
    }


def test_a_package_for_practice_is_no_part_of_the_structure() -> None:
    blocks = [*BLOCKS, {"type": "h5p", "uid": "q", "counts": False}]
    lesson = {"uid": "a", "title": "Risk", "minutes": 10, "blocks": blocks}
    assert structure_of(data(modules=changed(lessons=[lesson]))) == structure_of(data())


def test_a_course_is_complete_with_every_lesson_quiz_package_and_session() -> None:
    blended = structure(A, B, ("C", "remote", "", 2), ("D", "classroom", "", 1), ("E", "classroom", "", 1))
    assert completion_of(blended) == {
        "lessons": ["a", "b", "c", "d"],
        "quizzes": ["z"],
        "packages": ["p"],
        "sessions": {"remote": 2, "classroom": 2},
    }


def changed(**values: Any) -> list[dict[str, Any]]:
    [module] = data()["modules"]
    return [module | values]


@pytest.mark.parametrize(
    ("new", "changes"),
    [
        (data(), []),
        (data(title="Targeting again"), [Change(Code.COURSE_CHANGED, "C", "en")]),
        (data(modules=changed(title="Begin again")), [Change(Code.MODULE_CHANGED, "A", "en")]),
        (
            data(modules=changed(lessons=[{"uid": "a", "title": "Harm", "minutes": 10, "blocks": []}])),
            [Change(Code.LESSON_CHANGED, "a", "en")],
        ),
    ],
)
def test_every_change_in_words_is_named(new: dict[str, Any], changes: list[Change]) -> None:
    assert content_changes(data(), new) == changes


def test_a_language_without_an_edition_is_new() -> None:
    assert content_changes(None, data(language="ar")) == [Change(Code.LANGUAGE_ADDED, language="ar")]
