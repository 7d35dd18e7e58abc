"""What a programme declares before it begins, and what of it may still change (methods §3.5).

A primary indicator chosen after the figures are known proves nothing. So everything that decides how the figures are read
- when it begins, what is left out, the primary indicator, who is compared with whom - stands from the first day on.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: Words that stand in the place of a programme's code, or of a group's, in the addresses of the desk of evaluation.
ADDRESSES = frozenset({"new", "indicators", "commitments"})


class Refusal(StrEnum):
    """Why a programme cannot be opened, or changed, like this."""

    CODE_IS_AN_ADDRESS = "code_is_an_address"
    CODE_IS_TAKEN = "code_is_taken"
    NOT_A_MONTH = "not_a_month"
    NO_UNITS = "no_units"
    BOTH_PARTS = "both_parts"
    NOT_LOOKED_AT = "not_looked_at"
    NAMED_TOO_LATE = "named_too_late"
    MOVED_INTO_THE_PAST = "moved_into_the_past"
    BEGUN = "begun"


@dataclass(frozen=True)
class Declared:
    """What decides how the figures of a programme are read. Units and indicators are numbers; 0 is no primary indicator, and
    without units the whole administration takes part."""

    begins_on: date
    ramp_months: int = 0
    primary: int = 0
    is_randomised: bool = False
    chosen_for_low_scores: bool = False
    units: frozenset[int] = field(default_factory=frozenset)
    compared: frozenset[int] = field(default_factory=frozenset)
    indicators: frozenset[int] = field(default_factory=frozenset)
    shared: frozenset[int] = field(default_factory=frozenset)

    @property
    def frozen(self) -> tuple[object, ...]:
        """What nobody changes any more once it has begun."""
        return self.begins_on, self.ramp_months, self.primary, self.is_randomised, self.units, self.compared


def is_an_address(code: str) -> bool:
    return code.lower() in ADDRESSES


def refusals_to_open(new: Declared, *, today: date) -> list[Refusal]:
    """Without a primary indicator it may have begun long ago: then all of its figures are exploratory."""
    late = bool(new.primary) and not today < new.begins_on
    return [*amiss(new), *([Refusal.NAMED_TOO_LATE] if late else [])]


def refusals_to_change(old: Declared, new: Declared, *, today: date) -> list[Refusal]:
    """Before it begins all may change, and the beginning may move, never into the past.

    Once it has begun, what is declared may grow, never shrink: another indicator may be looked at, which is exploratory; that
    people were chosen for low scores may be admitted; neither is taken back. Sharing may change at any time.
    """
    if old.begins_on <= today:
        shrinks = bool(old.indicators - new.indicators) or old.chosen_for_low_scores > new.chosen_for_low_scores
        begun = [Refusal.BEGUN] if old.frozen != new.frozen or shrinks else []
        return [*begun, *([Refusal.NOT_LOOKED_AT] if new.shared - new.indicators else [])]
    return [*amiss(new), *([Refusal.MOVED_INTO_THE_PAST] if new.begins_on <= today else [])]


def amiss(new: Declared) -> list[Refusal]:
    """What is never right, whenever it is said."""
    holds = {
        Refusal.NOT_A_MONTH: new.begins_on.day != 1,
        Refusal.NO_UNITS: bool(new.compared) and not new.units,
        Refusal.BOTH_PARTS: bool(new.units & new.compared),
        Refusal.NOT_LOOKED_AT: bool(new.shared - new.indicators),
    }
    return [refusal for refusal, applies in holds.items() if applies]
