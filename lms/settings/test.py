"""Tests: the demo's settings with a quick password hasher and mail in memory; databases and brokers stay real.

Whatever the environment does not name lies in a temporary folder of this process: a test touches nothing of a demo that
runs in the same clone, and parallel workers share nothing.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

OWN_FOLDER = Path(tempfile.mkdtemp(prefix="clearway-test-"))
atexit.register(shutil.rmtree, OWN_FOLDER, ignore_errors=True)
os.environ.setdefault("REDIS_URL", f"unix://{OWN_FOLDER / 'valkey.sock'}")
os.environ.setdefault("STORAGE_URL", (OWN_FOLDER / "storage").as_uri())

from lms.settings.demo import *  # noqa: E402, F403
from lms.settings.demo import STORAGES  # noqa: E402

RUNTIME_DIR = OWN_FOLDER
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
