"""What the demo's courses hold, read from their files."""

import re
from collections.abc import Iterator
from statistics import mean
from typing import Any

import pytest

from desks.demo.content import COURSES, plan_of

#: The courses that are written out in full.
FULL = ("hse", "rsk", "int")
#: A question of each kind has so many right options, out of so many in all.
RIGHT_OPTIONS = {
    "one": lambda right, offered: right == 1 < offered,
    "several": lambda right, offered: 1 < right < offered,
}
ENTRY_LEVEL, TEST_LEVEL = 1, 2


def questions_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for quiz in plan["quizzes"] for question in quiz["questions"]]


def lessons_of(plan: dict[str, Any], *, mode: str | None = None) -> list[dict[str, Any]]:
    modules = [each for each in plan["modules"] if mode is None or each.get("mode", "elearning") == mode]
    return [lesson for module in modules for lesson in module["lessons"]]


def quizzes_in(lesson: dict[str, Any]) -> list[str]:
    return [block[1] for block in [*lesson.get("body", []), *lesson.get("after", [])] if block[0] == "quiz"]


def levels_tested(quiz: dict[str, Any]) -> dict[str, int]:
    """The highest level tagged in a quiz, for each competency."""
    levels: dict[str, int] = {}
    for question in quiz["questions"]:
        competency = question.get("competency", quiz["competency"])
        levels[competency] = max(levels.get(competency, 0), question.get("level", quiz["level"]))
    return levels


def words_of_sentences(text: str) -> list[int]:
    """How many words the sentences of a text have; each paragraph, heading and item of a list ends one."""
    plain = re.sub(r"</?(?:b|i|em|strong)>", "", text)
    sentences = [each for block in re.split(r"<[^>]+>", plain) for each in re.split(r"[.!?][”’]?\s+", block)]
    return [len(words) for words in (re.findall(r"\w[^\s]*", sentence) for sentence in sentences) if words]


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a plan, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_of(each)


@pytest.mark.parametrize("name", COURSES)
def test_every_course_has_five_behaviours_and_a_test_of_level_two(name: str) -> None:
    plan = plan_of(name)
    [checklist] = plan["checklists"]
    assert len(checklist["behaviours"]) == 5
    assert plan["quizzes"][-1]["level"] == TEST_LEVEL


@pytest.mark.parametrize("name", COURSES)
def test_the_last_test_shows_every_outcome_as_far_as_a_test_can(name: str) -> None:
    plan = plan_of(name)
    reached = {competency: min(exit_, TEST_LEVEL) for competency, _entry, exit_ in plan["outcomes"]}
    assert levels_tested(plan["quizzes"][-1]) == reached


@pytest.mark.parametrize("name", COURSES)
def test_the_checklist_is_of_the_outcome_that_goes_furthest(name: str) -> None:
    plan = plan_of(name)
    [checklist] = plan["checklists"]
    assert checklist["competency"] == max(plan["outcomes"], key=lambda outcome: outcome[2])[0]


@pytest.mark.parametrize("name", COURSES)
def test_every_option_of_every_question_says_something_back(name: str) -> None:
    silent = [
        text
        for question in questions_of(plan_of(name))
        for text, _, feedback in question.get("options", [])
        if not feedback
    ]
    assert silent == []


@pytest.mark.parametrize("name", COURSES)
def test_every_question_is_explained_and_has_as_many_right_answers_as_its_kind_says(name: str) -> None:
    wrong = []
    for question in questions_of(plan_of(name)):
        options = question.get("options", [])
        right = sum(is_right for _, is_right, _ in options)
        answered = (
            float(question["number"]) >= 0 and not options
            if question["kind"] == "number"
            else RIGHT_OPTIONS[question["kind"]](right, len(options))
        )
        if not answered or not question["explanation"]:
            wrong.append(question["prompt"])
    assert wrong == []


@pytest.mark.parametrize("name", COURSES)
def test_every_quiz_is_asked_once_and_asks_nothing_twice(name: str) -> None:
    plan = plan_of(name)
    assert [key for lesson in lessons_of(plan) for key in quizzes_in(lesson)] == [q["key"] for q in plan["quizzes"]]
    for quiz in plan["quizzes"]:
        prompts = [question["prompt"] for question in quiz["questions"]]
        assert len(set(prompts)) == len(prompts)


@pytest.mark.parametrize("name", FULL)
def test_a_full_course_tests_each_module_at_level_one_and_the_whole_at_level_two(name: str) -> None:
    plan = plan_of(name)
    elearning = [module for module in plan["modules"] if "mode" not in module]
    *of_modules, final = plan["quizzes"]
    assert [len(quiz["questions"]) >= 10 for quiz in of_modules] == [True] * len(elearning)
    assert {quiz["level"] for quiz in of_modules} == {ENTRY_LEVEL}
    assert len(final["questions"]) >= 10
    for module, quiz in zip(elearning, of_modules, strict=True):
        assert quiz["key"] in [key for lesson in module["lessons"] for key in quizzes_in(lesson)]


@pytest.mark.parametrize("name", FULL)
def test_a_lesson_of_a_full_course_has_a_case_an_idea_an_example_and_a_question_in_twelve_minutes(name: str) -> None:
    lessons = [lesson for lesson in lessons_of(plan_of(name)) if "body" not in lesson]
    parts = {tuple(part for part in ("case", "idea", "example", "check") if lesson.get(part)) for lesson in lessons}
    assert parts == {("case", "idea", "example", "check")}
    assert [lesson["title"] for lesson in lessons if lesson["minutes"] > 12] == []


@pytest.mark.parametrize("name", FULL)
def test_a_full_course_explains_its_words(name: str) -> None:
    blocks = [
        block for lesson in lessons_of(plan_of(name)) for block in [*lesson.get("body", []), *lesson.get("after", [])]
    ]
    words = sum(len(re.findall("<li><b>[^<]+</b>: ", block[1])) for block in blocks if block[0] == "text")
    assert words >= 9


@pytest.mark.parametrize("name", FULL)
def test_the_sentences_of_a_full_course_are_short(name: str) -> None:
    lengths = [length for text in texts_of(plan_of(name)) for length in words_of_sentences(text)]
    assert mean(lengths) < 20
    assert max(lengths) <= 25


@pytest.mark.parametrize("name", [*FULL, "int.ar"])
def test_every_question_to_oneself_asks_and_answers(name: str) -> None:
    checks = [lesson["check"] for lesson in lessons_of(plan_of(name)) if lesson.get("check")]
    assert {len(check) for check in checks} == {2}
    assert [check for check in checks if not all(check) or check[1] in check[0]] == []


def test_integrity_is_one_path_in_thirteen_lessons() -> None:
    plan = plan_of("int")
    assert [len(module["lessons"]) for module in plan["modules"]] == [2, 4, 3, 4]
    assert [len(quiz["questions"]) for quiz in plan["quizzes"]] == [10, 10, 10, 10, 12]


def test_integrity_has_the_same_parts_in_arabic() -> None:
    english, arabic = plan_of("int"), plan_of("int.ar")
    assert outline(arabic) == outline(english)
    assert options_offered(arabic) == options_offered(english)


def outline(plan: dict[str, Any]) -> list[Any]:
    """Modules, lessons with the parts and blocks they have, and checklists: everything but the words."""
    modules = [
        [
            (
                [part for part in ("case", "idea", "example", "check") if lesson.get(part)],
                [block[0] for block in [*lesson.get("body", []), *lesson.get("after", [])]],
                quizzes_in(lesson),
                tuple(tag for text in texts_of(lesson) for tag in re.findall(r"<[^>]+>", text)),
            )
            for lesson in module["lessons"]
        ]
        for module in plan["modules"]
    ]
    return [modules, [len(checklist["behaviours"]) for checklist in plan["checklists"]]]


def options_offered(plan: dict[str, Any]) -> dict[str, list[int]]:
    """For every quiz, how many options its questions have, in order."""
    return {quiz["key"]: [len(q.get("options", [])) for q in quiz["questions"]] for quiz in plan["quizzes"]}


def test_every_text_of_integrity_in_arabic_is_in_arabic_letters() -> None:
    def left_over(text: str) -> bool:
        return not re.search("[\u0600-\u06ff]", text) and bool(re.search("[A-Za-z]{2}", re.sub("<[^>]+>", "", text)))

    known = {quiz["key"] for quiz in plan_of("int")["quizzes"]} | {"text", "quiz"}
    assert [text for text in texts_of(plan_of("int.ar")) if left_over(text) and text not in known] == []


def test_risk_management_is_written_out_in_full() -> None:
    plan = plan_of("rsk")
    assert [len(quiz["questions"]) for quiz in plan["quizzes"]] == [10, 10, 10, 12]
    final = plan["quizzes"][-1]
    assert {question.get("competency", "O07") for question in final["questions"]} == {"O07", "P3"}
    kinds = {block[0] for module in plan["modules"] for lesson in module["lessons"]
             for block in [*lesson.get("shown", []), *lesson.get("after", []), *lesson.get("body", [])]}  # fmt: skip
    assert kinds == {"text", "figure", "video", "download", "h5p", "quiz"}
    assert max(lesson.get("minutes", 10) for module in plan["modules"] for lesson in module["lessons"][:4]) <= 12
