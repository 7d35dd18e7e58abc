"""One table for the three kinds of documents: they differ in what names them, not in what is done with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """Bytes with a type and a name, which is unique at its place: tenant, kind, activity, agent and registration."""

    class Kind(models.TextChoices):
        STATE = "state", _("state of an activity")
        ACTIVITY_PROFILE = "activity_profile", _("profile of an activity")
        AGENT_PROFILE = "agent_profile", _("profile of an agent")

    tenant = models.UUIDField()
    kind = models.CharField(max_length=16, choices=Kind)
    #: `rules.key_of` the activity's IRI and `rules.actor_key` of the agent, where the kind has them.
    activity = models.UUIDField(null=True)
    agent = models.UUIDField(null=True)
    registration = models.UUIDField(null=True)
    name = models.TextField()
    #: `rules.key_of` all of the above: one narrow index, and no two nulls that differ.
    key = models.UUIDField()
    content_type = models.TextField()
    content = models.BinaryField()
    #: SHA-1 in hexadecimal digits, which 1.0.3 prescribes for the ETag (Communication 3.1).
    digest = models.CharField(max_length=40)
    updated = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="one_document_per_place_and_name")]
        indexes = [
            models.Index(
                fields=["tenant", "activity", "agent"], condition=models.Q(activity__isnull=False),
                name="document_activity",
            ),
            models.Index(fields=["tenant", "agent"], condition=models.Q(agent__isnull=False), name="document_agent"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'
