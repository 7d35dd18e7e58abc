"""Asking those who decide."""

from lms.notices.actions import tell
from lms.notices.models import Notice
from tracking.enrolment.events import SeatAsked
from tracking.enrolment.models import Seat
from tracking.enrolment.telling import facts_about, seat_of
from tracking.needs.queries import supervisors_of

#: Where a supervisor decides: an address of the desk, above this room.
APPROVALS = "/my/team/approvals/"


def ask_to_decide(event: SeatAsked) -> None:
    """Tell the supervisors of someone that a request for a seat waits for them; each is told once."""
    seat = seat_of(event.seat_id)
    if seat.state != Seat.State.REQUESTED:
        return
    facts = facts_about(seat) | {"officer": str(seat.person)}
    told = Notice.objects.filter(kind="seat_requested", facts__seat=facts["seat"], facts__state_at=facts["state_at"])
    already = set(told.values_list("person", flat=True))
    for supervisor in supervisors_of(seat.person, seat.administration, on=event.at.date()):
        if supervisor.pk not in already:
            tell(person=supervisor, kind="seat_requested", facts=facts, link=APPROVALS, at=event.at)
