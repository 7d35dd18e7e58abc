"""The one place that asks what time it is. Views, tasks and commands call it; everything below is given `at`."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache

#: Where a process keeps how far the demo's today was moved, and for how many seconds it believes it.
MOVED, BELIEVED = "demo-day", 5


def now() -> datetime:
    """The present moment in UTC, moved by the demo's `--day` where a demo has been told to live on another day."""
    return datetime.now(UTC) + timedelta(days=days_moved())


def today() -> date:
    """Today's date in UTC."""
    return now().date()


def days_moved() -> int:
    """How many days ahead of the real one the demo's today lies; nowhere else is there another day than today."""
    if not (settings.DEMO and settings.CLOCK_MAY_MOVE):
        return 0
    days = cache.get(MOVED)
    if days is None:
        days = days_stored()
        cache.set(MOVED, days, BELIEVED)
    return days


def days_stored() -> int:
    from lms.core.models import DemoDay

    return DemoDay.objects.values_list("days", flat=True).first() or 0


def move(*, days: int) -> None:
    """Let the demo live so many days ahead; every process follows within seconds. Only the demo's command calls it."""
    from lms.core.models import DemoDay

    DemoDay.objects.update_or_create(pk=1, defaults={"days": days})
    cache.delete(MOVED)
