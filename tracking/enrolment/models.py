"""Enrolments are numbered periods, seats are places; nothing that a learner did is ever wiped."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Enrolment(models.Model):
    """A person's period in a course, pinned to one release; a retake or a renewal is a new period."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", _("enrolled")
        WITHDRAWN = "withdrawn", _("withdrawn")
        COMPLETED = "completed", _("completed")
        LAPSED = "lapsed", _("lapsed")

    # Version 4: the registration is read by clients as old as tincan, which refuse version 7.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False, help_text=_("The xAPI registration."))
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="enrolments")
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", help_text=_("The person's, at that time.")
    )
    release = models.ForeignKey("courses.CourseRelease", on_delete=models.PROTECT, related_name="+")
    course_uid = models.UUIDField()
    period_no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.ENROLLED)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "course_uid", "period_no"], name="one_enrolment_per_period"),
            models.UniqueConstraint(
                fields=["person", "course_uid"], condition=Q(state="enrolled"), name="one_live_period_per_course"
            ),
        ]
        indexes = [models.Index(fields=["administration", "state"], name="enrolment_administration")]

    def __str__(self) -> str:
        return f"{self.person} · {self.release} · {self.period_no}"


class Seat(models.Model):
    """A person's place in a cohort, asked for, waited for or taken. Those who wait stand in the order in which they asked."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        NOMINATED = "nominated", _("nominated")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        OFFERED = "offered", _("offered")
        WAITING = "waiting", _("waiting")
        SEATED = "seated", _("seated")
        LEFT = "left", _("left")

    #: In these states the seat is over and the person may ask again.
    OVER = (State.DECLINED, State.LEFT)
    #: These take up a place: an offer keeps it for the person it was made to.
    TAKEN = (State.SEATED, State.OFFERED)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", help_text=_("The person's, at that time.")
    )
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    state = models.CharField(max_length=12, choices=State)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(help_text=_("Decides the order of those who wait."))
    offered_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why it was declined or given up."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort"],
                condition=~Q(state__in=["declined", "left"]),
                name="one_live_seat_per_cohort",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_until__isnull=False), name="an_offer_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "state", "asked_at"], name="seat_cohort"),
            models.Index(fields=["person", "state"], name="seat_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort} · {self.get_state_display()}"
