"""The history of a package on the editors' pages: who wrote which version when, each to be played, also beside another, one
made live, an older one brought back; and how reviews of it went."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import registry
from wagtail.models import ReferenceIndex

from courses.packages import publishing, queries
from courses.packages.editor import preview, saving
from courses.packages.editor.telling import say_gaps
from courses.packages.editor.views import locking, own
from courses.packages.models import Package, PackageVersion
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest


@require_safe
def versions(request: SignedInRequest, package: int) -> HttpResponse:
    found = own(request.user, package)
    rows = list(found.versions.select_related("uploaded_by", "content").order_by("-number"))
    notes = made_live(found)
    by_number = {str(row.number): row for row in rows}
    context = {
        "package": found,
        "versions": [(row, notes.get(row.pk)) for row in rows],
        "live": publishing.live(found),
        "held": queries.held_in(rows[0]) if rows else [],
        "shown": [by_number[each] for name in SHOWN if (each := request.GET.get(name)) in by_number],
        "may_publish": publishing.may_publish(request.user, found),
        "events": events_of(found),
        "uses": uses_of(found, request.user),
        **locking(request.user, found),
    }
    return render(request, "courses/packages/editor/versions.html", context)


#: What is played on the page: a version, and another one to compare it with.
SHOWN = ("play", "beside")


def made_live(package: Package) -> dict[int, Any]:
    """Of each version that ever was live, by its id, Wagtail's note of when and by whom that was done first."""
    notes = registry.get_logs_for_instance(package).filter(action="wagtail.publish", revision__isnull=False)
    return {note.revision.content["version"]: note for note in notes.select_related("revision", "user")}


def events_of(package: Package) -> list[Any]:
    """Wagtail's notes of what happened in workflows, the newest first."""
    notes = registry.get_logs_for_instance(package).filter(action__startswith="wagtail.workflow.")
    return list(notes.select_related("revision", "user"))


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
    """Only the newest is made live: whoever wants an older one brings it back."""
    version = one(request.user, package, number)
    if version != queries.newest(version.package):
        raise Http404
    try:
        publishing.publish(version.package, by=request.user)
    except publishing.Locked as locked:
        messages.error(request, locked.message)
        return redirect("h5p-versions", package)
    except publishing.HasGaps as gaps:
        say_gaps(request, gaps)
        return redirect("h5p-versions", package)
    messages.success(request, _("Version %(number)s is live: the next release takes it.") % {"number": number})
    return redirect("h5p-versions", package)


@require_POST
def restore(request: SignedInRequest, package: int, number: int) -> HttpResponse:
    """The same words again, as the newest version."""
    try:
        new = saving.bring_back(one(request.user, package, number), by=request.user, at=clock.now())
    except publishing.Locked as locked:
        messages.error(request, locked.message)
        return redirect("h5p-versions", package)
    messages.success(request, _("Version %(new)s says what version %(old)s said.") % {"new": new.number, "old": number})
    return redirect("h5p-versions", package)
