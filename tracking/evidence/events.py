"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class EvidenceRecorded(Fact):
    """A person has shown a competency at a level."""

    evidence_id: int
    person_id: int
    competency_id: int
