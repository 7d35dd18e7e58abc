"""A package is what an author uploads again and again; a version is one of those uploads, for ever; libraries are the code
that they share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7
from wagtail.search import index

from courses.packages.moderated import Moderated


class Package(Moderated, index.Indexed, models.Model):
    """A piece of interactive content that lessons point to."""

    class Kind(models.TextChoices):
        H5P = "h5p", "H5P"
        CMI5 = "cmi5", "cmi5"
        SCORM = "scorm", "SCORM"

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    administration = models.ForeignKey(
        "lms.Administration", on_delete=models.PROTECT, related_name="+", verbose_name=_("administration")
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.H5P, editable=False)
    title = models.CharField(max_length=255, verbose_name=_("title"))
    reuse = models.BooleanField(
        _("learners may download it"),
        default=False,
        help_text=_("As an .h5p file that plays elsewhere too. Its licence and its authors go along."),
    )
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("administration"),
        index.FilterField("retired_at"),
    ]

    class Meta:
        verbose_name = _("interactive content")
        verbose_name_plural = _("interactive contents")

    def __str__(self) -> str:
        return self.title


class Library(models.Model):
    """Code that H5P contents run on, bound by name and two numbers; a newer patch takes its place.

    A library belongs to the administration that uploaded it, so that nobody's code runs in another's courses; one without
    an administration was installed by the operator, for all.
    """

    administration = models.ForeignKey("lms.Administration", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    digest = models.CharField(
        max_length=64, db_index=True, help_text=_("Of all its files; their folder in the storage.")
    )
    data = models.JSONField(help_text=_("Its library.json."))
    semantics = models.JSONField(default=list)
    installed_at = models.DateTimeField()
    held_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Nothing new may be made with it; what plays on it goes on playing.")
    )

    class Meta:
        verbose_name_plural = _("libraries")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "name", "major", "minor"], name="one_library_per_administration"
            ),
            models.UniqueConstraint(
                fields=["name", "major", "minor"], condition=models.Q(administration=None), name="one_library_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.major}.{self.minor}.{self.patch}"


class PackageVersion(models.Model):
    """What a package said at one time, uploaded or written here: its manifest as we read it. It never changes."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text=_("Of its manifest, its parameters and its files."))
    size = models.PositiveBigIntegerField(help_text=_("Bytes, unpacked."))
    manifest = models.JSONField(default=dict)
    is_written = models.BooleanField(
        default=False, help_text=_("Written here, so it goes live whole; an upload plays as it plays elsewhere.")
    )
    libraries = models.ManyToManyField(Library, related_name="+", through="VersionLibrary")
    uploaded_by = models.ForeignKey("lms.User", on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="one_package_version_per_number")]

    def __str__(self) -> str:
        return f"{self.package} v{self.number}"


class VersionLibrary(models.Model):
    """A version of a package plays on a library, which therefore stays."""

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="+")
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="uses")
    place = models.PositiveIntegerField(help_text=_("In the order in which they are loaded."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "library"], name="one_link_per_version_and_library")]

    def __str__(self) -> str:
        return f"{self.version} · {self.library}"


class PackageContent(models.Model):
    """What an H5P package says: its parameters as they came, and as they are shown. What is shown follows from what came
    and from the libraries, and is worked out anew when a library is replaced by a newer patch.
    """

    version = models.OneToOneField(PackageVersion, on_delete=models.CASCADE, related_name="content")
    library = models.CharField(max_length=270, help_text=_("Such as H5P.MultiChoice 1.16."))
    original = models.JSONField()
    filtered = models.JSONField()

    def __str__(self) -> str:
        return f"{self.version} · {self.library}"


class PackageFile(models.Model):
    """A file of a version, by its path in the package. Its bytes lie under their digest, once for all that hold them."""

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64, db_index=True)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "path"], name="one_file_per_version_and_path")]

    def __str__(self) -> str:
        return self.path
