"""What posts require, in the editors' admin: a table to type levels into, what would follow, and Publish as one action."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.viewsets.base import ViewSet

from lms.competencies import queries as competencies
from lms.competencies.actions import Change, publish_requirements
from lms.competencies.models import HIGHEST_LEVEL, Competency
from lms.core import clock
from lms.people.models import Administration, Post
from lms.people.typing import SignedInRequest
from tracking.needs import revising


@dataclass
class Cell:
    """One post and competency: the level that holds, and what stands in the field."""

    post: Post
    competency: Competency
    level: int
    typed: str
    wrong: bool = False

    @property
    def name(self) -> str:
        return f"r-{self.post.pk}-{self.competency.pk}"

    @property
    def change(self) -> Change | None:
        level = int(self.typed or 0)
        return Change(self.post.pk, self.competency.pk, level) if level != self.level else None


def administration_of(request: SignedInRequest) -> tuple[Administration, list[Administration]]:
    """The administration whose posts are on the page, of those that the editor sets requirements for (404: none)."""
    own = list(competencies.requirements_set_by(request.user))
    if not own:
        raise PermissionDenied
    code = request.GET.get("administration")
    found = next((each for each in own if each.code == code), None) if code else own[0]
    if found is None:
        raise Http404
    return found, own


def table_of(administration: Administration, data: QueryDict | None) -> list[tuple[Competency, list[Cell]]]:
    """A row for each competency, a cell for each post, with what was typed where something was."""
    posts = list(administration.posts.all())
    required = competencies.required_of_posts(administration, on=clock.today())
    return [
        (row, [cell_of(post, row, required.get(post.pk, {}).get(row.pk, 0), data) for post in posts])
        for row in competencies.usable_by(administration).order_by("framework", "code")
    ]


def cell_of(post: Post, competency: Competency, level: int, data: QueryDict | None) -> Cell:
    cell = Cell(post, competency, level, str(level) if level else "")
    if data is not None:
        cell.typed = data.get(cell.name, cell.typed).strip()
        cell.wrong = cell.typed not in {"", *map(str, range(HIGHEST_LEVEL + 1))}
    return cell


@require_http_methods(["GET", "POST"])
def requirements(request: SignedInRequest) -> HttpResponse:
    """The table; POST shows what the changes would do, or publishes them."""
    administration, own = administration_of(request)
    data = request.POST if request.method == "POST" else None
    rows = table_of(administration, data)
    cells = [cell for _row, row in rows for cell in row]
    wrong = [cell for cell in cells if cell.wrong]
    changed = [] if wrong else [(cell, change) for cell in cells if (change := cell.change)]
    if request.method == "POST" and "publish" in request.POST and changed and not wrong:
        return publish(request, administration, [change for _cell, change in changed])
    context = {
        "administration": administration,
        "administrations": own,
        "posts": [cell.post for cell in rows[0][1]] if rows else [],
        "rows": rows,
        "wrong": wrong,
        "asked": request.method == "POST" and not wrong,
        "changed": [cell for cell, _change in changed],
        "preview": preview_of(administration, [change for _cell, change in changed]),
    }
    return render(request, "tracking/needs/requirements.html", context)


def preview_of(administration: Administration, changes: list[Change]) -> revising.Preview | None:
    return revising.preview(administration, changes, on=clock.today()) if changes else None


def publish(request: SignedInRequest, administration: Administration, changes: list[Change]) -> HttpResponse:
    made = publish_requirements(administration=administration, changes=changes, by=request.user, at=clock.now())
    text = ngettext("%(n)d requirement is published.", "%(n)d requirements are published.", len(made))
    messages.success(request, text % {"n": len(made)} + " " + _("What held before is kept with its dates."))
    return redirect(f"{reverse('requirements:index')}?administration={administration.code}")


class RequirementViewSet(ViewSet):
    """One page: posts across, competencies down."""

    name = "requirements"
    url_prefix = "requirements"
    menu_label = gettext_lazy("What posts require")
    icon = "table"
    menu_order = 320
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", requirements, name="index")]
