"""Where and when people can meet: venues and their rooms, who or what is away, and the days on which nobody works."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.people.models import is_time_zone

SATURDAY_AND_SUNDAY = [6, 7]


class Venue(ClusterableModel):
    """A place with rooms: a regional training centre, a head office."""

    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    name = models.CharField(max_length=160, verbose_name=_("name"))
    time_zone = models.CharField(max_length=64, validators=[is_time_zone], verbose_name=_("time zone"))

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a venue, with its seats."""

    venue = ParentalKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120, verbose_name=_("name"))
    seats = models.PositiveSmallIntegerField(verbose_name=_("seats"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "name"], name="one_room_per_name")]

    def __str__(self) -> str:
        return f"{self.venue}, {self.name}"


class Unavailability(models.Model):
    """A trainer is away, or a room is closed, for an interval in UTC."""

    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, null=True, blank=True, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name_plural = "unavailabilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, room__isnull=True) | Q(person__isnull=True, room__isnull=False),
                name="a_person_or_a_room_is_away",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="away_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="away_person"),
            models.Index(fields=["room", "starts_at"], name="away_room"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.room} · {self.starts_at:%Y-%m-%d}"


def are_weekdays(days: object) -> None:
    if not isinstance(days, list) or not all(isinstance(day, int) and 1 <= day <= 7 for day in days):
        raise ValidationError(_("Name days of the week by number: 1 is Monday, 7 is Sunday."))
    if len(set(days)) == 7:
        raise ValidationError(_("Leave one day of the week to work on."))


def saturday_and_sunday() -> list[int]:
    return list(SATURDAY_AND_SUNDAY)


class WorkCalendar(ClusterableModel):
    """On which days an administration works; without one, Monday to Friday."""

    administration = models.OneToOneField(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    rest_days = models.JSONField(
        default=saturday_and_sunday,
        blank=True,
        validators=[are_weekdays],
        help_text=_("Days of rest in every week: 1 is Monday, 7 is Sunday."),
        verbose_name=_("rest days"),
    )

    class Meta:
        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")

    def __str__(self) -> str:
        return str(self.administration)


class Holiday(models.Model):
    """A day on which an administration does not work."""

    calendar = ParentalKey(WorkCalendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField(verbose_name=_("day"))
    name = models.CharField(max_length=120, verbose_name=_("name"))

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="one_holiday_per_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
