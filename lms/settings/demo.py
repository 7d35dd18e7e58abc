"""The demo: a fixed key, mail kept in a folder for /demo/mail/, plain words in the terminal."""

from lms.settings import environment
from lms.settings.base import *  # noqa: F403
from lms.settings.base import RUNTIME_DIR

DEMO = True
CLOCK_MAY_MOVE = True
SECRET_KEY = environment.secret_key("the demo's key is public and signs nothing that matters")
ALLOWED_HOSTS = environment.allowed_hosts(["*"])
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = RUNTIME_DIR / "mail"
