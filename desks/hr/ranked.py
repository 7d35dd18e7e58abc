"""/hr/priorities/: which competencies to work on first, with the numbers that say so; the same as a sheet."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from desks.hr.sheets import XLSX, sheet
from desks.hr.trends import KEPT
from desks.hr.views import chosen_administration
from lms.core import clock
from lms.people.models import Administration
from lms.people.typing import SignedInRequest
from tracking.needs.priorities import PriorityLine, priorities


@login_required
@require_GET
def ranked(request: SignedInRequest) -> HttpResponse:
    administration = chosen_administration(request)
    return render(
        request,
        "desks/hr/priorities.html",
        {
            "administration": administration,
            "lines": lines_of(administration),
            "smallest": administration.smallest_group,
            "columns": [
                {"label": _("Rank"), "numeric": True}, {"label": _("Competency")},
                {"label": _("Assessed"), "numeric": True}, {"label": _("Load"), "numeric": True},
                {"label": _("A level or more below"), "numeric": True}, {"label": _("Mean gap"), "numeric": True},
                {"label": _("Criticality"), "numeric": True}, {"label": _("Priority"), "numeric": True},
            ],
        },
    )  # fmt: skip


@login_required
@require_GET
def ranked_xlsx(request: SignedInRequest) -> FileResponse:
    administration = chosen_administration(request)
    name = f"priorities-{administration.code}-{clock.today():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return FileResponse(sheet(rows(lines_of(administration))), content_type=XLSX, headers=headers)


def lines_of(administration: Administration) -> list[PriorityLine]:
    """Worked out once for a day, as the trends are: a thousand draws take half a second."""
    on = clock.today()
    key = f"hr-priorities-{administration.pk}-{administration.smallest_group}-{on}"
    found: list[PriorityLine] | None = cache.get(key)
    if found is None:
        found = priorities(administration, on=on)
        cache.set(key, found, KEPT)
    return found


def rows(lines: list[PriorityLine]) -> Iterator[list[str]]:
    """A line for each competency; of one that may not be shown, its name only."""
    yield [
        _("Code"), _("Competency"), _("Rank"), _("Rank, from"), _("Rank, to"), _("Assessed"), _("Load"),
        _("Share a level or more below"), _("Mean gap"), _("Criticality"), _("Priority"),
    ]  # fmt: skip
    for line in lines:
        yield [line.competency.code, line.competency.title_shown, *numbers(line)]


def numbers(line: PriorityLine) -> list[str]:
    found = line.priority
    if found is None:
        return [_("not shown")] * 9
    whole = (found.rank, found.rank_from, found.rank_to, found.people)
    parts = (found.load, found.prevalence, found.mean_gap, found.criticality, found.priority)
    return [*map(str, whole), *(f"{part:.4f}" for part in parts)]
