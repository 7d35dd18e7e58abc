"""The ledger of evidence."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.competencies.models import HIGHEST_LEVEL


class Evidence(models.Model):
    """A person has shown a competency at a level, in a way of a certain class. Rows are added, never changed."""

    class Class(models.TextChoices):
        COMPLETION = "completion", _("completed course")
        TEST = "test", _("passed test")
        OBSERVATION = "observation", _("observed at work")
        WORK_SAMPLE = "work_sample", _("assessed work sample")

    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    evidence_class = models.CharField(max_length=16, choices=Class)
    source = models.CharField(
        max_length=120, help_text=_("What showed it, such as attempt:12; the same source counts once.")
    )
    at = models.DateTimeField()
    recorded_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency", "evidence_class", "source"], name="one_entry_per_source"
            ),
            models.CheckConstraint(condition=Q(level__lte=HIGHEST_LEVEL), name="evidence_within_scale"),
        ]
        indexes = [models.Index(fields=["person", "competency", "-at"], name="evidence_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.competency} · {self.level} ({self.get_evidence_class_display()})"
