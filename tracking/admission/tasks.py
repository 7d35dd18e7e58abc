"""What Celery does for seats."""

from celery import shared_task

from lms.core import clock
from tracking.enrolment.actions import lapse_offers
from tracking.needs.actions import begin_training


@shared_task
def lapse_due_offers() -> int:
    """End offers that nobody took, and offer the places to the next in line."""
    return lapse_offers(at=clock.now())


@shared_task
def begin_due_training() -> int:
    """Gaps whose cohort begins today are in training."""
    return begin_training(at=clock.now())
