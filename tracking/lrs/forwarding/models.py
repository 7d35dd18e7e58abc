"""Where statements go, how far they have got, and which of them the other store refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Target(models.Model):
    """Another record store and what it is to receive. `cursor` is the last place in the order that was dealt with."""

    tenant = models.UUIDField()
    name = models.CharField(_("name"), max_length=120)
    endpoint = models.URLField(_("address"), max_length=500, help_text=_("Without /statements at its end."))
    key = models.CharField(_("key"), max_length=200)
    encrypted_secret = models.TextField()
    xapi_version = models.CharField(
        _("version of xAPI"), max_length=8, default="1.0.3", choices=[("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")]
    )
    verbs = models.JSONField(default=list, blank=True)
    activity_prefixes = models.JSONField(default=list, blank=True)
    origins = models.JSONField(default=list, blank=True)
    is_pseudonymous = models.BooleanField(_("under pseudonyms"), default=True)
    batch = models.PositiveSmallIntegerField(_("statements at once"), default=100)
    is_active = models.BooleanField(_("active"), default=True)
    cursor = models.BigIntegerField(default=0)
    forwarded = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(batch__gte=1, batch__lte=500), name="batch_of_one_to_five_hundred"
            )
        ]
        indexes = [models.Index(fields=["tenant", "name"], name="target_order")]

    def __str__(self) -> str:
        return self.name


class DeadLetter(models.Model):
    """A statement that the other store refused by itself, and why. Trying again removes it or renews the reason."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="dead_letters")
    seq = models.BigIntegerField()
    statement_id = models.UUIDField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "seq"], name="one_dead_letter_per_target_and_statement")
        ]

    def __str__(self) -> str:
        return str(self.statement_id)
