"""Ratings are opinions with a source; a gap is a difference with a life. What else is asked stands in `answers`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.competencies.models import HIGHEST_LEVEL
from tracking.needs.answers import InstrumentTest, ManagementAction, NamedCause, TaskView, TestSitting

__all__ = [
    "Assessment",
    "Gap",
    "Instrument",
    "InstrumentTest",
    "ManagementAction",
    "NamedCause",
    "Rating",
    "Remedy",
    "TaskView",
    "TestSitting",
]


class Instrument(models.Model):
    """A version of the needs assessment: its framework and the stated weight of each source."""

    framework = models.ForeignKey("lms.Framework", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    weights = models.JSONField(help_text=_("Share by source: test, supervisor, self."))
    errors = models.JSONField(help_text=_("Standard error by source, in levels."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "version"], name="one_instrument_per_version")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Assessment(models.Model):
    """One person's assessment against an instrument, from first rating to its level.

    Open while the person answers, sent when they have, closed when all have spoken or its day has passed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SENT = "sent", _("sent")
        CLOSED = "closed", _("closed")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="assessments")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True, blank=True, help_text=_("Its last day; then it closes with what was said."))
    rated_at = models.DateTimeField(null=True, blank=True, help_text=_("When the supervisor has sent theirs."))
    rated_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.JSONField(default=dict, blank=True, help_text=_("Work, languages, connection, how one learns best."))
    wish = models.TextField(blank=True, help_text=_("What would help most; read by the supervisor, not by peers."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "administration", "instrument"],
                condition=~Q(state="closed"),
                name="one_running_assessment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.instrument}"


class Rating(models.Model):
    """What one source says of a person's level in a competency. Ratings are added, never overwritten."""

    class Source(models.TextChoices):
        SELF = "self", _("self")
        SUPERVISOR = "supervisor", _("supervisor")
        TEST = "test", _("test")

    class LastDone(models.TextChoices):
        MONTH = "month", _("this month")
        QUARTER = "quarter", _("in the last three months")
        YEAR = "year", _("in the last year")
        LONGER = "longer", _("longer ago")
        NEVER = "never", _("never")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="ratings")
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=Source)
    level = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, help_text=_("Empty: not observed, which is not zero.")
    )
    note = models.TextField(blank=True, help_text=_("An example that was observed."))
    last_done = models.CharField(max_length=8, choices=LastDone, blank=True)
    link = models.URLField(blank=True, help_text=_("A piece of work that shows it."))
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=0, level__lte=HIGHEST_LEVEL), name="rating_within_scale"
            )
        ]
        indexes = [models.Index(fields=["assessment", "competency", "source", "-at"], name="rating_latest")]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.competency} · {self.source} {self.level}"


class Gap(models.Model):
    """A post requires more of a competency than its holder has shown."""

    class Kind(models.TextChoices):
        GAP = "gap", _("gap")
        REFRESHER = "refresher", _("refresher")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TRIAGED = "triaged", _("looked at")
        PLANNED = "planned", _("planned")
        IN_TRAINING = "in_training", _("in training")
        EVIDENCE_DUE = "evidence_due", _("evidence due")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")
        NOT_TRAINING = "not_training", _("not a training need")

    #: In these states nothing more is asked of the person.
    OVER = (State.CLOSED, State.NOT_TRAINING)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="gaps")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+")
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.GAP)
    target = models.PositiveSmallIntegerField()
    level = models.DecimalField(max_digits=4, decimal_places=3, help_text=_("The assessed level when it opened."))
    standard_error = models.DecimalField(max_digits=4, decimal_places=3)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="gaps")
    cause = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why it is not a training need, or open again."))
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "tracking.Evidence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The evidence that closed it."),
    )
    certificate_uid = models.UUIDField(
        null=True, blank=True, help_text=_("What attests that it was closed; of a refresher, what has run out.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency", "kind"],
                condition=~Q(state__in=["closed", "not_training"]),
                name="one_live_gap_per_competency",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_by__isnull=False), name="a_gap_closes_on_evidence"
            ),
        ]
        indexes = [
            models.Index(fields=["administration", "state", "unit"], name="gap_by_unit"),
            models.Index(fields=["person", "state"], name="gap_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.competency} → {self.target}"


class Remedy(models.Model):
    """An enrolment, or a seat in a cohort, is meant to close a gap. One may serve several gaps, and a gap need several."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, related_name="remedies")
    enrolment = models.ForeignKey(
        "tracking.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seat = models.ForeignKey("tracking.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "remedies"
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, seat__isnull=True) | Q(enrolment__isnull=True, seat__isnull=False),
                name="remedy_is_an_enrolment_or_a_seat",
            ),
            models.UniqueConstraint(
                fields=["gap", "enrolment"],
                condition=Q(enrolment__isnull=False),
                name="one_remedy_per_gap_and_enrolment",
            ),
            models.UniqueConstraint(
                fields=["gap", "seat"], condition=Q(seat__isnull=False), name="one_remedy_per_gap_and_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gap} ← {self.enrolment or self.seat}"
