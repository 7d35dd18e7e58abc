"""What Celery runs for the outbox. Log lines carry the task's id, and the id of the request that published."""

from celery import Task, shared_task
from structlog.contextvars import bound_contextvars

from lms.core import deliveries


@shared_task(bind=True)
def deliver_one(task: Task, delivery_id: int, request_id: str | None = None) -> None:
    """Bring one delivery to its reaction."""
    with bound_contextvars(task=task.request.id, request_id=request_id):
        deliveries.deliver(delivery_id)
        deliveries.let_others_write()


@shared_task(bind=True)
def sweep(task: Task) -> int:
    """Deliver what lost processes and failures left behind."""
    with bound_contextvars(task=task.request.id):
        return deliveries.sweep(at=deliveries.wall_clock())
