"""What a course leads to: levels of competencies, and behaviours that a trainer must see."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from uuid_utils.compat import uuid7
from wagtail.models import Orderable

from lms.competencies.models import HIGHEST_LEVEL

#: The first level that a quiz alone cannot show, and the one that most checklists are for.
OBSERVED_LEVEL = 3


class CourseOutcome(Orderable):
    """The course takes someone at `entry` in a competency to `exit`."""

    course = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="outcomes")
    competency = models.ForeignKey(
        "lms.Competency", on_delete=models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    entry = models.PositiveSmallIntegerField(default=0, verbose_name=_("level at entry"))
    exit = models.PositiveSmallIntegerField(verbose_name=_("level at the end"))

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(exit__gt=models.F("entry")), name="outcome_leads_upwards"),
            models.CheckConstraint(condition=Q(exit__lte=HIGHEST_LEVEL), name="outcome_within_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.entry}→{self.exit}"


class ChecklistItem(Orderable):
    """A behaviour that a trainer must see before someone counts as observed at a level. Wagtail's copy for another language
    keeps the uid, so that it is the same behaviour in all of them."""

    course = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="checklist")
    uid = models.UUIDField(default=uuid7, editable=False)
    competency = models.ForeignKey(
        "lms.Competency", on_delete=models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    level = models.PositiveSmallIntegerField(default=OBSERVED_LEVEL, verbose_name=_("level"))
    statement = models.CharField(max_length=300, verbose_name=_("behaviour"))

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="behaviour_within_scale")
        ]

    def __str__(self) -> str:
        return self.statement
