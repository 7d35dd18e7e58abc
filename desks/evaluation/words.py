"""The words for what `tracking.impact.rules` says in codes."""

from django.utils.translation import gettext_lazy as _

from tracking.impact.rules.honest import Beside, Design, Reading

DESIGNS = {
    Design.RANDOMISED: _("randomised"),
    Design.COMPARED: _("with a control group"),
    Design.SERIES: _("interrupted series"),
    Design.BEFORE_AFTER: _("before and after only"),
    Design.SELF_REPORT: _("self-report"),
}
READINGS = {
    Reading.CLEAR_CHANGE: _("Clear change"),
    Reading.NO_CLEAR_CHANGE: _("No clear change"),
    Reading.TOO_FEW: _("Too few people to say"),
}
BESIDE = {
    Beside.CAUSE_NOT_SHOWN: _("Change observed; cause not shown."),
    Beside.REGRESSION_TO_THE_MEAN: _("Participants were chosen for low scores, which tend to rise by themselves."),
    Beside.CEILING: _("Scores were high to begin with: there was little room to be seen to gain."),
    Beside.MISSING: _("Some figures are missing; they are named below."),
    Beside.EXPLORATORY: _("Exploratory: not named as the primary indicator beforehand."),
    Beside.TREND_UNRELIABLE: _("The form of the trend is unreliable: no change of level is claimed."),
}
CONDITIONS = {"time": _("time"), "tool": _("tools"), "coaching": _("coaching")}
OFTEN = (_("never"), _("rarely"), _("sometimes"), _("often"), _("always"))

#: Asked where the course has no checklist of its own for the competency.
BEHAVIOURS = {
    "unprompted": _("Does it without being asked"),
    "steps": _("Keeps to the steps that were learnt"),
    "evidence": _("Notes what the decision rests on"),
    "asks": _("Asks for help when unsure"),
    "shares": _("Shows colleagues how it is done"),
}
