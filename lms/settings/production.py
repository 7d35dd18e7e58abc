"""Production: nothing is assumed; a missing SECRET_KEY, DATABASE_URL or REDIS_URL stops the start."""

from lms.settings import environment
from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATABASES, PUBLIC_URL

for name in ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "PUBLIC_URL", "ALLOWED_HOSTS"):
    if not environment.text(name):
        raise environment.BadSetting(name, "is missing, and production assumes nothing")

SECRET_KEY = environment.secret_key()

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A connection for each thread, which keeps what it has prepared: measured at half again the requests a second of Django's
    # pool, which hands them round. A host needs as many as its workers have threads.
    DATABASES["default"]["CONN_MAX_AGE"] = 600

if PUBLIC_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
