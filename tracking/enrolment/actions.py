"""What can be done with periods and seats; each is written in the file that is named for it."""

from tracking.enrolment.periods import NotOnOffer, complete, enrol
from tracking.enrolment.seating import CohortClosed, ask, close_cohort, close_line, lapse_offers, leave, seat
from tracking.enrolment.telling import (
    tell_given_up,
    tell_nominated,
    tell_offered,
    tell_participants,
    tell_seated,
    tell_waiting,
)

__all__ = [
    "CohortClosed", "NotOnOffer", "ask", "close_cohort", "close_line", "complete", "enrol", "lapse_offers", "leave", "seat",
    "tell_given_up", "tell_nominated", "tell_offered", "tell_participants", "tell_seated", "tell_waiting",
]  # fmt: skip
