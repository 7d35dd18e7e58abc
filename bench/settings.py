"""The demo's settings, with the floors and a middleware that counts queries when asked to."""

from lms.settings.demo import *  # noqa: F403
from lms.settings.demo import DATABASES, INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
MIDDLEWARE = ["bench.meter.QueryMeter", *MIDDLEWARE]
ROOT_URLCONF = "bench.urls"

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 600  # as production has it
CLOCK_MAY_MOVE = False  # production has no other day than today, and asks nobody which it is
