"""A package is what an author uploads again and again; a version is one of those uploads, for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Package(models.Model):
    """A piece of interactive content that lessons point to."""

    class Kind(models.TextChoices):
        H5P = "h5p", "H5P"
        CMI5 = "cmi5", "cmi5"
        SCORM = "scorm", "SCORM"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=255)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.title


class PackageVersion(models.Model):
    """One upload of a package: where its files are, what they hash to, and the manifest as we read it."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    folder = models.CharField(max_length=200, help_text=_("The prefix of its files in the storage."))
    size = models.PositiveBigIntegerField(help_text=_("Bytes, unpacked."))
    manifest = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="one_package_version_per_number"),
            models.UniqueConstraint(fields=["package", "digest"], name="one_package_version_per_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.package} v{self.number}"
