"""The tests' settings with the tests' house: its reactions, its addresses, one folder for all, and a sweep every second."""

import os
from pathlib import Path

from lms.settings.test import *  # noqa: F403

RUNTIME_DIR = Path(os.environ["HOUSE_FOLDER"])
REACTIONS = "tests.processes.house.REACTIONS"
ROOT_URLCONF = "tests.processes.urls"
CELERY_BEAT_SCHEDULE = {"sweep the outbox": {"task": "lms.core.tasks.sweep", "schedule": 1.0}}
LOGGING = {"level": "INFO"}  # whose lines are tried
