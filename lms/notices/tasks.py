"""What beat starts."""

from celery import shared_task

from lms.core import clock
from lms.notices import actions


@shared_task
def send_digests() -> int:
    """The daily mail of what could wait."""
    return actions.send_digests(at=clock.now())
