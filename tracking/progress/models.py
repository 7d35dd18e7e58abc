"""What is done, lesson by lesson, and the completion that follows. Rows are added, never changed."""

from django.db import models


class LessonDone(models.Model):
    """A lesson of an enrolment is done, in the edition that was on the screen."""

    enrolment = models.ForeignKey("tracking.Enrolment", on_delete=models.PROTECT, related_name="lessons_done")
    lesson_uid = models.UUIDField()
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "lessons done"
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson_uid"], name="one_row_per_lesson_done")]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.lesson_uid}"


class Completion(models.Model):
    """An enrolment is complete, by the rules of its release."""

    enrolment = models.OneToOneField("tracking.Enrolment", on_delete=models.PROTECT, related_name="completion")
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.enrolment)
