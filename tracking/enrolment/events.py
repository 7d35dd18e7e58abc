"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class Enrolled(Fact):
    """A person has begun a period in a release."""

    enrolment_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatAsked(Fact):
    """A person asks for a seat, and someone must say yes."""

    seat_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatNominated(Fact):
    """Someone would like a person to take a seat, and the person must say yes."""

    seat_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class Seated(Fact):
    """A person has a place in a cohort, and is enrolled in its release."""

    seat_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class WaitListed(Fact):
    """A cohort is full, and a person waits for a place in it."""

    seat_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatOffered(Fact):
    """A place has become free, and is kept for whoever has waited longest."""

    seat_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SeatGivenUp(Fact):
    """A seat, or the asking for one, is over: left, declined, or an offer that was not taken in time."""

    seat_id: int
    person_id: int
