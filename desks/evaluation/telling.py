"""What was read, in words: a share with the part and the whole, a measure with its unit, and why there is no figure."""

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tracking.impact.models import Indicator, Reading
from tracking.impact.rules import honest
from tracking.impact.rules.readings import Said


def told(indicator: Indicator, said: Said) -> str:
    if said.numerator is None:
        state = str(Reading.State(said.state).label)
        return _("%(state)s: %(reason)s") % {"state": state, "reason": said.reason} if said.reason else state
    if said.denominator is None:
        return with_unit(indicator, said.numerator)
    counted = _("%(done)s of %(of)s") % {"done": number(said.numerator), "of": number(said.denominator)}
    if not honest.may_be_a_percentage(said.denominator):
        return counted
    # Rounded as in templates; `number_format` cuts off.
    percent = floatformat(100 * said.numerator / said.denominator, 1)
    share = _("%(percent)s %%") % {"percent": percent}
    return _("%(share)s (%(counted)s)") % {"share": share, "counted": counted}


def with_unit(indicator: Indicator, figure: float) -> str:
    """A measure with what it is measured in; a count counts what the indicator says."""
    if indicator.kind != Indicator.Kind.MEASURE or not indicator.unit_of_measure:
        return number(figure)
    return _("%(number)s %(unit)s") % {"number": number(figure), "unit": indicator.unit_shown}


def number(figure: float) -> str:
    """As it was entered, with the reader's signs."""
    whole = float(figure).is_integer()
    written = number_format(int(figure) if whole else figure, use_l10n=True, force_grouping=True)
    return f"\u2066\u2212{written[1:]}\u2069" if written.startswith("-") else written
