"""Where Wagtail would delete what a release holds on to, we offer to retire it instead: for one page, for many, for quizzes.

Nothing here ever deletes. The database would refuse as well, but with an error where an author deserves a sentence.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from courses.catalogue import actions, queries
from courses.packages import actions as packages
from courses.packages import queries as package_queries
from courses.packages.models import Package
from courses.quizzes import actions as quizzes
from courses.quizzes import queries as quiz_queries
from courses.quizzes.models import Question, Quiz
from lms.core import clock
from lms.people.typing import SignedInRequest

#: The button of our own page sends this along.
RETIRE = "retire"
Retire = Callable[[Any, SignedInRequest], None]


def retire_page_instead(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """`before_delete_page`: None lets Wagtail go on and delete what no release has taken."""
    if not queries.is_held(page):
        return None
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    return answer(request, [page], retire_page, back=back, untouched=0)


def retire_pages_instead(
    request: SignedInRequest, action: str, things: Sequence[Any], view: Any
) -> HttpResponse | None:
    """`before_bulk_action`: where one page of several is held, none is deleted."""
    if action != "delete" or not all(isinstance(thing, Page) for thing in things):
        return None
    held = [page for page in things if queries.is_held(page)]
    return answer(request, held, retire_page, back=view.next_url, untouched=len(things) - len(held)) if held else None


def retire_snippets_instead(request: SignedInRequest, things: Sequence[Model]) -> HttpResponse | None:
    """`before_delete_snippet`, for one and for many: quizzes and questions that something has taken, and packages."""
    ours = [thing for thing in things if isinstance(thing, Quiz | Question | Package)]
    if not ours:
        return None
    kind = type(ours[0])
    held = held_of(ours)
    back = reverse(kind.snippet_viewset.get_url_name("list"))
    return answer(request, held, retire_snippet, back=back, untouched=len(ours) - len(held)) if held else None


def held_of(things: Sequence[Any]) -> list[Any]:
    """Of things of one kind those that something holds on to."""
    if isinstance(things[0], Package):
        return list(package_queries.held(things))
    return list(quiz_queries.held(type(things[0]).objects.filter(pk__in=[thing.pk for thing in things])))


def answer(request: SignedInRequest, held: Sequence[Any], retire: Retire, *, back: str, untouched: int) -> HttpResponse:
    if request.method == "POST" and RETIRE in request.POST:
        return carry_out(request, held, retire, back=back)
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    words = {"held": held, "untouched": untouched, "back": back, "name": RETIRE, "kept": kept}
    return render(request, "courses/admin/retire.html", words)


def carry_out(request: SignedInRequest, held: Sequence[Any], retire: Retire, *, back: str) -> HttpResponseRedirect:
    for thing in held:
        retire(thing, request)
    done = ngettext("%(count)d retired; nothing was deleted.", "%(count)d retired; nothing was deleted.", len(held))
    messages.success(request, done % {"count": len(held)})
    return redirect(back)


def retire_page(page: Page, request: SignedInRequest) -> None:
    actions.retire(page=page, by=request.user, at=clock.now())


def retire_snippet(thing: Quiz | Question | Package, request: SignedInRequest) -> None:
    if isinstance(thing, Package):
        packages.retire(package=thing, by=request.user, at=clock.now())
    else:
        quizzes.retire(thing=thing, by=request.user, at=clock.now())
