"""How a cohort of a course runs, as day offsets and wall times, so that opening one takes a start date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from uuid_utils.compat import uuid7
from wagtail.models import Orderable

from courses.scheduling.places import Room


class Mode(models.TextChoices):
    """How people meet; e-learning needs no meeting."""

    REMOTE = "remote", _("remote")
    CLASSROOM = "classroom", _("classroom")


class Blueprint(ClusterableModel):
    """The pattern of a course's cohorts in an administration."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    course_uid = models.UUIDField(
        db_index=True,
        help_text=_("The course page's translation key: the same in every language."),
        verbose_name=_("course"),
    )
    title = models.CharField(max_length=120, verbose_name=_("title"))
    seats = models.PositiveSmallIntegerField(verbose_name=_("seats"))
    days = models.PositiveSmallIntegerField(
        default=1,
        help_text=_("From the first day to the last, both counted; at least up to the last session."),
        verbose_name=_("days"),
    )
    join_days = models.PositiveSmallIntegerField(
        default=0, help_text=_("For how many days after the start one may still join."), verbose_name=_("days to join")
    )
    needs_approval = models.BooleanField(
        default=False, help_text=_("A supervisor says yes before someone takes a place.")
    )
    meeting_url = models.URLField(
        blank=True, help_text=_("The usual meeting room of remote sessions."), verbose_name=_("address of the meeting")
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("blueprint")
        verbose_name_plural = _("blueprints")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "title"], condition=Q(retired_at=None), name="one_blueprint_per_title"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="blueprint_has_seats"),
        ]

    def __str__(self) -> str:
        return self.title


class BlueprintSession(Orderable):
    """A meeting on the n-th day (1: the first), at a time of the wall clock where it is held."""

    blueprint = ParentalKey(Blueprint, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=160, verbose_name=_("title"))
    mode = models.CharField(max_length=12, choices=Mode, verbose_name=_("mode"))
    day = models.PositiveSmallIntegerField(
        help_text=_("1 is the first day. A day of rest gives way to the next one."), verbose_name=_("day")
    )
    starts = models.TimeField(
        help_text=_("By the clock of the room, or of the administration for remote sessions."), verbose_name=_("begins")
    )
    minutes = models.PositiveSmallIntegerField(verbose_name=_("minutes"))
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(day__gte=1), name="blueprint_counts_days_from_one"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="blueprint_session_lasts"),
        ]

    def __str__(self) -> str:
        return self.title
