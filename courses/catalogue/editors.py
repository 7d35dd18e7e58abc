"""Who writes an administration's courses."""

from django.db import models


class Editorship(models.Model):
    """The group that writes an administration's courses, and the collection in which its pictures and documents lie."""

    administration = models.OneToOneField("lms.Administration", on_delete=models.PROTECT, related_name="+")
    group = models.OneToOneField("auth.Group", on_delete=models.PROTECT, related_name="editorship")
    collection = models.OneToOneField("wagtailcore.Collection", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.group)
