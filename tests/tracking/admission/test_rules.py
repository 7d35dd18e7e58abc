"""Who may take a seat: every reason against it, and what speaks for it."""

import pytest

from tracking.admission.rules import Asked, Refusal, refusals

RISK, DATA = 7, 3


def asked(**facts: object) -> Asked:
    usual = {"is_officer": True, "is_for_them": True, "is_open": True, "is_in_another": False}
    return Asked(**{**usual, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, []),
        ({"is_officer": False}, [Refusal.NOT_AN_OFFICER]),
        ({"is_for_them": False}, [Refusal.NOT_FOR_YOU]),
        ({"is_open": False}, [Refusal.NOT_OPEN]),
        ({"is_in_another": True}, [Refusal.ALREADY_IN]),
        ({"is_officer": False, "is_open": False}, [Refusal.NOT_AN_OFFICER, Refusal.NOT_OPEN]),
        ({"entries": {RISK: 0}}, []),
        ({"entries": {RISK: 1}}, [Refusal.ENTRY_UNKNOWN]),
        ({"entries": {RISK: 1}, "levels": {RISK: 0}}, [Refusal.ENTRY_LEVEL]),
        ({"entries": {RISK: 1}, "levels": {RISK: 1}}, []),
        # One thing that one can follow is enough, unless one comes for the other.
        ({"entries": {RISK: 2, DATA: 0}}, []),
        ({"entries": {RISK: 2, DATA: 0}, "levels": {RISK: 1}, "wanted": frozenset({RISK})}, [Refusal.ENTRY_LEVEL]),
    ],
)
def test_the_reasons_against_a_seat(facts: dict[str, object], reasons: list[Refusal]) -> None:
    assert refusals(asked(**facts)) == reasons


def test_the_entry_level_can_be_waived_and_nothing_else() -> None:
    facts = asked(entries={RISK: 2}, levels={RISK: 1}, is_open=False)
    assert refusals(facts, entry_waived=True) == [Refusal.NOT_OPEN]
