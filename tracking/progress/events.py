"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class CourseCompleted(Fact):
    """An enrolment is complete by the rules of its release."""

    enrolment_id: int
    person_id: int
    release_id: int
