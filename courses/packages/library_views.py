"""The libraries on the editors' pages: what is installed, who uses it, and, for those who may, installing, holding and
removing."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from courses.ownership import administrations_written_by
from courses.packages import actions, keeping, queries, words
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Library
from courses.packages.policy import may_install
from lms.core import clock
from lms.people.models import Administration, User
from lms.people.typing import SignedInRequest


class LibrariesMenuItem(MenuItem):
    """In the menu of those who write courses somewhere."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return administrations_written_by(request.user).exists()


class LibrariesForm(forms.Form):
    """An .h5p file whose libraries are wanted, whatever its content."""

    administration: Any = forms.ModelChoiceField(queryset=None, required=False, label=gettext_lazy("For"))
    file = forms.FileField(
        label=gettext_lazy("H5P package"),
        help_text=gettext_lazy("Its libraries are installed; its content is left out."),
        widget=forms.FileInput(attrs=words.UPLOAD),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administration"]
        field.queryset = installed_by(by)
        field.required = not by.is_superuser
        field.empty_label = _("All administrations") if by.is_superuser else "–"
        if len(field.queryset) == 1 and not by.is_superuser:
            field.initial = field.queryset[0]


def installed_by(person: User) -> Any:
    """Where a person installs libraries."""
    today = clock.today()
    may = [each.pk for each in administrations_written_by(person) if may_install(person, each, on=today)]
    return Administration.objects.filter(pk__in=may)


@require_safe
def libraries(request: SignedInRequest) -> HttpResponse:
    """Everything that serves the editor's administrations."""
    if not administrations_written_by(request.user).exists():
        raise PermissionDenied
    form = LibrariesForm(by=request.user) if installs_anywhere(request.user) else None
    return listed(request, form)


def listed(request: SignedInRequest, form: LibrariesForm | None, *, status: int = 200) -> HttpResponse:
    rows = queries.libraries_of(request.user).defer("semantics", "data").order_by("title", "-major", "-minor")
    context = {"libraries": rows, "form": form, "allowed": settings.H5P_LIBRARIES}
    return render(request, "courses/packages/libraries.html", context, status=status)


def installs_anywhere(person: User) -> bool:
    return person.is_superuser or installed_by(person).exists()


@require_POST
def install(request: SignedInRequest) -> HttpResponse:
    """Install the libraries of a package, or say every reason why not."""
    form = LibrariesForm(request.POST, request.FILES, by=request.user)
    if form.is_valid():
        try:
            new = actions.install_libraries(
                file=form.cleaned_data["file"], name=form.cleaned_data["file"].name,
                administration=form.cleaned_data["administration"], by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("file", words.whys(refused.reasons))
        else:
            said = ngettext("%(count)s library installed.", "%(count)s libraries installed.", len(new))
            messages.success(request, said % {"count": len(new)})
            return redirect("h5p-libraries")
    return listed(request, form, status=422)


def one(person: User, library: int) -> Library:
    return get_object_or_404(queries.libraries_of(person), pk=library)


@require_safe
def uses(request: SignedInRequest, library: int) -> HttpResponse:
    """Who uses a library; of other administrations only how many."""
    found = one(request.user, library)
    used = queries.uses_of(found)
    own = set(queries.visible_to(request.user).values_list("pk", flat=True))
    context = {
        "library": found,
        "contents": {package: numbers for package, numbers in used.contents.items() if package.pk in own},
        "others": sum(package.pk not in own for package in used.contents),
        "needed_by": used.libraries,
        "in_use": bool(used),
        "may_install": may_install(request.user, found.administration, on=clock.today()),
    }
    return render(request, "courses/packages/library.html", context)


@require_http_methods(["POST"])
def change(request: SignedInRequest, library: int, to: str) -> HttpResponse:
    """Hold a library back, let it go on, or remove it."""
    found = one(request.user, library)
    try:
        CHANGES[to](library=found, by=request.user, at=clock.now())
    except keeping.InUse:
        messages.error(request, _("This library is in use and stays."))
        return redirect("h5p-library-uses", library)
    if to == "remove":
        messages.success(request, _("%(library)s has been removed.") % {"library": found})
        return redirect("h5p-libraries")
    return redirect("h5p-library-uses", library)


CHANGES = {"hold": keeping.hold, "let-go": keeping.let_go, "remove": keeping.remove}
