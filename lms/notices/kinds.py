"""The kinds of notices: their words for the preferences, and which of them cannot wait for the daily digest.

The words of a notice itself are templates: `notices/<kind>.txt` is its line on the site and the subject of its mail,
`emails/notices/<kind>.txt` and `.html` the mail, where a line and a button are not enough.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """What a kind is called, and whether it is mailed at once. A digest can be declined, and so can every kind."""

    label: Any
    at_once: bool = False


KINDS: Final[dict[str, Kind]] = {
    "session_moved": Kind(_("A session moves"), at_once=True),
    "session_cancelled": Kind(_("A session is cancelled"), at_once=True),
    "session_taught": Kind(_("You are to teach a session"), at_once=True),
    "cohort_announced": Kind(_("A new cohort takes nominations")),
    "seated": Kind(_("You have a seat"), at_once=True),
    "session_invited": Kind(_("You are invited to a session"), at_once=True),
    "wait_listed": Kind(_("You wait for a seat")),
    "seat_offered": Kind(_("A seat is offered to you"), at_once=True),
    "seat_requested": Kind(_("An officer asks for a seat")),
    "seat_nominated": Kind(_("You are put forward for a seat"), at_once=True),
    "seat_declined": Kind(_("A seat is declined"), at_once=True),
    "session_left": Kind(_("An invitation is taken back"), at_once=True),
    "assessment_asked": Kind(_("You are asked to assess yourself")),
    "team_assessment_asked": Kind(_("Your officers are asked to assess themselves")),
    "assessment_sent": Kind(_("An officer has sent a self-assessment")),
    "prework_due": Kind(_("Lessons are still to be read before a session"), at_once=True),
    "offer_lapsed": Kind(_("An offer has lapsed")),
}


def kind_of(name: str) -> Kind:
    return KINDS[name]
