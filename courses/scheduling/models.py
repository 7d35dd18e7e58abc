"""Cohorts and sessions, and the bookings of people and rooms that they make."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.people.models import is_time_zone


class Venue(models.Model):
    """A place with rooms: a regional training centre, a head office."""

    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    time_zone = models.CharField(max_length=64, validators=[is_time_zone])

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a venue, with its seats."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    seats = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "name"], name="one_room_per_name")]

    def __str__(self) -> str:
        return f"{self.venue}, {self.name}"


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
    title = models.CharField(max_length=160)
    seats = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """A meeting of a cohort. Times are UTC; `time_zone` is where its wall clock hangs."""

    class Mode(models.TextChoices):
        REMOTE = "remote", _("remote")
        CLASSROOM = "classroom", _("classroom")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    mode = models.CharField(max_length=12, choices=Mode)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, validators=[is_time_zone])
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
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

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="trainers")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_assignment_per_trainer")]

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"


class Booking(models.Model):
    """A person or a room is taken by a session, for an interval."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, room__isnull=True) | Q(person__isnull=True, room__isnull=False),
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
