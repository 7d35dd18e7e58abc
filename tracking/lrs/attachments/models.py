"""The bytes of attachments and the statements that they belong to."""

from django.db import models


class Content(models.Model):
    """The bytes of which `sha2` is the hash: in the row while they are few, in a file of the storage otherwise."""

    tenant = models.UUIDField()
    #: SHA-2 in lower-case hexadecimal digits, of whichever length the sender chose (224 to 512 bits).
    sha2 = models.CharField(max_length=128)
    length = models.BigIntegerField()
    inline = models.BinaryField(null=True)
    file = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sha2"], name="one_content_per_tenant_and_hash"),
            models.CheckConstraint(
                condition=models.Q(inline__isnull=False) | ~models.Q(file=""), name="content_lies_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return self.sha2


class Attached(models.Model):
    """A statement came with these bytes. Whoever removes its last statement may remove the bytes."""

    seq = models.BigIntegerField()
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seq", "content"], name="one_attachment_per_statement_and_content")
        ]

    def __str__(self) -> str:
        return f"{self.content_id} with {self.seq}"
