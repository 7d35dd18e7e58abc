"""Programmes and their question, tests before and after, voices, and promises; and what is measured, from `measured`."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.core.languages import in_readers_language
from tracking.impact.measured import Indicator, Reading

__all__ = [
    "Commitment",
    "FollowUp",
    "Indicator",
    "LearnerGroup",
    "Offer",
    "PairedScore",
    "Programme",
    "ProgrammeIndicator",
    "ProgrammeUnit",
    "Reading",
    "Story",
]


class Programme(models.Model):
    """Something an administration does to change how it works, with the question it wants answered."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    titles = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    question = models.CharField(max_length=240)
    questions = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    begins_on = models.DateField(help_text=_("The first day of the first month that may have changed."))
    ramp_months = models.PositiveSmallIntegerField(
        default=0, help_text=_("Months from the beginning that are left out of before and after, as declared.")
    )
    is_randomised = models.BooleanField(default=False)
    chosen_for_low_scores = models.BooleanField(default=False)
    primary = models.ForeignKey("tracking.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declared_on = models.DateField(null=True, blank=True, help_text=_("When the primary indicator was named."))

    class Meta:
        ordering = ["-begins_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(primary__isnull=True) | Q(declared_on__lt=F("begins_on")),
                name="primary_indicator_is_named_before",
            )
        ]

    def __str__(self) -> str:
        return self.title_shown

    @property
    def title_shown(self) -> str:
        return in_readers_language(self.title, self.titles)

    @property
    def question_shown(self) -> str:
        return in_readers_language(self.question, self.questions)

    def has_begun(self, *, on: date) -> bool:
        """From its first day on, what was declared beforehand stands."""
        return self.begins_on <= on


class ProgrammeUnit(models.Model):
    """A unit that takes part in a programme, or that it is compared with."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, related_name="+")
    is_comparison = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "unit"], name="one_part_per_unit")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.unit}"


class ProgrammeIndicator(models.Model):
    """A programme looks at an indicator, and may let the other parties read it whatever its tier."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False, help_text=_("The administration lets the parties read it."))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "indicator"], name="one_use_per_indicator")]

    def __str__(self) -> str:
        return f"{self.programme} · {self.indicator}"


class LearnerGroup(models.Model):
    """People of a programme who were tested before and after a course, or who waited and were tested as well."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    code = models.SlugField(max_length=12)
    title = models.CharField(max_length=160)
    period = models.CharField(max_length=80)
    most = models.PositiveSmallIntegerField(default=100, help_text=_("The highest score."))
    compared_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Who waited.")
    )
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was taken out again, with its scores.")
    )
    removed_why = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], condition=Q(removed_at__isnull=True), name="one_group_per_code"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_why=""), name="group_is_removed_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PairedScore(models.Model):
    """What one learner scored before and after; the learner has a name made up for this table only."""

    group = models.ForeignKey(LearnerGroup, on_delete=models.PROTECT, related_name="scores")
    learner = models.UUIDField(default=uuid7, editable=False)
    before = models.FloatField()
    after = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "learner"], name="one_pair_per_learner")]

    def __str__(self) -> str:
        return f"{self.group} · {self.learner}"


class FollowUp(models.Model):
    """Ninety days after a gap has closed, the supervisor is asked what is seen at work."""

    class State(models.TextChoices):
        DUE = "due", _("due")
        ANSWERED = "answered", _("answered")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    gap = models.OneToOneField("tracking.Gap", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DUE)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked = models.JSONField(
        default=dict, blank=True, help_text=_("The course's behaviours by key, as asked; empty: the general ones.")
    )
    seen = models.JSONField(default=dict, blank=True, help_text=_("How often each behaviour is seen, 0 to 4, by key."))
    given = models.JSONField(default=list, blank=True, help_text=_("Conditions: time, tool, coaching."))
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["administration", "state", "due_on"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.person} · {self.due_on}"


class Story(models.Model):
    """What somebody saw change. It illustrates; it is never counted."""

    class Consent(models.TextChoices):
        NAMED = "named", _("named")
        ANONYMOUS = "anonymous", _("without a name")
        INTERNAL = "internal", _("inside the administration only")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stories")
    domain = models.CharField(max_length=120)
    who = models.CharField(max_length=160, help_text=_("Name and post; shown only with consent."))
    role = models.CharField(max_length=160, help_text=_("What may be shown without a name."))
    what = models.TextField()
    why = models.TextField(help_text=_("Why it matters to the one who tells it."))
    verification = models.CharField(max_length=160, blank=True)
    consent = models.CharField(max_length=12, choices=Consent)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When consent was taken back, and the words with it.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.domain

    @property
    def teller(self) -> str:
        return self.who if self.consent == self.Consent.NAMED else self.role


class Commitment(models.Model):
    """What one of the parties has promised to a programme. Only that party says how far it is."""

    class Party(models.TextChoices):
        ADMINISTRATION = "administration", _("administration")
        WCO = "wco", _("WCO")
        REGION = "region", _("region")
        EXPERT = "expert", _("expert")
        DONOR = "donor", _("donor")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        DONE = "done", _("done")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    party = models.CharField(max_length=16, choices=Party)
    house = models.ForeignKey(
        "lms.Administration",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("In which the party has its role."),
    )
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=240)
    owner = models.CharField(max_length=160)
    due_on = models.DateField()
    done = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    gap = models.CharField(max_length=240, blank=True, help_text=_("What is missing, as the party shares it."))

    class Meta:
        ordering = ["party", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("of"), of__gte=1), name="no_more_done_than_promised")
        ]

    def __str__(self) -> str:
        return self.what


class Offer(models.Model):
    """What another party offers to a shared gap."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="offers")
    party = models.CharField(max_length=16, choices=Commitment.Party)
    words = models.CharField(max_length=240)
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words
