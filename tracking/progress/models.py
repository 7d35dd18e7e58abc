"""What is done, part by part, and the completion that follows. Rows are added, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartDone(models.Model):
    """A lesson of an enrolment is read, a quiz passed or a package finished, in the edition that was on the screen."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        QUIZ = "quiz", _("quiz")
        PACKAGE = "package", _("package")

    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="parts_done")
    kind = models.CharField(max_length=8, choices=Kind)
    uid = models.UUIDField()
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "parts done"
        constraints = [models.UniqueConstraint(fields=["enrolment", "kind", "uid"], name="one_row_per_part_done")]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.kind} {self.uid}"


class Completion(models.Model):
    """An enrolment is complete, by the rules of its release."""

    enrolment = models.OneToOneField("tracking.Enrolment", on_delete=models.PROTECT, related_name="completion")
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.enrolment)
