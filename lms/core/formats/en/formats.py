"""English of most of the world: the day first, the month in three letters, hours to 24."""

DATE_FORMAT = "j M Y"
SHORT_DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j M"
YEAR_MONTH_FORMAT = "M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
FIRST_DAY_OF_WEEK = 1

# Our own names, for what people put into their calendars: the day of the week belongs to it.
WEEKDAY_FORMAT = "D, j M Y"
SESSION_FORMAT = "D, j M Y, H:i"
SESSION_DAY_FORMAT = "D, j M Y,"
SESSION_SHORT_FORMAT = "D, j M, H:i"
# On a certificate there is room for the whole month.
PAPER_FORMAT = "j F Y"
