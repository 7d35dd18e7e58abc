"""What is certified, and to whom it was."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from lms.competencies.models import HIGHEST_LEVEL
from lms.core.languages import in_readers_language


class Certification(models.Model):
    """What an administration certifies: a competency that a course develops, up to a level, for so many months.

    Whoever has completed the course is certified for the level shown, from `lowest` to `level`.
    """

    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    code = models.SlugField(max_length=40, verbose_name=_("code"))
    title = models.CharField(max_length=200, verbose_name=_("title"))
    titles = models.JSONField(
        default=dict, blank=True, help_text=_("In other languages, by language code."), verbose_name=_("titles")
    )
    course_uid = models.UUIDField(
        help_text=_("The course to complete, whatever the language."), verbose_name=_("course")
    )
    competency = models.ForeignKey(
        "lms.Competency", on_delete=models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    level = models.PositiveSmallIntegerField(
        help_text=_("The highest level that it certifies."), verbose_name=_("level")
    )
    lowest = models.PositiveSmallIntegerField(
        default=2,
        help_text=_("Below this level nothing is certified: having attended shows no more than level 1."),
        verbose_name=_("lowest level"),
    )
    months_valid = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Empty: it does not expire."), verbose_name=_("months valid")
    )
    months_window = models.PositiveSmallIntegerField(
        default=3,
        help_text=_("How long before its end it may be renewed."),
        verbose_name=_("months in which it may be renewed"),
    )
    required_by_law = models.BooleanField(
        default=False,
        help_text=_("Only then does expiry open a gap again; otherwise it flags a refresher."),
        verbose_name=_("required by law"),
    )
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since then it is given to nobody."), verbose_name=_("given to nobody since")
    )

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.UniqueConstraint(fields=["administration", "code"], name="one_certification_per_code"),
            models.UniqueConstraint(
                fields=["administration", "course_uid", "competency"],
                condition=Q(retired_at__isnull=True),
                name="one_certification_per_outcome",
            ),
            models.CheckConstraint(
                condition=Q(lowest__gte=1, lowest__lte=F("level"), level__lte=HIGHEST_LEVEL),
                name="certification_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.title, self.titles)


class Certificate(models.Model):
    """A person is certified; a renewal or a higher level is the next pass, not a change of this one."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        EXPIRED = "expired", _("expired")
        SUPERSEDED = "superseded", _("superseded")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")

    class Reason(models.TextChoices):
        """Why one is withdrawn, in the words that whoever checks it may read; the story stays in `note`."""

        ERROR = "error", _("issued in error")
        EVIDENCE = "evidence", _("the evidence no longer stands")
        REVIEW = "review", _("under review")
        REQUEST = "request", _("at the holder's request")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(max_length=24, unique=True, help_text=_("What the verification page is asked for."))
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "lms.OrgUnit", on_delete=models.PROTECT, null=True, related_name="+", help_text=_("The person's, at that time.")
    )
    pass_no = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    facts = models.JSONField(help_text=_("Everything printed on it, as printed."))
    issued_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True, help_text=_("The last day on which it holds."))
    state = models.CharField(max_length=12, choices=State, default=State.VALID)
    state_at = models.DateTimeField()
    state_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text=_("Read by HR and the holder, not by who checks it."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certification", "person", "pass_no"], name="one_certificate_per_pass"),
            models.UniqueConstraint(
                fields=["certification", "person"],
                condition=Q(state__in=["valid", "suspended"]),
                name="one_standing_certificate",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["revoked", "suspended"]) | ~Q(reason=""), name="a_withdrawal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="certificate_within_scale"
            ),
        ]
        indexes = [
            models.Index(fields=["administration", "state", "expires_on"], name="certificate_lapsing"),
            models.Index(fields=["person", "state"], name="certificate_of_person"),
            models.Index(fields=["expires_on"], condition=Q(state="valid"), name="certificate_due"),
        ]

    def __str__(self) -> str:
        return f"{self.certification} · {self.person} · {self.pass_no}"
