"""The ground everyone stands on: people, competencies, the outbox, and the wiring of the whole house."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
