"""Reason codes in words."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tracking.admission.rules import Refusal
from tracking.plans.rules import Reason

#: Why someone may not take a seat.
REFUSED: Final[dict[str, Any]] = {
    Refusal.NOT_AN_OFFICER: _("Seats are for officers of an administration; you hold no such role today."),
    Refusal.NOT_FOR_YOU: _("This course is not on offer to your administration."),
    Refusal.NOT_OPEN: _("This cohort takes nobody any more."),
    Refusal.ALREADY_IN: _("You already have, or ask for, a seat in another cohort of this course."),
    Refusal.ENTRY_LEVEL: _(
        "This course builds on a level that you have not reached yet; your supervisor may waive that."
    ),
    Refusal.ENTRY_UNKNOWN: _(
        "This course builds on a level that nobody has assessed yet; your assessment comes first."
    ),
}

#: Why a gap stays open beside the plan.
STAYS_OPEN: Final[dict[str, Any]] = {
    Reason.NO_COURSE: _("No course on offer leads there yet."),
    Reason.LEVEL_NEEDS_MORE: _("What is on offer ends below your target; what is left is shown at work."),
    Reason.ENTRY_LEVEL: _("The courses on offer build on a higher level; a first step is missing."),
    Reason.HOURS: _("Your hours are used by courses that close more."),
    Reason.BUDGET: _("Your budget is used by courses that close more."),
}
