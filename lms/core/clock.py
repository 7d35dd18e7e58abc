"""The one place that asks what time it is. Views, tasks and commands call it; everything below is given `at`."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """The present moment in UTC, moved by the demo's `--day` where a demo has been told to live on another day."""
    return datetime.now(UTC) + timedelta(days=getattr(settings, "DEMO_DAY", 0))


def today() -> date:
    """Today's date in UTC."""
    return now().date()
