"""Launches and attempts."""

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7


class Launch(models.Model):
    """A lesson opened by the person of an enrolment, with the credential under which its statements arrive."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="launches")
    lesson_uid = models.UUIDField()
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    credential = models.OneToOneField("tracking.Credential", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "launches"
        indexes = [models.Index(fields=["enrolment", "lesson_uid", "-at"], name="launch_of_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson_uid}"


class Attempt(models.Model):
    """Answers to a quiz version, graded on the server."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    launch = models.ForeignKey(Launch, on_delete=models.PROTECT, related_name="attempts")
    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    quiz_version = models.ForeignKey("courses.QuizVersion", on_delete=models.PROTECT, related_name="+")
    quiz_uid = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    points = models.PositiveSmallIntegerField()
    most_points = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz_uid", "number"], name="one_attempt_per_number"),
            models.CheckConstraint(condition=Q(points__lte=F("most_points")), name="points_within_reach"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.quiz_version} · {self.number}"
