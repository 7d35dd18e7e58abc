"""Releases freeze: a learner pinned to one sees the same bytes for ever, whatever becomes of the pages.

A `CourseRelease` is a major version: the order of lessons and what completes the course, without a word of any language.
A `ReleaseEdition` is a minor version in one language: the data of every lesson as we wrote it down, with the version ids of
quizzes, packages and media in it. The link tables repeat those ids as protected foreign keys, so that the database refuses
to lose what an edition shows, or the pages it came from.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class CourseRelease(models.Model):
    """What completes a course, in which order: lesson UUIDs and rules. Changes in structure make a new one."""

    class State(models.TextChoices):
        OPEN = "open", _("open for enrolment")
        SUPERSEDED = "superseded", _("superseded")
        RETIRED = "retired", _("retired")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    course_uid = models.UUIDField(
        db_index=True, help_text=_("The course page's translation key: the same in every language.")
    )
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    structure = models.JSONField(help_text=_("Modules in order, each with its lesson UUIDs in order."))
    rules = models.JSONField(help_text=_("What completes the course."))
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course_uid", "number"], name="one_release_per_number"),
            models.UniqueConstraint(
                fields=["course_uid"], condition=models.Q(state="open"), name="one_open_release_per_course"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_uid} {self.number}"


class ReleaseEdition(models.Model):
    """A release in one language, word for word. Rows are added, never changed."""

    release = models.ForeignKey(CourseRelease, on_delete=models.PROTECT, related_name="editions")
    locale = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True, help_text=_("What changed, for learners and trainers."))
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "locale", "number"], name="one_edition_per_number")]

    def __str__(self) -> str:
        return f"{self.title} {self.release.number}.{self.number} {self.locale}"


class EditionQuiz(models.Model):
    """An edition asks a version of a quiz."""

    edition = models.ForeignKey(ReleaseEdition, on_delete=models.PROTECT, related_name="quizzes")
    quiz_version = models.ForeignKey("courses.QuizVersion", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "quiz_version"], name="one_link_per_edition_and_quiz")
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.quiz_version}"


class EditionPackage(models.Model):
    """An edition plays a version of a package."""

    edition = models.ForeignKey(ReleaseEdition, on_delete=models.PROTECT, related_name="packages")
    package_version = models.ForeignKey("courses.PackageVersion", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "package_version"], name="one_link_per_edition_and_package")
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.package_version}"


class EditionMedia(models.Model):
    """An edition shows a frozen file."""

    edition = models.ForeignKey(ReleaseEdition, on_delete=models.PROTECT, related_name="media")
    media = models.ForeignKey("courses.Media", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "edition media"
        constraints = [models.UniqueConstraint(fields=["edition", "media"], name="one_link_per_edition_and_media")]

    def __str__(self) -> str:
        return f"{self.edition} · {self.media}"


class EditionSource(models.Model):
    """The page that a part of an edition was frozen from. While this row stands, the page can be retired, not deleted."""

    edition = models.ForeignKey(ReleaseEdition, on_delete=models.PROTECT, related_name="sources")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "page"], name="one_link_per_edition_and_page")]

    def __str__(self) -> str:
        return f"{self.edition} · {self.page}"
