"""What Celery does for the record store."""

from celery import shared_task

from lms.core import clock
from lms.core.deliveries import wall_clock
from tracking.lrs.attachments import sweeping
from tracking.lrs.erasing.actions import retain
from tracking.lrs.forwarding import actions as forwarding
from tracking.lrs.sealing import actions as sealing
from tracking.lrs.sealing.queries import tenants


@shared_task
def seal_settled() -> int:
    """Seal what has settled since the last time."""
    return sealing.seal_all(at=clock.now())


@shared_task
def forward_due() -> int:
    """Send to other stores what they have not received."""
    return forwarding.forward_due(at=clock.now())


@shared_task
def retain_all() -> int:
    """Let go what has outlived its retention."""
    at = clock.now()
    return sum(retain(tenant=tenant, by=None, at=at) for tenant in tenants())


@shared_task
def sweep_files() -> int:
    """Delete files of batches that came to nothing; by the machine's clock, which also dates the files."""
    return sweeping.sweep(at=wall_clock())
