"""Files as a release holds on to them."""

from django.db import models


class Media(models.Model):
    """A file frozen for lessons, named by its own content: replacing or deleting the original does not reach it."""

    digest = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to="frozen/")
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.digest
