"""Cohorts and sessions, and the bookings of people and rooms that they make."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from courses.scheduling.blueprints import Blueprint, BlueprintSession
from courses.scheduling.blueprints import Mode as SessionMode
from courses.scheduling.places import Holiday, Room, Unavailability, Venue, WorkCalendar
from lms.people.models import is_time_zone

__all__ = [
    "Blueprint",
    "BlueprintSession",
    "Booking",
    "Cohort",
    "Holiday",
    "Room",
    "Session",
    "TrainerAssignment",
    "Unavailability",
    "Venue",
    "WorkCalendar",
]


class Cohort(models.Model):
    """People who take a release of a course together, between two days."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey("courses.CourseRelease", on_delete=models.PROTECT, related_name="cohorts")
    blueprint = models.ForeignKey(Blueprint, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts")
    title = models.CharField(max_length=160)
    seats = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    #: The last day on which someone may still take a seat.
    joinable_until = models.DateField(null=True, blank=True)
    needs_approval = models.BooleanField(
        default=False, help_text=_("A supervisor says yes before someone takes a place.")
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    #: When those concerned were told that it is released.
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["administration", "starts_on"], name="cohort_administration")]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """A meeting of a cohort. Times are UTC; `time_zone` is where its wall clock hangs."""

    Mode = SessionMode

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    #: In these states it is going to take place, and keeps its room and trainers.
    ON = (State.RELEASED, State.MOVED)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    mode = models.CharField(max_length=12, choices=SessionMode)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, validators=[is_time_zone])
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    meeting_url = models.URLField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    #: Why it was cancelled, for everyone who was to come.
    reason = models.CharField(max_length=300, blank=True)
    #: RFC 5545 SEQUENCE of the invitation: raised whenever participants must be told.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_starts_at")]

    def __str__(self) -> str:
        return self.title


class TrainerAssignment(models.Model):
    """A person teaches a cohort."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead trainer")
        CO_TRAINER = "co-trainer", _("co-trainer")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="trainers")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.LEAD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_assignment_per_trainer")]
        indexes = [models.Index(fields=["person"], name="assignment_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"


class Booking(models.Model):
    """A session takes a room, the time of a trainer, or that of a participant, for an interval.

    A room or a trainer is never taken twice at once: whoever books one holds the lock on its row (`bookings.take`). A
    participant may be, which is shown and not refused.
    """

    class Kind(models.TextChoices):
        ROOM = "room", _("room")
        TRAINER = "trainer", _("trainer")
        PARTICIPANT = "participant", _("participant")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PARTICIPANT)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="room", person__isnull=True, room__isnull=False)
                | Q(kind__in=["trainer", "participant"], person__isnull=False, room__isnull=True),
                name="booking_of_a_person_or_a_room",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False),
                name="one_booking_per_session_and_person",
            ),
            models.UniqueConstraint(
                fields=["session", "room"], condition=Q(room__isnull=False), name="one_booking_per_session_and_room"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="booking_person"),
            models.Index(fields=["room", "starts_at"], name="booking_room"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.room} · {self.session}"
