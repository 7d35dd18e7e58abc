"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class Enrolled(Fact):
    """A person has begun a period in a release."""

    enrolment_id: int
    person_id: int
