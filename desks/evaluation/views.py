"""/impact/: programmes with their question, and one programme with its answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from desks.evaluation import charts, comparison, effects, files, learning, words
from desks.evaluation.board import board
from desks.evaluation.effects import Effect
from desks.evaluation.keepers import keeps
from desks.evaluation.learning import Learning
from lms.core import clock
from lms.people.typing import SignedInRequest
from tracking.impact import queries
from tracking.impact.models import Programme
from tracking.impact.rules import honest
from tracking.impact.rules.honest import Beside


@dataclass(frozen=True)
class Told:
    """An estimate, or what a group learnt, with the words that must stand beside it."""

    it: Effect | Learning

    @property
    def reading(self) -> Any:
        return words.READINGS[self.it.reading]

    @property
    def is_clear(self) -> bool:
        return self.it.reading == honest.Reading.CLEAR_CHANGE

    @property
    def letter(self) -> str:
        return self.it.design.value

    @property
    def design(self) -> Any:
        return words.DESIGNS[self.it.design]

    @property
    def notes(self) -> list[Any]:
        # Who took no second test has a sentence of its own, with what that could mean.
        own = {Beside.MISSING} if isinstance(self.it, Learning) else set()
        return [words.BESIDE[note] for note in self.it.beside if note not in own]


@login_required
@require_GET
def programmes(request: SignedInRequest) -> HttpResponse:
    table = comparison.comparison(request.user)
    found = list(queries.visible_to(request.user).select_related("administration", "primary"))
    if not found and not table.administrations:
        raise Http404
    sort = request.GET.get("sort", "")
    return render(request, "desks/evaluation/programmes.html", {"programmes": found, **compared(table, sort)})


def compared(table: comparison.Comparison, sort: str) -> dict[str, Any]:
    """What the table of indicators needs of a page."""
    columns = [
        {"label": table.titles[code], "key": code, "numeric": True, "note": table.notes[code]} for code in table.codes
    ]
    return {
        "table": table,
        "lines": table.lines(sort),
        "sort": sort,
        "columns": [{"label": _("Administration")}, *columns],
    }


@login_required
@require_GET
def indicators_csv(request: SignedInRequest) -> StreamingHttpResponse:
    table = comparison.comparison(request.user)
    if not table.administrations:
        raise Http404
    lines = files.comparison_lines(table, request.GET.get("sort", ""))
    return files.answer(lines, f"indicators-{clock.today():%Y-%m-%d}.csv")


@login_required
@require_GET
def programme(request: SignedInRequest, programme: str) -> HttpResponse:
    """The question, the picture, the estimate with its interval and its design, the story beside it."""
    found = chosen(request, programme)
    seen = evidence(request, found)
    inside = queries.is_inside(request.user, found.administration)
    smallest = found.administration.smallest_group
    learnt = learning.learning_of(found, smallest=smallest if inside else max(smallest, honest.SMALLEST_GROUP_OUTSIDE))
    primary = next((each for each in seen if each.is_primary), None)
    parties = board(request, queries.commitments_visible_to(request.user).filter(programme=found))
    keeper = keeps(request, found.administration)
    return render(
        request,
        "desks/evaluation/programme.html",
        {
            "programme": found,
            "primary": primary,
            "told": Told(primary.effect) if primary and primary.effect else None,
            "charts": charts.charts(primary, begins_on=found.begins_on, ramp_months=found.ramp_months)
            if primary
            else [],
            "others": [(each, Told(each.effect) if each.effect else None) for each in seen if not each.is_primary],
            "tested": found.indicators.count(),
            "hidden": found.indicators.count() - len(seen),
            "learnt": [(each, Told(each)) for each in learnt],
            "stories": queries.stories_visible_to(request.user).filter(programme=found).select_related("indicator"),
            "missing": [row for each in seen for row in each.missing],
            "removed": queries.removed_from(found),
            "parties": parties,
            "keeps": keeper,
            "promises": keeper or any(line["may_change"] for _party, lines in parties for line in lines),
        },
    )


def chosen(request: SignedInRequest, code: str) -> Programme:
    visible = queries.visible_to(request.user).select_related("administration", "primary")
    return get_object_or_404(visible, code=code)


def evidence(request: SignedInRequest, programme: Programme) -> list[effects.Evidence]:
    readable = queries.indicators_visible_to(request.user).filter(administration=programme.administration_id)
    return effects.evidence_of(programme, set(readable.values_list("pk", flat=True)))


@login_required
@require_GET
def readings_csv(request: SignedInRequest, programme: str) -> StreamingHttpResponse:
    found = chosen(request, programme)
    return files.answer(files.evidence_lines(evidence(request, found)), f"{found.code}.csv")
