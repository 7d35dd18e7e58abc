"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class GapOpened(Fact):
    """An assessed level lies below what a post requires."""

    gap_id: int
    person_id: int
    competency_id: int


@dataclass(frozen=True, kw_only=True)
class GapClosed(Fact):
    """The gap's target was shown, by evidence of the class that it asks for."""

    gap_id: int
    person_id: int
    competency_id: int
    evidence_id: int


@dataclass(frozen=True, kw_only=True)
class GapSetAside(Fact):
    """The gap was said to be no training need; nothing more is asked of the person."""

    gap_id: int
    person_id: int
    competency_id: int


@dataclass(frozen=True, kw_only=True)
class AssessmentSent(Fact):
    """Someone has sent the own part of an assessment; the supervisor's is due."""

    assessment_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Fact):
    """People were asked to assess themselves until a day (ISO)."""

    administration_id: int
    assessment_ids: tuple[int, ...]
    due_on: str
