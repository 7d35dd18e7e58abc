"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class FollowUpRecorded(Fact):
    """A supervisor has said what is seen at work, months after a gap has closed."""

    follow_up_id: int
    gap_id: int
    person_id: int
