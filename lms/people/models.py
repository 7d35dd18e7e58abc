"""People, the administrations they serve, and the dated roles that tie them together."""

from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node
from uuid_utils.compat import uuid7

from lms.core.languages import in_readers_language


def is_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not an IANA time zone."), params={"name": name})


class Administration(models.Model):
    """A customs administration, or the region or organisation above it."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        REGION = "region", _("region")
        ADMINISTRATION = "administration", _("administration")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    names = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))
    country = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ADMINISTRATION)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[is_time_zone])
    smallest_group = models.PositiveSmallIntegerField(
        default=5, help_text=_("Figures about fewer people than this are not shown.")
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(smallest_group__gte=3), name="group_of_three_at_least")]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.names)


class OrgUnit(MP_Node):
    """A unit of an administration, in a tree: a head office's directorate, a port, a border post."""

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="units")
    code = models.SlugField(max_length=24)
    name = models.CharField(max_length=160)
    names = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="one_unit_per_code")]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.names)


class Post(models.Model):
    """A job profile of an administration, such as risk analyst; what it requires is in `competencies`."""

    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="posts")
    code = models.SlugField(max_length=24)
    title = models.CharField(max_length=160)
    titles = models.JSONField(default=dict, blank=True, help_text=_("In other languages, by language code."))

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["administration", "code"], name="one_post_per_code")]

    def __str__(self) -> str:
        return in_readers_language(self.title, self.titles)


class User(AbstractUser):
    """Anyone who signs in. `uid` is the opaque name that learning records use instead of the person's own."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name_in_scripts = models.JSONField(
        default=dict, blank=True, help_text=_("The name in other scripts, by language code, as certificates print it.")
    )
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[is_time_zone])

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Membership(models.Model):
    """A role that a person holds in an administration, within a unit or all of it, from a day until a day."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("officer")
        SUPERVISOR = "supervisor", _("supervisor")
        TRAINER = "trainer", _("trainer")
        HR = "hr", _("HR")
        HEAD_OF_OFFICE = "head_of_office", _("head of office")
        NATIONAL_COORDINATOR = "national_coordinator", _("national coordinator")
        WCO_ADVISER = "wco_adviser", _("WCO adviser")
        EXPERT = "expert", _("expert")
        DONOR_VIEWER = "donor_viewer", _("donor viewer")
        ADMINISTRATOR = "administrator", _("administrator")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text=_("The last day; empty while it lasts."))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                "person",
                "administration",
                "role",
                Coalesce("unit", 0),
                Coalesce("post", 0),
                condition=Q(until__isnull=True),
                name="one_open_membership",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "administration"], name="membership_role"),
            models.Index(fields=["unit", "role"], name="membership_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.administration}"
