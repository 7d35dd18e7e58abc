"""Marks with everything that was said about them, and checklists of what was seen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.competencies.models import HIGHEST_LEVEL

#: Nobody is in one session for longer than a day.
MOST_MINUTES = 24 * 60


class Mark(models.Model):
    """Whether a person was in a session, as it stands now; `at` is the moment at which it was said."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        PARTIAL = "partial", _("for a part")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    class Source(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        CODE = "code", _("code")
        JOIN_LINK = "join_link", _("join link")
        PROVIDER = "provider", _("meeting provider")
        IMPORT = "import", _("list read in")

    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", help_text=_("The person's, at that time.")
    )
    state = models.CharField(max_length=12, choices=State)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Empty when unknown."))
    source = models.CharField(max_length=12, choices=Source)
    at = models.DateTimeField()
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    statement_id = models.UUIDField(
        null=True, blank=True, editable=False, help_text=_("The xAPI statement that says so, once the sheet is closed.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_mark_per_session_and_person"),
            models.CheckConstraint(
                condition=Q(state__in=["present", "partial", "excused", "absent"]), name="mark_of_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=MOST_MINUTES), name="mark_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(state__in=["present", "partial"]), name="minutes_of_being_there"
            ),
        ]
        indexes = [models.Index(fields=["person", "session"], name="mark_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.session} · {self.get_state_display()}"


class MarkChange(models.Model):
    """Something said about a mark: who, when, and what stood before. `taken` is false for a word that came too late or
    weighed too little. The sender names it, so that a phone may send it twice. Rows are added, never changed."""

    uid = models.UUIDField(unique=True)
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=Mark.State, blank=True)
    state = models.CharField(max_length=12, choices=Mark.State)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Mark.Source)
    at = models.DateTimeField()
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    taken = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["mark", "at"], name="change_of_mark")]

    def __str__(self) -> str:
        return f"{self.mark_id} · {self.before or '–'} → {self.state}"


class Observation(models.Model):
    """A checklist of a course for one person of a cohort: what was seen, and the signature once all of it was."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", help_text=_("The person's, at that time.")
    )
    competency = models.ForeignKey("lms.Competency", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    edition = models.ForeignKey("courses.ReleaseEdition", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person", "competency", "level"], name="one_observation_per_checklist"
            ),
            models.CheckConstraint(condition=Q(level__lte=HIGHEST_LEVEL), name="observation_within_scale"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="observation_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.competency} · {self.level}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class ObservedBehaviour(models.Model):
    """A behaviour that was seen, in the words of the checklist, by whom and when."""

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="behaviours")
    key = models.CharField(max_length=64)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["observation", "key"], name="one_row_per_behaviour_seen")]

    def __str__(self) -> str:
        return self.text
