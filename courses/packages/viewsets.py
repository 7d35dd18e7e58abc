"""Interactive content in the editors' admin: uploading a package, and replacing it by a newer one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList

from courses.owned import OwnedForm
from courses.packages import actions, publishing, words
from courses.packages.editor.listing import KIND, PLAY, STATE, USES, ListedViewSet
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Package
from courses.packages.queries import Shelf
from lms.core import clock


class PackageForm(OwnedForm):
    """A title and a file. A file that is refused says every reason; what else was typed stays."""

    instance: Package
    file = forms.FileField(
        label=_("H5P package"),
        help_text=_("A file that ends in .h5p. Learners in the middle of a course keep the version they began with."),
        widget=forms.FileInput(attrs=words.UPLOAD),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Without one, the title that the package has itself.")
        if self.instance.pk:
            self.fields["file"].required = False
            # Its versions and libraries are that administration's.
            self.fields["administration"].disabled = True

    class Media:
        js = [forms.Script("js/upload.js", type="module")]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        file, administration = data.get("file"), data.get("administration")
        if file and administration:
            self.judge(file, administration)
        return data

    def judge(self, file: Any, administration: Any) -> None:
        try:
            opened = actions.open_for(
                file, name=file.name, shelf=Shelf(administration), by=self.for_user, at=clock.now()
            )
        except Refused as refused:
            self.add_error("file", words.whys(refused.reasons))
            return
        self.cleaned_data["title"] = self.cleaned_data.get("title") or opened.manifest["title"]

    def save(self, commit: bool = True) -> Package:
        raise NotImplementedError("an upload is stored by store()")

    def store(self) -> Package:
        """The package as its newest revision has it, a draft; the upload is judged again where it is stored."""
        said = {"title": self.cleaned_data["title"], "reuse": self.cleaned_data["reuse"]}
        package = self.instance if self.instance.pk else None
        if file := self.cleaned_data.get("file"):
            file.seek(0)
            package = actions.upload(
                file=file,
                name=file.name,
                administration=self.cleaned_data["administration"],
                package=package,
                as_draft=True,
                by=self.for_user,
                at=clock.now(),
                **said,
            ).package
        elif package:
            actions.describe(package=package, by=self.for_user, at=clock.now(), **said)
        return publishing.latest(Package.objects.get(pk=package.pk)) if package else self.instance


class PackageViewSet(ListedViewSet):
    model = Package
    icon = "media"
    menu_label = _("Interactive content")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", KIND, STATE, USES, PLAY, "administration"]
    edit_handler = ObjectList(
        [FieldPanel("administration"), FieldPanel("title"), FieldPanel("file"), FieldPanel("reuse")],
        base_form_class=PackageForm,
    )
