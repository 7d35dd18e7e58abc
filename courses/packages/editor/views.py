"""The form on the editors' pages. Every button sends the whole form; what it asks for is done on the server, and the form,
or the part of it that a script asks for, comes back with everything that was typed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from courses.ownership import administrations_written_by
from courses.packages import publishing, queries, reviewing, tokens, words
from courses.packages.actions import mime_of
from courses.packages.editor import preview, saving, uploads
from courses.packages.editor.gaps import gaps_of
from courses.packages.editor.installed import Installed
from courses.packages.editor.sheet import Sheet, new_sheet, sheet_of
from courses.packages.h5p.library import Identity
from courses.packages.h5p.posted import Posted, operate
from courses.packages.h5p.reading import Problem
from courses.packages.h5p.reasons import Refused
from courses.packages.models import Package, PackageVersion
from courses.packages.publishing import policy
from courses.packages.views import served
from lms.core import clock
from lms.people.models import User
from lms.people.typing import SignedInRequest


def own(person: User, package: int) -> Package:
    """One of the editor's own packages; 404 when it is another's, 403 when it may not be changed.

    Whoever reviews it at the step where it is may change it, too, as everywhere in Wagtail.
    """
    found = get_object_or_404(queries.visible_to(person), pk=package)
    if not policy.user_has_permission_for_instance(person, "change", found):
        step = found.current_workflow_task
        if step is None or not step.user_can_access_editor(found, person):
            raise PermissionDenied
    return found


def reader() -> str:
    """The language of whoever looks."""
    return get_language() or settings.LANGUAGE_CODE


@require_safe
def choose(request: SignedInRequest) -> HttpResponse:
    """What kind of content to make, and whose it will be."""
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    owners = administrations_written_by(request.user)
    chosen = owners.filter(code=request.GET.get("for", "")).first() or owners.first()
    if chosen is None:
        raise Http404
    installed = Installed(chosen, reader=reader(), language=reader())
    context = {"owners": owners, "chosen": chosen, "types": installed.runnable(), "language": reader()}
    return render(request, "courses/packages/editor/choose.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def make(request: SignedInRequest, administration: str, library: str) -> HttpResponse:
    """The form of a new content."""
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    owner = get_object_or_404(administrations_written_by(request.user), code=administration)
    main = Identity.parse(" ".join(library.rsplit("-", 1)))
    if main is None:
        raise Http404
    sheet = new_sheet(owner, main, language=request.GET.get("language", reader()), by=request.user)
    if not sheet.installed.data(main):
        raise Http404
    return at_desk(request, sheet)


@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, package: int) -> HttpResponse:
    """The form of the newest version."""
    version = queries.newest(own(request.user, package))
    if version is None:
        raise Http404
    sheet = sheet_of(version, by=request.user)
    if not sheet.installed.fields(sheet.main):
        messages.warning(request, _("This content cannot be edited here: the library that plays it names no fields."))
        return redirect("h5p-versions", package)
    if request.method == "GET" and "look" in request.GET:
        sheet.problems = [problem for node in gaps_of(version) for problem in node.problems]
    return at_desk(request, sheet)


@require_safe
def drafted(request: SignedInRequest, path: str) -> HttpResponseBase:
    """A file that one has put into a form oneself."""
    found = uploads.find(path, request.user)
    if found is None or not default_storage.exists(found):
        raise Http404
    return served(request, found, mime_of(path), cache="private, max-age=600")


def at_desk(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    if request.method != "POST":
        return page(request, sheet)
    posted = Posted({name: request.POST.getlist(name) for name in request.POST})
    refused = take_files(request, posted)
    asked = posted.text("do") or ""
    changed = operate(posted, asked) if ":" in asked else ""
    sheet.read(posted)
    if asked == "preview":
        return preview.frame(request, preview.playing(sheet))
    if asked in DONE:
        sheet.problems += refused
        return done(request, sheet, posted, asked)
    # Nobody has said yet that they are done: only what was refused is said.
    sheet.problems = refused
    return part(request, sheet, changed) if changed and request.headers.get("X-Part") else page(request, sheet)


def take_files(request: SignedInRequest, posted: Posted) -> list[Problem]:
    """Keep what was sent along, each under the name of its field; what was refused, and why."""
    refused = []
    for name in request.FILES:
        path = name.partition(":")[0]
        for file in request.FILES.getlist(name):
            try:
                kept = uploads.keep(file, by=request.user, at=clock.now())
            except uploads.NotTaken as error:
                refused.append(Problem(path, error.code, error.detail))
                continue
            one = f"{path}.{posted.add(path)}" if name.endswith(":files") else path
            posted.put(f"{one}:was", kept)
    return refused


#: Buttons for those who are done; those of them that ask for a content without gaps.
DONE = ("save", "publish", "submit", "approve", "reject", "cancel")
WHOLE = ("publish", "submit", "approve")


def done(request: SignedInRequest, sheet: Sheet, posted: Posted, asked: str) -> HttpResponse:
    """Save the form and do what was asked for; or say why not, with everything that was typed."""
    package = sheet.version.package if sheet.version else None
    if asked == "cancel" and package:
        # What was typed meanwhile is not kept: whoever calls a content back could not have changed it.
        return after(request, package, asked)
    if sheet.is_wrong or (asked in WHOLE and sheet.problems):
        return page(request, sheet)
    if asked == "publish" and not policy.user_has_permission(request.user, "publish"):
        raise PermissionDenied
    try:
        with transaction.atomic():
            version = saving.save(sheet, publish=asked == "publish", at=clock.now())
            if version != sheet.version or asked in ("save", "publish"):
                say_saved(request, sheet, posted, version, publish=asked == "publish")
            return after(request, version.package, asked, comment=posted.text("comment") or "")
    except Refused as refused:
        for said in words.whys(refused.reasons):
            messages.error(request, said)
    except publishing.Locked as locked:
        messages.error(request, locked.message)
    except publishing.HasGaps as gaps:
        # What the form took for something may be nothing once it is cleaned.
        sheet.problems += [problem for node in gaps.nodes for problem in node.problems]
    return page(request, sheet)


def after(request: SignedInRequest, package: Package, asked: str, *, comment: str = "") -> HttpResponse:
    """What is to happen to a content that has been saved. Raises PermissionDenied."""
    if asked == "submit":
        state = reviewing.submit(package, by=request.user)
        messages.success(request, _("Submitted to %(workflow)s.") % {"workflow": state.workflow.name})
    elif asked == "cancel":
        reviewing.cancel(package, by=request.user)
        messages.success(request, _("Called back. It is a draft again."))
    elif asked in ("approve", "reject"):
        reviewing.decide(package, decision=asked, comment=comment, by=request.user)
        messages.success(request, DECIDED[asked])
    return redirect("h5p-edit", package.pk)


DECIDED = {"approve": gettext_lazy("Approved."), "reject": gettext_lazy("Sent back, with your comment.")}


def say_saved(request: HttpRequest, sheet: Sheet, posted: Posted, version: PackageVersion, *, publish: bool) -> None:
    number = {"number": version.number}
    if publish:
        messages.success(request, _("Version %(number)s is live: the next release takes it.") % number)
    elif version == sheet.version:
        messages.success(request, _("Nothing has changed since version %(number)s.") % number)
    else:
        messages.success(request, _("Saved as version %(number)s, which is a draft.") % number)
    before = posted.text("version")
    if sheet.version and before and before != str(sheet.version.number):
        messages.warning(
            request,
            _("Somebody saved version %(number)s while you were writing. It is kept in the history.")
            % {"number": sheet.version.number},
        )
    if sheet.problems:
        messages.warning(request, _("Something is still missing. It can be published when that is filled in."))


def page(request: SignedInRequest, sheet: Sheet) -> HttpResponse:
    tree = linked(sheet)
    library = sheet.installed.known[sheet.main]
    package = sheet.version.package if sheet.version else None
    context = {
        "sheet": sheet,
        "tree": tree,
        "tops": sheet.tops(),
        "type": library.title,
        "package": package,
        "name": publishing.latest(package).title if package else "",
        "asked": request.method == "POST",
        "wrong": sheet.wrong() if sheet.problems else [],
        "may_publish": policy.user_has_permission(request.user, "publish"),
        "held": queries.held_in(sheet.version) if sheet.version else [],
        "review": reviewing.review_of(package, person=request.user),
        **(locking(request.user, package) if package else {}),
    }
    return render(request, "courses/packages/editor/form.html", context)


def locking(person: User, package: Package) -> dict[str, Any]:
    """Whether it is locked and what Wagtail says of that; whether this person may lock or unlock it."""
    lock, step = package.get_lock(), package.current_workflow_task
    may_lock = step.user_can_lock(package, person) if step else policy.user_has_permission(person, "lock")
    return {
        "locked": lock is not None and lock.for_user(person),
        "lock_says": lock.get_message(person) if lock else "",
        "may_lock": not package.locked and (may_lock or person.is_superuser),
        "may_unlock": package.locked
        and (package.locked_by_id == person.pk or policy.user_has_permission(person, "unlock")),
    }


def part(request: SignedInRequest, sheet: Sheet, path: str) -> HttpResponse:
    """One field with all that is in it, for a script that puts it in the place of the old one."""
    node = linked(sheet).part(path)
    if node is None:
        raise Http404
    return render(request, "courses/packages/editor/part.html", {"node": node})


def linked(sheet: Sheet) -> Any:
    """The form, with addresses where its files can be looked at."""
    tree = sheet.tree()
    token = tokens.issue_files(sheet.version.pk, on=clock.today()) if sheet.version else ""
    for node in tree.walk():
        if node.kind in ("file", "entry") and isinstance(node.value, dict):
            path = str(node.value.get("path", ""))
            node.link = link_of(path, token if path in sheet.files else "")
    return tree


def link_of(path: str, token: str) -> str:
    if "://" in path:
        return path
    return reverse("h5p-content", args=[token, path]) if token else reverse("h5p-drafted", args=[path])
