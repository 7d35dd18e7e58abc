"""What Celery runs for the outbox."""

from celery import shared_task

from lms.core import deliveries


@shared_task
def deliver_one(delivery_id: int) -> None:
    """Bring one delivery to its reaction."""
    deliveries.deliver(delivery_id)


@shared_task
def sweep() -> int:
    """Deliver what lost processes and failures left behind."""
    return deliveries.sweep(at=deliveries.wall_clock())
