"""Drag and drop in the form: which thing may be dropped in which zone, which is right there, and where all of it lies."""

from typing import Any

import pytest

from courses.packages.h5p.fields import start
from courses.packages.h5p.form import Drawing, Node
from courses.packages.h5p.posted import Posted, operate
from courses.packages.h5p.reading import At, Problem, Reading
from courses.packages.h5p.sanitize import Filter
from courses.packages.h5p.untouched import untouched
from tests.courses.packages.dragging import AT, PLACE, TASK, TEXT, TWO, says


class Nothing:
    """Nothing is installed."""

    def fields(self, _identity: Any) -> None:
        return None

    data = fields


def drawn(task: dict[str, Any]) -> list[Node]:
    return Drawing(Nothing(), [], []).nodes([TASK], {"task": task}, "p")


def form_of(task: dict[str, Any]) -> dict[str, list[str]]:
    return untouched(drawn(task))


def read(given: dict[str, list[str]], *asked: str) -> tuple[dict[str, Any], list[Problem]]:
    posted = Posted(given)
    for each in asked:
        operate(posted, each)
    reading = Reading(posted, Nothing(), [], [])
    return reading.read([TASK], At("p", "p"))["task"], reading.problems


def choices(task: dict[str, Any]) -> dict[str, Any]:
    """What things may do, and what is right in zones, by name."""
    return {each["text"]: each.get("dropZones", each.get("correctElements"))
            for each in (*task["elements"], *task["dropZones"])}  # fmt: skip


def test_each_choice_offers_the_entries_of_the_other_list_by_name() -> None:
    task = drawn(TWO)[0]
    things, zones = task.nodes
    offered = [(each.value, each.label, each.taken) for each in things.nodes[1].nodes[-1].choices]
    assert offered == [("0", "1. a", False), ("1", "2. b", True)]
    assert [each.label for each in zones.nodes[0].nodes[-1].choices] == ["1. A", "2. B", "3. C"]
    assert (task.is_linked, task.part("p.task.elements"), task.part("p.nowhere")) == (True, task, None)


@pytest.mark.parametrize(
    "task",
    [
        TWO,
        says(may=[], right=[]),
        says(
            may=[["1", "0", "0"], ["0"]], right=[["1", "0"], []]
        ),  # out of order, and twice, as H5P's own editor writes
        says(may=[["0", "6", "7"]], right=[["0"]]),  # zones that are gone
        says(may=[[0]], right=[[0]]),  # numbers, as programs write
        {"elements": [{"text": "A", **AT}], "dropZones": [{"text": "a", **AT}]},
    ],
)
def test_what_nobody_touches_comes_back_as_it_was(task: dict[str, Any]) -> None:
    came_back = read(form_of(task))[0] if task["elements"] else {}
    clean = Filter(lambda _identity: None)
    assert clean.params({"task": came_back}, [TASK]) == clean.params({"task": task if task["elements"] else {}}, [TASK])


def test_ticks_are_taken_over_in_the_order_of_the_other_list() -> None:
    given = form_of(TWO) | {"p.task.elements.2.dropZones": ["0", "1"], "p.task.dropZones.0.correctElements": ["2"]}
    found, problems = read(given)
    assert choices(found) == {"A": ["0", "1"], "B": ["1"], "C": ["0", "1"], "a": ["2"], "b": ["1", "0"]}
    assert problems == []


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (["up:p.task.elements.1"], {"B": ["1"], "A": ["0", "1"], "C": [], "a": ["1"], "b": ["0", "1"]}),
        (["remove:p.task.elements.0"], {"B": ["1"], "C": [], "a": [], "b": ["0"]}),
        (["down:p.task.dropZones.0"], {"A": ["1", "0"], "B": ["0"], "C": [], "b": ["1", "0"], "a": ["0"]}),
        (["remove:p.task.dropZones.0"], {"A": ["0"], "B": ["0"], "C": [], "b": ["1", "0"]}),
        (["remove:p.task.dropZones.1"], {"A": ["0"], "B": [], "C": [], "a": ["0"]}),
        (["remove:p.task.elements.0", "add:p.task.elements"],
         {"B": ["1"], "C": [], None: [], "a": [], "b": ["0"]}),
    ],
)  # fmt: skip
def test_choices_follow_what_is_moved_taken_out_or_added(asked: list[str], left: dict[Any, Any]) -> None:
    found = read(form_of(TWO), *asked)[0]
    assert {each.get("text"): each.get("dropZones", each.get("correctElements"))
            for each in (*found["elements"], *found["dropZones"])} == left  # fmt: skip


def test_a_zone_that_was_gone_is_not_mistaken_for_one_that_is_added() -> None:
    task = says(may=[["0", "1"]], right=[["0"]])
    assert choices(read(form_of(task))[0])["A"] == ["0", "1"]
    found = read(form_of(task), "add:p.task.dropZones")[0]
    assert (found["elements"][0]["dropZones"], found["dropZones"][1]["correctElements"]) == (["0"], [])


def test_what_is_right_where_it_may_not_be_dropped_is_a_gap() -> None:
    task = says(may=[["0"], []], right=[["0", "1"], ["0"]])
    problems = read(form_of(task))[1]
    assert problems == [
        Problem("p.task.dropZones.0.correctElements", "not-droppable", "2"),
        Problem("p.task.dropZones.1.correctElements", "not-droppable", "1"),
    ]
    assert {each.is_missing for each in problems} == {True}


@pytest.mark.parametrize(
    ("name", "typed", "codes"),
    [
        ("x", "100", []),
        ("x", "101", ["too-large"]),
        ("y", "-1", ["too-small"]),
        ("width", "0", ["too-small"]),
        ("height", "", ["required"]),
        ("height", "tall", ["not-a-number"]),
        ("width", "12.75", []),
    ],
)
def test_places_are_numbers_within_the_task(name: str, typed: str, codes: list[str]) -> None:
    problems = read(form_of(TWO) | {f"p.task.elements.0.{name}": [typed]})[1]
    assert [(each.path, each.code) for each in problems] == [(f"p.task.elements.0.{name}", code) for code in codes]


def test_places_of_anything_else_are_not_bounded() -> None:
    slide = {"name": "slide", "type": "group", "fields": [TEXT, *PLACE]}
    reading = Reading(Posted({"p.slide.text": ["A"], "p.slide.x": ["-3"], "p.slide.y": ["0"], "p.slide.width": ["140"],
                              "p.slide.height": ["1"]}), Nothing(), [], [])  # fmt: skip
    assert (reading.read([slide], At("p", "p"))["slide"]["x"], reading.problems) == (-3, [])


def test_what_is_new_has_a_place_and_nothing_chosen() -> None:
    assert start(TASK["fields"][1]["field"], Nothing()) == {
        "x": 5, "y": 5, "width": 5, "height": 2.5, "correctElements": []
    }  # fmt: skip


def test_a_group_may_say_itself_with_what_its_fields_begin() -> None:
    size = {"name": "size", "type": "group", "default": {"width": 620, "height": 310, "field": "background"},
            "fields": [{"name": "width", "type": "number"}, {"name": "height", "type": "number"}]}  # fmt: skip
    assert start(size, Nothing()) == {"width": 620, "height": 310}


@pytest.mark.parametrize("forged", [["9"], ["../0"], ["0", "0"], ["-1"]])
def test_a_choice_that_was_not_offered_is_not_taken(forged: list[str]) -> None:
    found = read(form_of(TWO) | {"p.task.elements.2.dropZones": forged})[0]
    assert choices(found)["C"] == (["0"] if "0" in forged else [])
