"""From ratings to a level, from a level to a gap, from evidence to its end. Numbers in, numbers and reason codes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil, sqrt

from tracking.evidence.rules import suffices

#: Stated weights and assumed standard errors of the sources, in levels (methods §2.4). An instrument carries its own copy.
WEIGHTS = {"test": 0.5, "supervisor": 0.3, "self": 0.2}
ERRORS = {"test": 0.4, "supervisor": 0.5, "self": 0.8}

#: Views that differ by this much are a reason to talk, never a reproach.
WORTH_TALKING_OVER = 1.5


@dataclass(frozen=True)
class CombinedLevel:
    """An assessed level (0–4, not whole), its standard error, and the share of the stated weight that was heard."""

    level: float
    standard_error: float
    coverage: float
    views_differ: bool


def combine(
    ratings: Mapping[str, float],
    *,
    weights: Mapping[str, float] = WEIGHTS,
    errors: Mapping[str, float] = ERRORS,
    correlation: float = 0.0,
) -> CombinedLevel | None:
    """The weighted mean of the sources that spoke, with SE = sqrt(ΣΣ w_s w_t σ_s σ_t ρ_st); None when none did.

    `ratings` maps a source to its level. Weights of silent sources are shared out among the others, and `coverage` says how
    much weight was heard (methods §2.4, oracle E4).
    """
    heard = [source for source in ratings if weights.get(source, 0) > 0]
    coverage = sum(weights[source] for source in heard)
    if not coverage:
        return None
    share = {source: weights[source] / coverage for source in heard}
    level = sum(share[source] * ratings[source] for source in heard)
    variance = sum(
        share[one] * share[other] * errors[one] * errors[other] * (1.0 if one == other else correlation)
        for one in heard
        for other in heard
    )
    return CombinedLevel(level, sqrt(variance), round(coverage, 6), views_differ(ratings, heard))


def views_differ(ratings: Mapping[str, float], heard: Iterable[str]) -> bool:
    """Whether someone's own view lies far from that of the supervisor or of the test."""
    others = [ratings[source] for source in heard if source != "self"]
    return "self" in heard and any(abs(ratings["self"] - other) >= WORTH_TALKING_OVER for other in others)


def wants_example(level: int) -> bool:
    """Whether a supervisor who says this level gives one example that was observed: the ends of the scale need one."""
    return level in {0, 1, 4}


def whole_level(level: float) -> int:
    """The whole level that a measured one speaks for; a half rounds down, for it has not been reached."""
    return ceil(round(level, 6) - 0.5)


class Opening(StrEnum):
    """Why a gap opens, or why it does not."""

    OPENS = "opens"
    NOT_ASSESSED = "not_assessed"
    NOT_REQUIRED = "not_required"
    MET = "met"


def opens(*, level: float | None, target: int) -> Opening:
    """Whether an assessed level opens a gap against a target; not assessed is unknown, and unknown is no gap."""
    if target <= 0:
        return Opening.NOT_REQUIRED
    if level is None:
        return Opening.NOT_ASSESSED
    return Opening.OPENS if whole_level(level) < target else Opening.MET


@dataclass(frozen=True)
class Shown:
    """A piece of evidence, as far as the closing of a gap is concerned."""

    level: int
    evidence_class: str
    at: datetime
    evidence_id: int = 0


class Closing(StrEnum):
    """Why a gap closes, or what is still missing."""

    CLOSES = "closes"
    NOTHING_SHOWN = "nothing_shown"
    OLDER_THAN_THE_GAP = "older_than_the_gap"
    LEVEL_TOO_LOW = "level_too_low"
    CLASS_TOO_WEAK = "class_too_weak"


@dataclass(frozen=True)
class Verdict:
    """Whether a gap closes, why (not), and on which evidence."""

    reason: Closing
    evidence_id: int | None = None


def closes(*, target: int, opened_at: datetime, evidence: Iterable[Shown]) -> Verdict:
    """A gap closes on evidence that is younger than it, reaches its target, and is of the class that the target asks for.

    Completion counts for 1, a passed test for 2, an observation or an assessed work sample for 3 and above; a self-rating is
    no evidence at all (design §5.6). When several pieces do, the first one shown closes it.
    """
    shown = sorted(evidence, key=lambda piece: piece.at)
    if not shown:
        return Verdict(Closing.NOTHING_SHOWN)
    fresh = [piece for piece in shown if piece.at >= opened_at]
    if not fresh:
        return Verdict(Closing.OLDER_THAN_THE_GAP)
    high = [piece for piece in fresh if piece.level >= target]
    if not high:
        return Verdict(Closing.LEVEL_TOO_LOW)
    for piece in high:
        if suffices(evidence_class=piece.evidence_class, level=target):
            return Verdict(Closing.CLOSES, piece.evidence_id)
    return Verdict(Closing.CLASS_TOO_WEAK)
