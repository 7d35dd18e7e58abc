"""What was taken away, when and why; never from whom, or the tombstones would tell what the erasure has hidden."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One act of erasing, with its counts. Who did it stands in the audit trail."""

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        RETENTION = "retention", _("age")

    tenant = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["tenant", "at"], name="erasure_order")]

    def __str__(self) -> str:
        return f"{self.reason} ({self.at:%Y-%m-%d})"


class Tombstone(models.Model):
    """Where a statement was: the salted digest of what it said, whose salt is gone, so that nobody can test a guess."""

    tenant = models.UUIDField()
    seq = models.BigIntegerField(unique=True)
    digest = models.BinaryField()
    #: Made with the tenant's key, so that nobody without it can set a tombstone: see `sealing.rules.tombstone_seal`.
    seal = models.BinaryField()
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="tombstones")

    class Meta:
        indexes = [models.Index(fields=["tenant", "seq"], name="tombstone_order")]

    def __str__(self) -> str:
        return str(self.seq)


class RetentionRule(models.Model):
    """Statements of a verb are kept for so many days; a rule without a verb holds for every verb that has none of its own."""

    tenant = models.UUIDField()
    verb = models.CharField(
        _("verb"),
        max_length=500,
        blank=True,
        help_text=_("The verb's IRI; empty for all that have no rule of their own."),
    )
    days = models.PositiveIntegerField(_("days"), help_text=_("How long statements are kept after they were stored."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "verb"], name="one_retention_per_verb"),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="retention_is_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return f"{self.verb or '*'}: {self.days}"
