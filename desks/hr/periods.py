"""How a quarter is called in the table of what was closed."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def quarter(first: date, *, today: date) -> str:
    """The quarter that begins on a day, by its months; the one that has not ended says so."""
    last = date(first.year, first.month + 2, 1)
    name = _("%(first)s–%(last)s %(year)s") % {
        "first": date_format(first, "M"), "last": date_format(last, "M"), "year": first.year,
    }  # fmt: skip
    return (
        _("%(quarter)s, so far") % {"quarter": name} if (today.year, today.month) <= (last.year, last.month) else name
    )
