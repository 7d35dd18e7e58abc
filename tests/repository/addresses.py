"""Every address that the site answers: our own patterns one by one, Wagtail's admin and the account pages as groups."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

#: Patterns under these prefixes are others' work, and are tried as a group.
GROUPS = ("admin/", "accounts/")


@dataclass(frozen=True)
class Address:
    """A pattern with the whole of its route, and what it takes to fill it."""

    route: str
    name: str
    parts: tuple[tuple[str, str], ...]

    @property
    def group(self) -> str:
        return next((prefix for prefix in GROUPS if self.route.startswith(prefix)), "")

    def filled(self, values: dict[str, Any]) -> str:
        """The path with every part filled: by its own name, else by its converter's."""
        path = self.route
        for kind, name in self.parts:
            found = values.get(name, values.get(kind, "1"))
            path = path.replace(f"<{kind}:{name}>" if kind else f"<{name}>", str(found), 1)
        return f"/{path}"


def addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = before + spelled(pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            number = count(1)
            route = re.sub("<part>", lambda _part, number=number: f"<part{next(number)}>", route)
            yield Address(route, pattern.name or route, tuple(re.findall(r"<(?:(\w+):)?(\w+)>", route)))


def spelled(pattern: URLPattern | URLResolver) -> str:
    """The route in the notation of paths: a regular expression's groups become numbered parts of no kind."""
    route = str(pattern.pattern)
    if not isinstance(pattern.pattern, RegexPattern):
        return route
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    return re.sub(r"\((?:[^()]|\([^()]*\))*\)", "<part>", named).strip("^$").replace("\\", "")
