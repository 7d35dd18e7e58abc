"""Libraries that join a content by themselves, where a text in it has what they are made for, such as a formula."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from courses.packages.h5p.library import Identity, Json

#: A pattern between two signs of its author's choice, and flags; as PHP writes them.
DELIMITED = re.compile(r"([^\w\s\\])(.*)\1([imsux]*)", re.DOTALL)
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
#: No text is searched beyond this many signs, since a pattern may be a slow one.
SEARCHED = 50_000


def joining(params: Any, addons: Iterable[tuple[Identity, Json]]) -> list[Identity]:
    """Those of `addons` that something in `params` calls for; of several versions of one, the first given."""
    joined: dict[str, Identity] = {}
    for identity, data in addons:
        wanted = patterns(data)
        if identity.name not in joined and any(each.search(text) for text in texts(params) for each in wanted):
            joined[identity.name] = identity
    return list(joined.values())


def patterns(data: Json) -> list[re.Pattern[str]]:
    """What a library.json says under addTo that it looks for."""
    content = (data.get("addTo") or {}).get("content") or {}
    found = []
    for kind in content.get("types") or []:
        given = (kind.get("text") or {}).get("regex") if isinstance(kind, dict) else None
        if compiled := compile_(given):
            found.append(compiled)
    return found


def compile_(given: Any) -> re.Pattern[str] | None:
    delimited = DELIMITED.fullmatch(given) if isinstance(given, str) else None
    if delimited is None:
        return None
    flags = re.NOFLAG
    for letter in delimited[3]:
        flags |= FLAGS.get(letter, re.NOFLAG)
    try:
        return re.compile(delimited[2], flags)
    except re.error:
        return None


def texts(value: Any) -> Iterator[str]:
    """Every text in parameters."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each[:SEARCHED]
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
