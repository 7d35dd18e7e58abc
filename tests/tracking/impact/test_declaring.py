"""What may be declared when, as tables."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracking.impact.rules.declaring import Declared, is_an_address, refusals_to_change, refusals_to_open

BEGINS, BEFORE, AFTER = date(2026, 6, 1), date(2026, 5, 31), date(2026, 6, 1)
OLD = Declared(
    begins_on=BEGINS, primary=1, units=frozenset({1}), compared=frozenset({2}), indicators=frozenset({1, 2}),
    shared=frozenset({1}), chosen_for_low_scores=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "today", "reasons"),
    [
        ({}, BEFORE, []),
        ({}, AFTER, ["named_too_late"]),
        ({"primary": 0}, AFTER, []),
        ({"begins_on": date(2026, 6, 2)}, BEFORE, ["not_a_month"]),
        ({"units": frozenset()}, BEFORE, ["no_units"]),
        ({"units": frozenset(), "compared": frozenset()}, BEFORE, []),
        ({"units": frozenset({1, 2})}, BEFORE, ["both_parts"]),
        ({"shared": frozenset({3})}, BEFORE, ["not_looked_at"]),
        ({"compared": frozenset()}, BEFORE, []),
    ],
)
def test_what_can_be_opened(facts: dict[str, Any], today: date, reasons: list[str]) -> None:
    assert [each.value for each in refusals_to_open(replace(OLD, **facts), today=today)] == reasons


@pytest.mark.parametrize(
    ("facts", "before", "after"),
    [
        ({}, [], []),
        ({"begins_on": date(2026, 7, 1)}, [], ["begun"]),
        ({"begins_on": date(2026, 5, 1)}, ["moved_into_the_past"], ["begun"]),
        ({"primary": 2}, [], ["begun"]),
        ({"ramp_months": 1}, [], ["begun"]),
        ({"is_randomised": True}, [], ["begun"]),
        ({"units": frozenset({1, 3})}, [], ["begun"]),
        ({"compared": frozenset()}, [], ["begun"]),
        ({"indicators": frozenset({1})}, [], ["begun"]),
        ({"chosen_for_low_scores": False}, [], ["begun"]),
        ({"indicators": frozenset({1, 2, 3}), "shared": frozenset({3})}, [], []),
        ({"shared": frozenset()}, [], []),
        ({"shared": frozenset({4})}, ["not_looked_at"], ["not_looked_at"]),
    ],
)
def test_what_can_be_changed_on_the_eve_and_on_the_first_day(facts: dict[str, Any], before, after) -> None:
    new = replace(OLD, **facts)
    found = [[each.value for each in refusals_to_change(OLD, new, today=today)] for today in (BEFORE, AFTER)]
    assert found == [before, after]


@pytest.mark.parametrize(("code", "is_one"), [("new", True), ("NEW", True), ("commitments", True), ("newer", False)])
def test_a_word_of_the_addresses_is_no_code(code: str, is_one: bool) -> None:
    assert is_an_address(code) is is_one
