"""What the needs assessment asks beside levels: placement tests, how a task weighs, what stands in the way."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class InstrumentTest(models.Model):
    """A frozen quiz that an instrument offers as a placement test; its questions say which competencies and levels."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    instrument = models.ForeignKey("tracking.Instrument", on_delete=models.PROTECT, related_name="tests")
    quiz_version = models.ForeignKey("courses.QuizVersion", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "quiz_version"], name="one_test_per_instrument_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.instrument} · {self.quiz_version}"


class TestSitting(models.Model):
    """A placement test as one person took it: once for each assessment, graded on the server."""

    assessment = models.ForeignKey("tracking.Assessment", on_delete=models.PROTECT, related_name="sittings")
    test = models.ForeignKey(InstrumentTest, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    points = models.PositiveSmallIntegerField()
    most_points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "test"], name="one_sitting_per_assessment_and_test")
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.test}"


class TaskView(models.Model):
    """How hard a task is to do well, how serious if done badly, how often it comes: each from 1 to 5 (DIF, methods §2.5)."""

    assessment = models.ForeignKey("tracking.Assessment", on_delete=models.PROTECT, related_name="task_views")
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    difficulty = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    importance = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    frequency = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "competency"], name="one_task_view_per_competency"),
            models.CheckConstraint(
                condition=Q(difficulty__range=(1, 5), importance__range=(1, 5), frequency__range=(1, 5)),
                name="task_view_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.competency}"


class NamedCause(models.Model):
    """What stands between a person and a target, as the person or the supervisor sees it; two at most."""

    class Cause(models.TextChoices):
        KNOWLEDGE = "knowledge", _("knowledge")
        PRACTICE = "practice", _("practice")
        EQUIPMENT = "equipment", _("equipment or IT")
        PROCEDURE = "procedure", _("procedure or law")
        STAFFING = "staffing", _("time or staffing")
        SUPERVISION = "supervision", _("supervision")
        MOTIVATION = "motivation", _("motivation")
        UNKNOWN = "unknown", _("do not know")

    assessment = models.ForeignKey("tracking.Assessment", on_delete=models.PROTECT, related_name="causes")
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16, choices=Cause)
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "competency", "cause"], name="one_row_per_named_cause")
        ]

    def __str__(self) -> str:
        return f"{self.competency} · {self.get_cause_display()}"


class ManagementAction(models.Model):
    """Something that training cannot mend, for management to look at: a cause that gaps in a unit name. Never by person.

    A unit too small to be told of is left out of it: the action is then the administration's.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken up")
        DONE = "done", _("done")
        DROPPED = "dropped", _("left as it is")

    #: In these states nothing more is asked of management.
    OVER = (State.DONE, State.DROPPED)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=16, choices=NamedCause.Cause)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text=_("What was done, or why it stays as it is."))
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "administration",
                Coalesce("unit", 0),
                "cause",
                condition=Q(state__in=["open", "taken"]),
                name="one_live_action_per_unit_and_cause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.administration} · {self.get_cause_display()}"
