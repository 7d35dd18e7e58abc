"""Who is certified, for which level, until when. Plain Python: facts in, a reason and numbers out."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True)
class Piece:
    """A piece of evidence; its level is already cut to what its class can show."""

    level: int
    at: datetime
    expires_on: date | None = None
    evidence_id: int = 0


@dataclass(frozen=True)
class Terms:
    """What a certification lays down."""

    lowest: int
    highest: int
    months_valid: int | None
    months_window: int


@dataclass(frozen=True)
class Standing:
    """The newest certificate that a person holds or has held under a certification."""

    level: int
    state: str
    issued_at: datetime
    state_at: datetime
    expires_on: date | None


class Verdict(StrEnum):
    """Why a certificate is issued, or why not."""

    ISSUES = "issues"
    RAISES = "raises"
    RENEWS = "renews"
    NOT_COMPLETED = "not_completed"
    LEVEL_NOT_SHOWN = "level_not_shown"
    HELD_ALREADY = "held_already"
    NOTHING_NEW = "nothing_new"
    TOO_EARLY = "too_early"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Decision:
    """Whether to certify, for which level, since when it is earned, and on which pieces of evidence."""

    verdict: Verdict
    level: int = 0
    earned_at: datetime | None = None
    evidence_ids: tuple[int, ...] = ()

    @property
    def certifies(self) -> bool:
        return self.level > 0


def decide(
    terms: Terms, *, completed_at: datetime | None, evidence: Iterable[Piece], held: Standing | None, at: datetime
) -> Decision:
    """Whether a person is to be certified at a moment.

    The first certificate asks for a completed course and evidence that shows at least the lowest level. A higher level, shown
    later, is certified at once. A renewal asks for a course completed anew and evidence since the last certificate, within
    the window before its end or after it; while the old one stands, a renewal never lowers it.
    """
    if completed_at is None:
        return Decision(Verdict.NOT_COMPLETED)
    if held is None:
        return shown(terms, evidence, Verdict.ISSUES, completed_at, at)
    if held.state == "suspended":
        return Decision(Verdict.SUSPENDED)
    if held.state == "valid":
        higher = shown(terms, evidence, Verdict.RAISES, completed_at, at)
        if higher.level > held.level:
            return higher
    return renewal(terms, completed_at, evidence, held, at)


def renewal(terms: Terms, completed_at: datetime, evidence: Iterable[Piece], held: Standing, at: datetime) -> Decision:
    since = held.state_at if held.state == "revoked" else held.issued_at
    if completed_at <= since:
        return Decision(Verdict.HELD_ALREADY if held.state == "valid" else Verdict.NOTHING_NEW)
    again = shown(terms, [piece for piece in evidence if piece.at > since], Verdict.RENEWS, completed_at, at)
    if held.state != "valid":
        return again
    if held.expires_on is None or at.date() < window_opens(held.expires_on, terms.months_window):
        return Decision(Verdict.TOO_EARLY)
    return again if again.level >= held.level else Decision(Verdict.LEVEL_NOT_SHOWN)


def shown(terms: Terms, evidence: Iterable[Piece], verdict: Verdict, completed_at: datetime, at: datetime) -> Decision:
    """The highest level within the terms that stands today, and the pieces that show it."""
    today = at.date()
    standing = [piece for piece in evidence if piece.expires_on is None or piece.expires_on >= today]
    level = min(max((piece.level for piece in standing), default=0), terms.highest)
    if level < terms.lowest:
        return Decision(Verdict.LEVEL_NOT_SHOWN)
    reaching = [piece for piece in standing if piece.level >= level]
    first = min(piece.at for piece in reaching)
    return Decision(verdict, level, max(completed_at, first), tuple(piece.evidence_id for piece in reaching))


def window_opens(expires_on: date, months: int) -> date:
    return months_later(expires_on, -months)


def last_day(issued_on: date, months_valid: int | None) -> date | None:
    """The last day on which a certificate holds: its anniversary, or the end of a month that has no such day."""
    return None if months_valid is None else months_later(issued_on, months_valid)


def months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_over(*, expires_on: date | None, today: date) -> bool:
    return expires_on is not None and expires_on < today


def days_left(*, expires_on: date | None, today: date) -> int | None:
    """Days on which it still holds, today not counted; None when it has no end."""
    return None if expires_on is None else max((expires_on - today).days, 0)
