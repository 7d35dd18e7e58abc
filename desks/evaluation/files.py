"""The same figures as files, cell for cell as the page shows them."""

import csv
import re
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from desks.evaluation.comparison import Comparison, Figure
from desks.evaluation.effects import Evidence

#: Spreadsheets take a cell that begins so for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: A number below nothing is none.
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)


def answer(lines: Iterable[list[str]], name: str) -> StreamingHttpResponse:
    # The words are found now: what is written later no longer knows the reader's language.
    kept = list(lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(written(kept), content_type="text/csv; charset=utf-8", headers=headers)


def comparison_lines(table: Comparison, sort: str) -> Iterator[list[str]]:
    yield [_("Administration"), *(f"{code} {table.titles[code]}" for code in table.codes)]
    for place, cells in table.lines(sort):
        yield [str(place), *(said(figure) for _code, figure in cells)]


def said(figure: Figure) -> str:
    """A number as a machine reads it, or the reason why there is none."""
    if figure.value is None:
        return {
            "national": _("national, not shared"),
            "not_measured": _("not measured"),
            "too_small": _("too few people"),
        }.get(figure.why, "")
    if figure.of is None:
        return f"{figure.value:g}"
    return f"{figure.percent:.1f} %" if figure.is_percentage else f"{figure.hits}/{figure.of:g}"


def evidence_lines(evidence: Iterable[Evidence]) -> Iterator[list[str]]:
    yield [_("Indicator"), _("Month"), _("Units"), _("Figure")]
    for each in evidence:
        for line in filter(None, (each.treated, each.compared)):
            for month, figure in zip(each.months, line.figures, strict=True):
                shown = _("missing") if figure is None else f"{figure:.4g}"
                yield [str(each.indicator), f"{month:%Y-%m}", line.label, shown]


def written(lines: Iterable[list[str]]) -> Iterator[str]:
    """CSV as spreadsheets read it in every language: marked as UTF-8, and no cell taken for a formula."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([guarded(cell) for cell in line])


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(cell) else cell


class Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
