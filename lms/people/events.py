"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Fact):
    """A person was given a role in an administration."""

    membership_id: int
    person_id: int
    administration_id: int


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Fact):
    """The last day of a person's role was set."""

    membership_id: int
    person_id: int
    administration_id: int
