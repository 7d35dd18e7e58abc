"""What beat asks for."""

from celery import shared_task

from certificates import actions
from lms.core import clock


@shared_task
def expire_due() -> int:
    return actions.expire_due(at=clock.now())
