"""Launches, attempts at quizzes, and what becomes of packages while they are played."""

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


class PackageState(models.Model):
    """Where a learner left a package: one text per kind of data and per content inside it, as the player sent it.

    It belongs to the enrolment and the version, so that a retake and a replaced package begin anew.
    """

    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="+")
    package_version = models.ForeignKey("courses.PackageVersion", on_delete=models.PROTECT, related_name="+")
    data_type = models.CharField(max_length=127)
    sub_content = models.CharField(max_length=64, help_text="0, or the UUID of a content inside.")
    data = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "package_version", "data_type", "sub_content"], name="one_state_per_kind_of_data"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.package_version} · {self.data_type} {self.sub_content}"


class PackageResult(models.Model):
    """A package played to its end, with the score that the player in the browser says. A score is not proof of a level."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    launch = models.ForeignKey(Launch, on_delete=models.PROTECT, related_name="results")
    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="results")
    package_version = models.ForeignKey("courses.PackageVersion", on_delete=models.PROTECT, related_name="+")
    package_uid = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    score = models.FloatField()
    max_score = models.FloatField()
    opened = models.BigIntegerField(help_text="Seconds since 1970 by the learner's clock.")
    finished = models.BigIntegerField(help_text="Seconds since 1970 by the learner's clock.")
    play = models.CharField(max_length=40, blank=True, help_text="As its statements are marked, by the frame.")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "package_uid", "number"], name="one_result_per_number"),
            # The player sends again what it could not deliver.
            models.UniqueConstraint(
                fields=["enrolment", "package_version", "opened", "finished"], name="one_result_per_moment"
            ),
            models.CheckConstraint(condition=Q(score__lte=F("max_score")), name="score_within_reach"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.package_version} · {self.number}"
