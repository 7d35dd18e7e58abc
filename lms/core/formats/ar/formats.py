"""Arabic with the digits that forms and documents use: the day first, the month by its name, hours to 24."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "j F Y، H:i"

# The same names of our own as in English.
WEEKDAY_FORMAT = "l، j F Y"
SESSION_FORMAT = "l، j F Y، H:i"
SESSION_DAY_FORMAT = "l، j F Y،"
SESSION_SHORT_FORMAT = "l، j F، H:i"
PAPER_FORMAT = "j F Y"
