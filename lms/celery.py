"""The Celery application. Tasks live in the rooms; each room with tasks is named here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

app = Celery("clearway")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Autodiscovery looks only at the root of an app, and ours have rooms.
app.autodiscover_tasks(
    ["lms.core", "lms.notices", "tracking.lrs", "tracking.needs", "tracking.admission", "certificates"]
)
