"""Tables of the outbox and of the two logs. Rows of the logs are only ever added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    seq = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField()
    payload = models.JSONField()
    key = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["type", "seq"], name="event_type_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"


class Delivery(models.Model):
    """One event on its way to one reaction; it is done when the reaction's own transaction has marked it so."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DONE = "done", _("done")
        DEAD = "dead", _("given up")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    reaction = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "reaction"], name="one_delivery_per_event_and_reaction")
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="pending"), name="delivery_waiting"),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.reaction}"


class AuditEntry(models.Model):
    """Who did what, to what, when: written in the same transaction as the deed."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    about_type = models.CharField(max_length=80)
    about_id = models.CharField(max_length=64)
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["about_type", "about_id", "at"], name="audit_about"),
            models.Index(fields=["administration", "at"], name="audit_administration"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.about_type} {self.about_id}"


class AccessEntry(models.Model):
    """Who looked at whose record, and at what of it; shown to the person looked at."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "access entries"
        indexes = [models.Index(fields=["person", "-at"], name="access_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class DemoDay(models.Model):
    """How many days ahead of the real one the demo's today lies: one row, read by every process (`lms.core.clock`)."""

    days = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"+{self.days}"
