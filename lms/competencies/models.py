"""Frameworks of competencies, their levels, and what each post requires."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.core.languages import in_readers_language

HIGHEST_LEVEL = 4


class Framework(models.Model):
    """A version of a competency dictionary; shared by all when no administration owns it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        OUTDATED = "outdated", _("outdated")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=20, default="1")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce("administration", 0), "code", "version", name="one_framework_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Level(models.Model):
    """A proficiency level of a framework, its anchor in words, and the class of evidence that it takes to show it."""

    class EvidenceClass(models.TextChoices):
        COMPLETION = "completion", _("completed course")
        TEST = "test", _("passed test")
        OBSERVATION = "observation", _("observed at work, or an assessed work sample")

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    anchor = models.CharField(max_length=300)
    evidence_class = models.CharField(max_length=16, choices=EvidenceClass, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_level_per_number"),
            models.CheckConstraint(condition=Q(number__lte=HIGHEST_LEVEL), name="level_within_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Competency(models.Model):
    """Something that an officer can do, named so that others can see whether it is done."""

    class Domain(models.TextChoices):
        VALUES = "values", _("core values")
        PROFESSIONAL = "professional", _("professional")
        OPERATIONAL = "operational", _("operational")
        MANAGEMENT = "management", _("management")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competencies")
    code = models.CharField(max_length=24)
    title = models.CharField(max_length=160)
    titles = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    statement = models.CharField(max_length=300, blank=True, help_text=_("Without help I can …"))
    domain = models.CharField(max_length=16, choices=Domain)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "competencies"
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="one_competency_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {in_readers_language(self.title, self.titles)}"


class Requirement(models.Model):
    """A post requires a competency at a level."""

    post = models.ForeignKey("lms.Post", on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "competency"], name="one_requirement_per_post_and_competency"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="requirement_within_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.competency} · {self.level}"
