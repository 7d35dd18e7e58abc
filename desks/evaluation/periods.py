"""How a month, a quarter and a year are called on a page, and how a file and a field write them."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from desks.hr.periods import quarter

#: A month is written "2025-M03" as statistics do (SDMX), because spreadsheets take "2025-03" for a day and rewrite it; both
#: are read.
MONTH, QUARTER, YEAR, DAY = (
    re.compile(each, re.ASCII | re.IGNORECASE)
    for each in (r"(\d{4})-M?(\d{1,2})", r"(\d{4})-?Q([1-4])", r"(\d{4})", r"\d{4}-\d{2}-\d{2}")
)

#: How periods are written, by the indicator's period.
EXAMPLES = {"month": "2025-M03", "quarter": "2025-Q1", "year": "2025"}

HELP = {
    "month": _("A month that is over, as 2025-03."),
    "quarter": _("Any month of a quarter that is over, as 2025-03."),
    "year": _("A year that is over, as 2025."),
}


def shown(begins_on: date, period: str) -> str:
    """The period as a page calls it, in the reader's language."""
    if period == "year":
        return str(begins_on.year)
    return quarter(begins_on, today=date.max) if period == "quarter" else date_format(begins_on, "YEAR_MONTH_FORMAT")


def written(begins_on: date, period: str) -> str:
    """The period as a file writes it, whatever the language."""
    if period == "year":
        return f"{begins_on.year:04}"
    if period == "quarter":
        return f"{begins_on.year:04}-Q{(begins_on.month + 2) // 3}"
    return f"{begins_on.year:04}-M{begins_on.month:02}"


def read(text: str, period: str) -> date:
    """The first day of what is written: a month anywhere, a quarter or a year where the indicator has them, or that very day.

    Raises ValueError for anything else. Whether a day begins a period is for `tracking.impact.rules.readings` to say.
    """
    text = text.strip()
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    if found := MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1)
    if period == "quarter" and (found := QUARTER.fullmatch(text)):
        return date(int(found[1]), int(found[2]) * 3 - 2, 1)
    if period == "year" and (found := YEAR.fullmatch(text)):
        return date(int(found[1]), 1, 1)
    raise ValueError(text)
