"""Tests: the demo's settings with a quick password hasher and mail in memory; databases and brokers stay real.

Whatever the environment does not name lies in a temporary folder of this process: a test touches nothing of a demo that
runs in the same clone, and parallel workers share nothing.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from lms.settings import environment
from lms.settings.demo import *  # noqa: F403
from lms.settings.demo import STORAGES

RUNTIME_DIR = Path(tempfile.mkdtemp(prefix="clearway-test-"))
atexit.register(shutil.rmtree, RUNTIME_DIR, ignore_errors=True)
STORAGES["default"] = environment.storage(RUNTIME_DIR / "storage")
REDIS_URL = environment.redis_url(RUNTIME_DIR)
CELERY_BROKER_URL = environment.broker_url(REDIS_URL)

# Queries are counted, and a look at the stored day would be one more now and then.
CLOCK_MAY_MOVE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = RUNTIME_DIR / "mail"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A failing test shows its own story; what went as it should is not told.
LOGGING = {"level": "WARNING"}
