"""Sealed segments of a tenant's statements, and how many there are of each verb and day."""

from django.db import models


class Segment(models.Model):
    """Consecutive statements of a tenant, each with a salt and a salted digest (see `sealing.rules`), chained by `digest`."""

    tenant = models.UUIDField()
    number = models.PositiveIntegerField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    count = models.PositiveIntegerField()
    leaves = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="one_segment_per_number")]
        indexes = [models.Index(fields=["tenant", "last_seq"], name="segment_order")]

    def __str__(self) -> str:
        return f"{self.number}: {self.first_seq}–{self.last_seq}"


class Tally(models.Model):
    """How many sealed statements of a verb (`rules.key_of` its IRI) a tenant stored on a day, in UTC."""

    tenant = models.UUIDField()
    day = models.DateField()
    verb = models.UUIDField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "day", "verb"], name="one_tally_per_day_and_verb")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
