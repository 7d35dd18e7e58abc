"""The words for what `tracking.impact.rules` says in codes."""

from django.utils.translation import gettext_lazy as _

from tracking.impact.rules.honest import Beside, Design, Reading
from tracking.impact.rules.readings import Fault

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

#: Why a reading cannot be entered.
FAULTS = {
    Fault.NOT_A_FIRST_DAY: _("The period does not begin there: name its first month."),
    Fault.NOT_OVER: _("This period is not over yet."),
    Fault.TOO_LONG_AGO: _("This year is too long ago."),
    Fault.NO_FIGURE: _("A figure is wanted, or the word that it is missing or not measured."),
    Fault.NO_DENOMINATOR: _("A share needs a denominator."),
    Fault.NO_DENOMINATOR_WANTED: _("Only a share has a denominator: leave it empty."),
    Fault.NOT_A_NUMBER: _("This is not a number."),
    Fault.BELOW_NOTHING: _("The numerator is 0 or more; a denominator is more than 0."),
    Fault.MORE_THAN_ALL: _("The numerator is a part of the denominator, and cannot be more."),
    Fault.NOT_WHOLE: _("Cases are counted in whole numbers."),
    Fault.NO_FIGURE_WANTED: _("What is missing or not measured has no figure."),
    Fault.NO_REASON: _("Say why there is no figure."),
    Fault.REASON_TOO_LONG: _("A reason has at most 160 characters."),
    Fault.REVISION_WITHOUT_REASON: _("Say why what stands is revised; the reason that stands beside it is not enough."),
    Fault.TWICE: _("This period and unit stand in the file more than once."),
}  # fmt: skip
