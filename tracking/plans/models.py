"""A person's plan: what was proposed, from which gaps, and what became of it. Items are never wiped, they are replaced."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class LearningPlan(models.Model):
    """What a person means to do about their gaps in an administration, within hours and money."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="plans")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    hours = models.DecimalField(max_digits=5, decimal_places=1, help_text=_("For learning in a month."))
    months = models.PositiveSmallIntegerField(help_text=_("How far the plan looks ahead."))
    budget = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text=_("Empty: no limit."))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    #: Which gaps it was made from, as a digest: another one says that the plan is out of date.
    basis = models.CharField(max_length=64)
    #: What stays open: [{"gap": pk, "levels": 1, "reason": "hours", "course": uid or null}], reasons as in `rules.Reason`.
    left_open = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "administration"], name="one_plan_per_person_and_administration"),
            models.CheckConstraint(condition=Q(hours__gte=0) & Q(months__gte=1), name="a_plan_has_time"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.administration}"


class PlanItem(models.Model):
    """A course that is proposed for some of the gaps, and what the person made of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REPLACED = "replaced", _("replaced by a newer plan")
        DONE = "done", _("done")

    #: One course stands in a plan once in these.
    LIVE = (State.PROPOSED, State.ACCEPTED, State.DECLINED)

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(LearningPlan, on_delete=models.PROTECT, related_name="items")
    course_uid = models.UUIDField(help_text=_("The course page's translation key."))
    title = models.CharField(max_length=255, help_text=_("As it was called when it was proposed."))
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    cost = models.DecimalField(max_digits=9, decimal_places=2)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text=_("Why it was declined."))
    seat = models.ForeignKey("tracking.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enrolment = models.ForeignKey(
        "tracking.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "course_uid"],
                condition=Q(state__in=["proposed", "accepted", "declined"]),
                name="one_live_item_per_course",
            )
        ]
        indexes = [models.Index(fields=["plan", "state"], name="item_of_plan")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.title}"


class PlanCover(models.Model):
    """An item takes its person in the competency of a gap from one level to another."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="covers")
    gap = models.ForeignKey("tracking.Gap", on_delete=models.PROTECT, related_name="+")
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "gap"], name="one_cover_per_item_and_gap"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="a_cover_leads_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.gap} {self.start}→{self.end}"
