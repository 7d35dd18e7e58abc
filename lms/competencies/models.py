"""Frameworks of competencies, their levels, and what each post requires."""

from django.db import models
from django.db.models import F, Q
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
    names = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    anchor = models.CharField(max_length=300)
    anchors = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    evidence_class = models.CharField(max_length=16, choices=EvidenceClass, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_level_per_number"),
            models.CheckConstraint(condition=Q(number__lte=HIGHEST_LEVEL), name="level_within_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name_shown}"

    @property
    def name_shown(self) -> str:
        return in_readers_language(self.name, self.names)

    @property
    def anchor_shown(self) -> str:
        return in_readers_language(self.anchor, self.anchors)


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
    statements = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    domain = models.CharField(max_length=16, choices=Domain)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "competencies"
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="one_competency_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title_shown}"

    @property
    def title_shown(self) -> str:
        return in_readers_language(self.title, self.titles)

    @property
    def statement_shown(self) -> str:
        return in_readers_language(self.statement, self.statements)


class Requirement(models.Model):
    """A post requires a competency at a level, from a day until a day. What no longer holds is kept with its dates."""

    post = models.ForeignKey("lms.Post", on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text=_("The last day; empty while it holds."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "competency"],
                condition=Q(until__isnull=True),
                name="one_requirement_per_post_and_competency",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="requirement_within_scale"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="requirement_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.competency} · {self.level}"
