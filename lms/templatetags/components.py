"""Components that need a block of markup or the page's address, or stand on a page by the hundred; the others are plain
includes in `templates/components/`."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import pgettext

from lms.core.small_groups import Cell

register = template.Library()


@register.simple_block_tag(takes_context=True)
def table(
    context: template.Context,
    content: str,
    *,
    caption: Any,
    columns: Iterable[Mapping[str, Any]],
    sort: str = "",
    empty: Any = "",
) -> str:
    """A table around the rows written between `{% table … %}` and `{% endtable %}`; without rows, an empty state.

    A column is a mapping with a `label`, and where wanted a `key` (it can be sorted by) and `numeric`. `sort` is the key in
    force, with a minus for downwards, as it stands in the address.
    """
    request = context.get("request")
    query = request.GET if request else QueryDict()
    return render_to_string(
        "components/table.html",
        {
            "id": f"table-{slugify(str(caption), allow_unicode=True)}",
            "caption": caption,
            "columns": [with_order(column, sort, query) for column in columns],
            "rows": content.strip() and content,
            "empty": empty,
        },
    )


def with_order(column: Mapping[str, Any], sort: str, query: QueryDict) -> dict[str, Any]:
    """The column with its state and with the address that sorts by it, upwards first."""
    key = column.get("key")
    if not key:
        return dict(column)
    wanted = query.copy()
    wanted["sort"] = f"-{key}" if sort == key else key
    wanted.pop("page", None)
    state = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {**column, "href": f"?{wanted.urlencode()}", "sorted": state}


@register.simple_tag
@cache
def icon(name: str) -> str:
    """A sign from our file of icons, drawn once: every page has a handful."""
    return render_to_string("components/icon.html", {"name": name})


@register.simple_tag
def cell(figure: Cell, *, smallest: int) -> str:
    """A figure about a group as it may be shown; a country's page holds hundreds, so only what is hidden is a template."""
    if figure.value is not None:
        return number_format(figure.value, use_l10n=True, force_grouping=True)
    return render_to_string("components/hidden.html", {"cell": figure, "smallest": smallest})


@register.simple_tag
def comma() -> str:
    """What stands between two things of a list: another sign in Arabic."""
    return pgettext("between two names", ", ")


@register.simple_tag
def semicolon() -> str:
    """What stands between two things of a list in which there are commas."""
    return pgettext("between two entries", "; ")


@register.filter
def listed(names: Iterable[Any]) -> str:
    """Several things one after the other, as the reader lists them."""
    return comma().join(str(name) for name in names)


@register.filter
def isolated(names: Any) -> SafeString:
    """A name that somebody gave, or several, each kept apart from the sentence around it, which may run the other way; no
    name is nothing."""
    each = [names] if isinstance(names, str) or not isinstance(names, Iterable) else names
    return format_html_join(comma(), "<bdi>{}</bdi>", ((name,) for name in each if name not in (None, "")))


@register.filter
def minus(number: Any) -> str:
    """A number that is written already, with the sign for minus before it where it is below zero, whichever way one reads."""
    written = str(number)
    return f"\u2066\u2212{written[1:]}\u2069" if written.startswith("-") else written


@register.filter
def signed(number: Any) -> str:
    """The same of a change: what rises has its sign too."""
    written = str(number)
    is_nothing = not any(digit in "123456789" for digit in written)
    return minus(written) if written.startswith("-") or is_nothing else f"\u2066+{written}\u2069"
