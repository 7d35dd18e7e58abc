"""When a course is complete."""

import pytest

from tracking.progress.rules import Standing, standing

RULES = {"lessons": ["a", "b"], "quizzes": ["q"]}


@pytest.mark.parametrize(
    ("rules", "lessons", "quizzes", "expected"),
    [
        (RULES, set(), set(), Standing(False, 0.0, ("a", "b"), ("q",))),
        (RULES, {"a"}, set(), Standing(False, 1 / 3, ("b",), ("q",))),
        (RULES, {"a", "b"}, set(), Standing(False, 2 / 3, (), ("q",))),
        (RULES, {"b"}, {"q"}, Standing(False, 2 / 3, ("a",), ())),
        (RULES, {"a", "b"}, {"q"}, Standing(True, 1.0, (), ())),
        (RULES, {"a", "b", "of another release"}, {"q", "x"}, Standing(True, 1.0, (), ())),
        ({"lessons": ["a"], "quizzes": []}, {"a"}, set(), Standing(True, 1.0, (), ())),
        ({"lessons": [], "quizzes": []}, {"a"}, {"q"}, Standing(False, 0.0, (), ())),
    ],
)
def test_a_course_is_complete_when_all_that_its_release_asks_for_is_done(
    rules: dict[str, list[str]], lessons: set[str], quizzes: set[str], expected: Standing
) -> None:
    assert standing(rules=rules, lessons_done=lessons, quizzes_passed=quizzes) == expected
