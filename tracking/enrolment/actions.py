"""What can be done with periods and seats; each is written in the file that is named for it."""

from tracking.enrolment.periods import NotOnOffer, complete, enrol
from tracking.enrolment.seating import CohortClosed, ask, lapse_offers, leave, seat

__all__ = ["CohortClosed", "NotOnOffer", "ask", "complete", "enrol", "lapse_offers", "leave", "seat"]
