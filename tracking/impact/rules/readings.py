"""What may be entered of an indicator: which day begins a period, which figure it can have, and what a revision must say."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

#: How many months a period lasts.
MONTHS = {"month": 1, "quarter": 3, "year": 12}
#: A year before this one is a slip of the pen.
EARLIEST = 1950
LONGEST_REASON = 160


class Fault(StrEnum):
    """Why a reading cannot be entered."""

    NOT_A_FIRST_DAY = "not_a_first_day"
    NOT_OVER = "not_over"
    TOO_LONG_AGO = "too_long_ago"
    NO_FIGURE = "no_figure"
    NO_DENOMINATOR = "no_denominator"
    NO_DENOMINATOR_WANTED = "no_denominator_wanted"
    NOT_A_NUMBER = "not_a_number"
    BELOW_NOTHING = "below_nothing"
    MORE_THAN_ALL = "more_than_all"
    NOT_WHOLE = "not_whole"
    NO_FIGURE_WANTED = "no_figure_wanted"
    NO_REASON = "no_reason"
    REASON_TOO_LONG = "reason_too_long"
    REVISION_WITHOUT_REASON = "revision_without_reason"
    TWICE = "twice"


@dataclass(frozen=True)
class Said:
    """What is said of a period: a figure, or why there is none. `state`: measured, missing or not_measured."""

    state: str
    numerator: float | None
    denominator: float | None
    reason: str


def first_day(day: date, *, period: str) -> date:
    """The first day of the month, quarter or year in which a day lies."""
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def first_day_after(begins_on: date, *, period: str) -> date:
    """The first day of the next period."""
    month = begins_on.month - 1 + MONTHS[period]
    return date(begins_on.year + month // 12, month % 12 + 1, 1)


def last_ended(today: date, *, period: str) -> date:
    """The first day of the last period that is over."""
    this = first_day(today, period=period)
    month = this.month - 1 - MONTHS[period]
    return date(this.year + month // 12, month % 12 + 1, 1)


def faults_of_period(begins_on: date, *, period: str, today: date) -> list[Fault]:
    """A period begins on its first day, and has a figure only when it is over."""
    if begins_on.year < EARLIEST:
        return [Fault.TOO_LONG_AGO]
    if begins_on != first_day(begins_on, period=period):
        return [Fault.NOT_A_FIRST_DAY]
    return [Fault.NOT_OVER] if begins_on > last_ended(today, period=period) else []


def faults_of(said: Said, *, kind: str) -> list[Fault]:
    """A figure of the indicator's kind and nothing beside it, or no figure and the reason."""
    too_long = [Fault.REASON_TOO_LONG] if len(said.reason) > LONGEST_REASON else []
    if said.state != "measured":
        figure = [Fault.NO_FIGURE_WANTED] if (said.numerator, said.denominator) != (None, None) else []
        return figure + ([] if said.reason else [Fault.NO_REASON]) + too_long
    return faults_of_figure(said.numerator, said.denominator, kind=kind) + too_long


def faults_of_figure(numerator: float | None, denominator: float | None, *, kind: str) -> list[Fault]:
    """A share is a part of a whole; a count is a number of cases; a measure is any number. Only a share has a denominator:
    whoever divides by one reads the figure as a part of it."""
    if numerator is None:
        return [Fault.NO_FIGURE]
    if kind == "share" and denominator is None:
        return [Fault.NO_DENOMINATOR]
    if kind != "share" and denominator is not None:
        return [Fault.NO_DENOMINATOR_WANTED]
    if not all(isfinite(number) for number in (numerator, denominator or 0.0)):
        return [Fault.NOT_A_NUMBER]
    if kind == "share" and denominator is not None:
        return faults_of_share(numerator, denominator)
    if kind == "count":
        return [Fault.BELOW_NOTHING] if numerator < 0 else [] if float(numerator).is_integer() else [Fault.NOT_WHOLE]
    return []


def faults_of_share(part: float, whole: float) -> list[Fault]:
    if part < 0 or whole <= 0:
        return [Fault.BELOW_NOTHING]
    return [Fault.MORE_THAN_ALL] if part > whole else []


def is_the_same(said: Said, standing: Said) -> bool:
    """Whether what is said stands already: the same figure, or none for the same reason. Beside a figure no reason is needed
    to say it again."""
    if (said.state, said.numerator, said.denominator) != (standing.state, standing.numerator, standing.denominator):
        return False
    return said.reason == standing.reason or (said.state == "measured" and not said.reason)


def faults_of_revision(said: Said, standing: Said) -> list[Fault]:
    """What stands is revised for a reason of its own: one that stood there before does not say what has changed since."""
    if is_the_same(said, standing) or (said.reason and said.reason != standing.reason):
        return []
    return [Fault.REVISION_WITHOUT_REASON]
