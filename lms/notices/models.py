"""Notices as they stand on the site, the letters that went out by mail, and who wants what by mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Letter(models.Model):
    """A mail that was sent to a person: one notice at once, or a day's digest of several."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    address = models.EmailField()
    subject = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    digest_of = models.DateField(null=True, blank=True, help_text=_("The day that a digest is of."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest_of"], condition=Q(digest_of__isnull=False), name="one_digest_a_day"
            )
        ]
        indexes = [models.Index(fields=["person", "-sent_at"], name="letter_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.subject}"


class Notice(models.Model):
    """Something a person was told: the kind, the facts that its words are made of, and where to go next.

    `facts` are JSON; a key that ends in `_at` holds a moment in ISO 8601, one that ends in `_on` a date. Words are found
    when it is shown or sent, in the language and the time zone of its reader.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.SlugField(max_length=48)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    #: An iCalendar text that its mail carries, and what that text asks for (RFC 5546).
    calendar = models.TextField(blank=True)
    method = models.CharField(max_length=12, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(letter=None), name="notice_not_mailed"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"


class MailChoice(models.Model):
    """A person wants, or does not want, a kind of notice by mail; without a row, the kind's own way holds."""

    person = models.ForeignKey("lms.User", on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=48)
    by_mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"
