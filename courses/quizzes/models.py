"""The question bank as authors edit it, and the immutable versions that learners answer."""

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Locale, Orderable, TranslatableMixin
from wagtail.search import index

from lms.competencies.models import HIGHEST_LEVEL


class Translated(TranslatableMixin, models.Model):
    """Something that authors write once in every language; `uid` is the same in all of them."""

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.locale_id:
            self.locale = Locale.get_default()
        super().save(*args, **kwargs)

    @property
    def uid(self) -> UUID:
        return self.translation_key

    def in_language_of(self, locale: Locale) -> Self:
        """Its translation, or itself where there is none."""
        return self if self.locale_id == locale.pk else self.get_translation_or_none(locale) or self


class Question(index.Indexed, Translated, ClusterableModel):
    """A question of the bank, tagged with the competency and level that a right answer speaks for."""

    class Kind(models.TextChoices):
        ONE = "one", _("one right answer")
        SEVERAL = "several", _("several right answers")
        NUMBER = "number", _("a number")

    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ONE, verbose_name=_("kind"))
    prompt = models.TextField(verbose_name=_("question"))
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, verbose_name=_("number"))
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, default=0, verbose_name=_("tolerance"))
    explanation = models.TextField(
        blank=True, help_text=_("Shown after answering, right or wrong."), verbose_name=_("explanation")
    )
    competency = models.ForeignKey(
        "lms.Competency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("competency"),
    )
    level = models.PositiveSmallIntegerField(default=1, verbose_name=_("level"))
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    search_fields = [
        index.SearchField("prompt"),
        index.AutocompleteField("prompt"),
        index.FilterField("administration"),
        index.FilterField("retired_at"),
        index.FilterField("locale"),
    ]

    class Meta(Translated.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=HIGHEST_LEVEL), name="question_level_within_scale"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="tolerance_is_not_negative"),
        ]

    def __str__(self) -> str:
        return self.prompt


class Option(Orderable):
    """One answer that a question offers."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=400, verbose_name=_("answer"))
    is_right = models.BooleanField(default=False, verbose_name=_("is right"))
    feedback = models.CharField(max_length=400, blank=True, verbose_name=_("feedback"))

    def __str__(self) -> str:
        return self.text


class Quiz(index.Indexed, Translated, ClusterableModel):
    """A set of questions with a pass mark, as authors edit it."""

    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    title = models.CharField(max_length=160, verbose_name=_("title"))
    pass_share = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        default="0.700",
        help_text=_("0.7 means 70 %."),
        verbose_name=_("share needed to pass"),
    )
    most_attempts = models.PositiveSmallIntegerField(default=3, verbose_name=_("most attempts"))
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("administration"),
        index.FilterField("retired_at"),
        index.FilterField("locale"),
    ]

    class Meta(Translated.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(condition=Q(pass_share__gt=0, pass_share__lte=1), name="pass_share_is_a_share")
        ]

    def __str__(self) -> str:
        return self.title


class QuizQuestion(Orderable):
    """A question's place in a quiz."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="places")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="places", verbose_name=_("question"))

    def __str__(self) -> str:
        return str(self.question)


class QuestionVersion(models.Model):
    """A question as it stood when a release took it; never changed, never deleted."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_question_version_per_number"),
            models.UniqueConstraint(fields=["question", "digest"], name="one_question_version_per_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class QuizVersion(models.Model):
    """A quiz as it stood when a release took it, with the versions of its questions in order."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    questions = models.ManyToManyField(QuestionVersion, through="QuizVersionQuestion", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="one_quiz_version_per_number"),
            models.UniqueConstraint(fields=["quiz", "digest"], name="one_quiz_version_per_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} v{self.number}"


class QuizVersionQuestion(models.Model):
    """A frozen question's place in a frozen quiz."""

    quiz_version = models.ForeignKey(QuizVersion, on_delete=models.PROTECT, related_name="places")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz_version", "position"], name="one_frozen_question_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.quiz_version} · {self.position}"
