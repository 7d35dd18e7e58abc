"""The history of a package on the editors' pages: who wrote which version when, each to be played, one made live, an older
one brought back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex

from courses.packages import queries
from courses.packages.editor import preview, publishing, saving
from courses.packages.editor.views import own
from courses.packages.models import Package, PackageVersion
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest


@require_safe
def versions(request: SignedInRequest, package: int) -> HttpResponse:
    found = own(request.user, package)
    rows = list(found.versions.select_related("uploaded_by", "published_by", "content").order_by("-number"))
    context = {
        "package": found,
        "versions": rows,
        "live": next((row for row in rows if row.state == PackageVersion.State.LIVE), None),
        "shown": next((row for row in rows if str(row.number) == request.GET.get("play")), None),
        "may_publish": publishing.may_publish(request.user, found),
        "uses": uses_of(found, request.user),
    }
    return render(request, "courses/packages/editor/versions.html", context)


def uses_of(package: Package, person: User) -> list[tuple[str, str]]:
    """The pages that show it, by title and address; of a page that one may not edit nothing is said."""
    finder = AdminURLFinder(person)
    things = (thing for thing, _references in ReferenceIndex.get_grouped_references_to(package))
    return [(str(thing), url) for thing in things if (url := finder.get_edit_url(thing))]


def one(person: User, package: int, number: int) -> PackageVersion:
    return get_object_or_404(PackageVersion, package=own(person, package), number=number)


@require_safe
@never_cache
def play(request: SignedInRequest, package: int, number: int) -> HttpResponse:
    """The document that plays a version in its frame; nothing is recorded."""
    version = one(request.user, package, number)
    return preview.frame(request, queries.playing(version, on=clock.today(), activity="about:blank"))


@require_POST
def publish(request: SignedInRequest, package: int, number: int) -> HttpResponse:
    version = one(request.user, package, number)
    publishing.publish(version=version, by=request.user, at=clock.now())
    messages.success(request, _("Version %(number)s is live: the next release takes it.") % {"number": number})
    return redirect("h5p-versions", package)


@require_POST
def restore(request: SignedInRequest, package: int, number: int) -> HttpResponse:
    """The same words again, as the newest version."""
    new = saving.bring_back(one(request.user, package, number), by=request.user, at=clock.now())
    messages.success(request, _("Version %(new)s says what version %(old)s said.") % {"new": new.number, "old": number})
    return redirect("h5p-versions", package)
