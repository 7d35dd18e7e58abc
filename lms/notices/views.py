"""/my/notices/: what one was told, what came by mail, and what should come by mail."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.core import clock
from lms.notices import actions, mailing, queries
from lms.notices.kinds import KINDS
from lms.people.typing import SignedInRequest

AT_ONCE = 30


@login_required
@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """The list, the latest first."""
    found = queries.visible_to(request.user).select_related("person", "letter")
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    lines = [{"notice": notice, "line": mailing.line(notice)} for notice in page]
    return render(request, "lms/notices/notices.html", {"lines": lines, "page": page})


@login_required
@require_GET
def follow(request: SignedInRequest, notice: UUID) -> HttpResponse:
    """Go where a notice leads; it is read then."""
    found = get_object_or_404(queries.visible_to(request.user), uid=notice)
    actions.read(notice=found, by=request.user, at=clock.now())
    return redirect(found.link or "notices")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    actions.read_all(by=request.user, at=clock.now())
    return redirect("notices")


@login_required
@require_http_methods(["GET", "POST"])
def mail(request: SignedInRequest) -> HttpResponse:
    """Which kinds come by mail, and which letters went out."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        actions.choose_mail(person=request.user, kinds=wanted, by=request.user, at=clock.now())
        messages.success(request, _("Kept. From now on, mail comes as you chose."))
        return redirect("notices-mail")
    wanted = set(queries.kinds_by_mail(request.user))
    kinds = [(kind.at_once, {"name": name, "kind": kind, "wanted": name in wanted}) for name, kind in KINDS.items()]
    letters = queries.letters_visible_to(request.user)[:AT_ONCE]
    return render(
        request,
        "lms/notices/mail.html",
        {
            "groups": [
                (_("At once"), [each for at_once, each in kinds if at_once]),
                (_("Together, once a day"), [each for at_once, each in kinds if not at_once]),
            ],
            "letters": letters,
        },
    )
