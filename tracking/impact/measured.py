"""What an administration measures, and what was read."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.core.languages import in_readers_language


class Indicator(models.Model):
    """What an administration measures regularly: numerator over denominator, its source and its owner."""

    class Tier(models.TextChoices):
        PUBLIC = "public", _("public")
        COMMUNITY = "community", _("community")
        NATIONAL = "national", _("national")

    class Kind(models.TextChoices):
        SHARE = "share", _("share")
        COUNT = "count", _("count")
        MEASURE = "measure", _("measure")

    class Period(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    #: In what is measured, where the site knows the words for it.
    UNITS = {
        "hours": pgettext_lazy("unit of measure", "hours"),
        "days": pgettext_lazy("unit of measure", "days"),
        "minutes": pgettext_lazy("unit of measure", "minutes"),
    }

    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=12)
    title = models.CharField(max_length=160)
    titles = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    kind = models.CharField(max_length=8, choices=Kind)
    unit_of_measure = models.CharField(max_length=24, blank=True)
    numerator = models.CharField(max_length=160)
    denominator = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=160)
    owner = models.CharField(max_length=160)
    tier = models.CharField(max_length=12, choices=Tier)
    pmm = models.CharField(max_length=12, blank=True, help_text=_("Dimension of the performance measurement."))
    period = models.CharField(max_length=8, choices=Period, default=Period.MONTH)
    counts_people = models.BooleanField(default=False)
    has_season = models.BooleanField(default=False)

    class Meta:
        ordering = ["administration", "code"]
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="one_indicator_per_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title_shown}"

    @property
    def title_shown(self) -> str:
        return in_readers_language(self.title, self.titles)

    @property
    def unit_shown(self) -> str:
        """Its unit in the reader's language; one of the administration's own making stays as it is written."""
        return str(self.UNITS.get(self.unit_of_measure, self.unit_of_measure))


class Reading(models.Model):
    """What an indicator was in a period, as known from one moment until it was revised. Old values stay."""

    class State(models.TextChoices):
        MEASURED = "measured", _("measured")
        MISSING = "missing", _("missing")
        NOT_MEASURED = "not_measured", _("not measured")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    unit = models.ForeignKey("lms.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begins_on = models.DateField(help_text=_("First day of the period."))
    state = models.CharField(max_length=12, choices=State, default=State.MEASURED)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=160, blank=True, help_text=_("Why there is no figure, or why it was revised."))
    known_from = models.DateTimeField()
    revised_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["indicator", "unit", "begins_on"]
        constraints = [
            models.UniqueConstraint(
                "indicator",
                Coalesce("unit", 0),
                "begins_on",
                condition=Q(revised_at__isnull=True),
                name="one_reading_stands",
            ),
            models.CheckConstraint(
                condition=Q(state="measured", numerator__isnull=False)
                | (~Q(state="measured") & Q(numerator__isnull=True) & ~Q(reason="")),
                name="no_figure_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.begins_on:%Y-%m}"

    @property
    def value(self) -> float | None:
        """The figure: a share as it is, between 0 and 1."""
        if self.numerator is None or self.denominator is None:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None
