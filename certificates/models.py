"""What is certified, and to whom it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.competencies.models import HIGHEST_LEVEL


class Certification(models.Model):
    """What an administration certifies: a competency at a level, for so many months."""

    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    months_valid = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Empty: it does not expire."))
    months_window = models.PositiveSmallIntegerField(
        default=3, help_text=_("How long before its end it may be renewed.")
    )
    required_by_law = models.BooleanField(
        default=False, help_text=_("Only then does expiry open a gap again; otherwise it flags a refresher.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["administration", "code"], name="one_certification_per_code"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="certification_within_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Certificate(models.Model):
    """A person is certified; a renewal is the next pass, not a change of this one."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        EXPIRED = "expired", _("expired")
        SUPERSEDED = "superseded", _("superseded")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=24, unique=True, help_text=_("What the verification page is asked for."))
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    pass_no = models.PositiveSmallIntegerField()
    gap = models.ForeignKey("tracking.Gap", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(help_text=_("Everything printed on it, as printed."))
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.VALID)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "person", "pass_no"], name="one_certificate_per_pass"),
            models.CheckConstraint(
                condition=~Q(state__in=["revoked", "suspended"]) | ~Q(reason=""), name="a_withdrawal_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["administration", "state", "expires_on"], name="certificate_lapsing")]

    def __str__(self) -> str:
        return f"{self.certification} · {self.person} · {self.pass_no}"
