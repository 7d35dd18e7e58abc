"""Tables of the store: a narrow table that gives every statement its identity, the statements, and who may write them.

No row points at a table of another room. Texts are texts, never jsonb, which would reorder keys. The columns that
queries filter by are sixteen bytes wide, made with `rules.key_of`, so that no IRI is too long for an index.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracking.lrs import statement as typed
from tracking.lrs.binding import Binding
from tracking.lrs.scopes import Scope


class Credential(models.Model):
    """A key and a secret, the tenant that they open, and what their holder may do and speak of there.

    A launch credential is bound to one actor, one registration and the activities of the launch, and ends with it. What
    is stored of the secret is a keyed digest: quick to check on every request, and useless without our key.
    """

    class Kind(models.TextChoices):
        EXTERNAL = "external", _("another system")
        LAUNCH = "launch", _("a launch")
        SERVER = "server", _("this server")

    class Names(models.TextChoices):
        AS_SENT = "as_sent", _("people as they are sent")
        OPAQUE = "opaque", _("people as opaque accounts only")

    key = models.CharField(max_length=40, unique=True)
    secret_digest = models.CharField(max_length=64)
    #: The secret before the last rotation, which opens until `previous_until`.
    previous_digest = models.CharField(max_length=64, blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=120)
    tenant = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind)
    scopes = models.JSONField(default=list)
    authority = models.JSONField()
    #: `rules.actor_key` of the authority, by which statements are found that this credential vouches for.
    authority_key = models.UUIDField(null=True)
    xapi_version = models.CharField(
        max_length=8, default="1.0.3", help_text=_("Assumed of requests that name no version of xAPI.")
    )
    #: Requests in a minute; None for as many as come.
    per_minute = models.PositiveIntegerField(null=True, blank=True)
    #: Whether names and mail addresses may stand in what is stored: see `credentials.rules`.
    names = models.CharField(max_length=8, choices=Names, default=Names.AS_SENT)
    actor = models.JSONField(null=True, blank=True)
    registration = models.UUIDField(null=True, blank=True)
    activity_prefixes = models.JSONField(default=list, blank=True)
    forbidden = models.JSONField(default=list, blank=True)
    since = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    late_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    next_no = models.BigIntegerField(default=1)

    #: The row that this was made of, where it may be another by now: who writes confirms it (`credentials.queries.confirm`).
    remembered_as: tuple[Any, ...] | None = None

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "kind"], name="credential_tenant"),
            models.Index(fields=["tenant", "authority_key"], name="credential_authority"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="launch")
                | models.Q(
                    actor__isnull=False, registration__isnull=False, expires_at__isnull=False, late_until__isnull=False
                ),
                name="launch_credential_is_bound",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    @property
    def is_trusted(self) -> bool:
        """Whether progress may follow from what is stored with this credential."""
        return self.kind in (self.Kind.LAUNCH, self.Kind.SERVER)

    def may(self, *scopes: Scope) -> bool:
        return Scope.ALL in self.scopes or any(scope in self.scopes for scope in scopes)

    def is_open(self, at: datetime) -> bool:
        """Neither revoked nor past the last moment at which late statements are taken."""
        return self.revoked_at is None and (self.late_until is None or at <= self.late_until)

    @property
    def binding(self) -> Binding | None:
        """What a launch may speak of, and when; None for any other credential."""
        if self.actor is None or self.registration is None or self.expires_at is None:
            return None
        return Binding(
            actor=self.actor, registration=self.registration, prefixes=tuple(self.activity_prefixes),
            forbidden=tuple(self.forbidden), since=self.since, until=self.expires_at,
        )  # fmt: skip


class StatementKey(models.Model):
    """The identity of a statement within its tenant, and its place in the order of arrival.

    It is a table of its own because a table that is partitioned by time cannot promise that an identifier is unique.
    """

    seq = models.BigAutoField(primary_key=True)
    tenant = models.UUIDField()
    statement_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "statement_id"], name="one_statement_per_tenant_and_id")
        ]

    def __str__(self) -> str:
        return str(self.statement_id)


class Statement(models.Model):
    """A statement as text, with what queries ask for beside it. Never changed, and taken back only by voiding."""

    class Origin(models.TextChoices):
        EXTERNAL = "external", _("another system")
        LAUNCH = "launch", _("a launch")
        SERVER = "server", _("this server")

    seq = models.BigIntegerField(primary_key=True)
    tenant = models.UUIDField()
    statement_id = models.UUIDField()
    stored = models.DateTimeField()
    timestamp = models.DateTimeField()
    #: How far the sender's clock was from the time of the launch, in milliseconds; 0 where it was not moved.
    skew_ms = models.BigIntegerField(default=0)
    actor = models.UUIDField(null=True)
    verb = models.UUIDField()
    #: The activity or agent that the statement is about.
    about = models.UUIDField(null=True)
    registration = models.UUIDField(null=True)
    refers_to = models.UUIDField(null=True)
    is_voiding = models.BooleanField(default=False)
    is_voided = models.BooleanField(default=False)
    origin = models.CharField(max_length=12, choices=Origin)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="statements", db_index=False)
    version = models.CharField(max_length=8)
    #: What the text lacks when it is given out: `serving.lacks`.
    lacks = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "seq"], name="statement_order"),
            models.Index(fields=["tenant", "stored"], name="statement_stored"),
            models.Index(fields=["tenant", "actor", "seq"], name="statement_actor"),
            models.Index(fields=["tenant", "verb", "seq"], name="statement_verb"),
            models.Index(
                fields=["tenant", "about", "seq"], condition=models.Q(about__isnull=False),
                name="statement_about",
            ),
            models.Index(
                fields=["tenant", "registration", "seq"], condition=models.Q(registration__isnull=False),
                name="statement_registration",
            ),
            models.Index(
                fields=["tenant", "refers_to"], condition=models.Q(refers_to__isnull=False), name="statement_refers"
            ),
            models.Index(fields=["credential", "seq"], name="statement_credential"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.statement_id)

    @property
    def typed(self) -> typed.Statement:
        """The statement with its properties as attributes, such as `.typed.result.score.scaled`."""
        return typed.decode(self.text)


class Mention(models.Model):
    """An agent or activity that a statement speaks of beside its actor and object, for the `related_` queries.

    The three columns are the key: another number and another index would be a third of what the table costs.
    """

    pk = models.CompositePrimaryKey("tenant", "key", "seq")
    tenant = models.UUIDField()
    key = models.UUIDField()
    seq = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.key} in {self.seq}"


class Echo(models.Model):
    """A statement that speaks of another statement, at one or more removes: what finds the other finds this one too."""

    tenant = models.UUIDField()
    seq = models.BigIntegerField()
    target = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "target", "seq"], name="one_echo_of_each_statement")]
        indexes = [models.Index(fields=["tenant", "seq"], name="echo_order")]

    def __str__(self) -> str:
        return f"{self.seq} speaks of {self.target}"


class KnownActivity(models.Model):
    """An activity as those who may define it have described it, all their words merged."""

    tenant = models.UUIDField()
    #: `rules.key_of` the activity's IRI.
    key = models.UUIDField()
    iri = models.TextField()
    definition = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="one_definition_per_tenant_and_activity")]

    def __str__(self) -> str:
        return self.iri
