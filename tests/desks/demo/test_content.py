"""What the demo's courses hold, read from their files."""

import pytest

from desks.demo.content import COURSES, plan_of


@pytest.mark.parametrize("name", COURSES)
def test_every_course_has_five_behaviours_and_a_test_of_level_two(name: str) -> None:
    plan = plan_of(name)
    [checklist] = plan["checklists"]
    assert len(checklist["behaviours"]) == 5
    assert plan["quizzes"][-1]["level"] == 2


@pytest.mark.parametrize("name", COURSES)
def test_every_option_of_every_question_says_something_back(name: str) -> None:
    questions = [question for quiz in plan_of(name)["quizzes"] for question in quiz["questions"]]
    silent = [text for question in questions for text, _, feedback in question.get("options", []) if not feedback]
    assert silent == []


def test_risk_management_is_written_out_in_full() -> None:
    plan = plan_of("rsk")
    assert [len(quiz["questions"]) for quiz in plan["quizzes"]] == [10, 10, 10, 12]
    final = plan["quizzes"][-1]
    assert {question.get("competency", "O07") for question in final["questions"]} == {"O07", "P3"}
    kinds = {block[0] for module in plan["modules"] for lesson in module["lessons"]
             for block in [*lesson.get("shown", []), *lesson.get("after", []), *lesson.get("body", [])]}  # fmt: skip
    assert kinds == {"text", "figure", "video", "download", "h5p", "quiz"}
    assert max(lesson.get("minutes", 10) for module in plan["modules"] for lesson in module["lessons"][:4]) <= 12
