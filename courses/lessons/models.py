"""Files as a release holds on to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Media(models.Model):
    """A file frozen for lessons, named by its own content: replacing or deleting the original does not reach it."""

    digest = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to="frozen/")
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    made_from = models.CharField(max_length=64, blank=True, help_text=_("Digest of the file that this was made from."))
    made_as = models.CharField(
        max_length=40, blank=True, help_text=_("How it was made, such as width-960|format-webp.")
    )

    class Meta:
        verbose_name_plural = "media"
        indexes = [models.Index(fields=["made_from", "made_as"], name="media_made_from")]

    def __str__(self) -> str:
        return self.digest
