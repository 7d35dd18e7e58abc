"""Whether someone may take a seat in a cohort, in plain Python: facts in, reason codes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Refusal(StrEnum):
    """Why someone may not take a seat."""

    NOT_AN_OFFICER = "not_an_officer"
    #: The course is on offer to others only.
    NOT_FOR_YOU = "not_for_you"
    #: The cohort is a draft, cancelled, over, or takes nobody any more.
    NOT_OPEN = "not_open"
    #: The person has, or asks for, a seat in another cohort of the course that is not over.
    ALREADY_IN = "already_in"
    ENTRY_LEVEL = "entry_level"
    #: The course asks for a level, and nobody has assessed the person in it.
    ENTRY_UNKNOWN = "entry_unknown"


@dataclass(frozen=True)
class Asked:
    """What is known of a person who would like a seat; `entries` and `levels` by competency, a level None is unknown.

    `wanted` are the competencies that the person comes for; empty: whatever the course leads to.
    """

    is_officer: bool
    is_for_them: bool
    is_open: bool
    is_in_another: bool
    entries: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, int] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()


def refusals(asked: Asked, *, entry_waived: bool = False) -> list[Refusal]:
    """Every reason against a seat, and none when there is none."""
    found = [
        reason
        for reason, holds in (
            (Refusal.NOT_AN_OFFICER, not asked.is_officer),
            (Refusal.NOT_FOR_YOU, not asked.is_for_them),
            (Refusal.NOT_OPEN, not asked.is_open),
            (Refusal.ALREADY_IN, asked.is_in_another),
        )
        if holds
    ]
    entry = None if entry_waived else entry_refusal(asked)
    return [*found, entry] if entry else found


def entry_refusal(asked: Asked) -> Refusal | None:
    """One must bring the entry level in something that one comes for; level 0 everybody brings."""
    entries = {pk: level for pk, level in asked.entries.items() if not asked.wanted or pk in asked.wanted}
    if not entries or any(asked.levels.get(pk, 0) >= level for pk, level in entries.items()):
        return None
    unknown = all(pk not in asked.levels for pk in entries)
    return Refusal.ENTRY_UNKNOWN if unknown else Refusal.ENTRY_LEVEL
