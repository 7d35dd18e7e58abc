"""What Celery does for needs."""

from celery import shared_task

from lms.core import clock
from tracking.needs import actions


@shared_task
def close_due_assessments() -> int:
    """Close the assessments whose last day has passed."""
    return actions.close_due(at=clock.now())
