"""What a library is called, which of two is newer, and in which order those that a content needs are loaded."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

Json = Mapping[str, Any]
UBERNAME = re.compile(r"([\w.-]{1,255}) (\d{1,5})\.(\d{1,5})", re.ASCII)


class Identity(NamedTuple):
    """The name and the two numbers that content is bound to; the patch number is not among them."""

    name: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.name} {self.major}.{self.minor}"

    @property
    def folder(self) -> str:
        return f"{self.name}-{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: Any) -> Self | None:
        """From "H5P.Blanks 1.14", as parameters name a library; None when it is not one."""
        found = UBERNAME.fullmatch(text) if isinstance(text, str) else None
        return cls(found[1], int(found[2]), int(found[3])) if found else None

    @classmethod
    def of(cls, data: Json) -> Self:
        """From a dependency or a library.json, whose numbers may be texts."""
        return cls(str(data["machineName"]), int(data["majorVersion"]), int(data["minorVersion"]))


@dataclass(frozen=True)
class Loaded:
    """A library as the player needs it: its library.json, and the address below which its files are."""

    identity: Identity
    patch: int
    data: Json
    url: str

    @property
    def scripts(self) -> list[str]:
        return [self.file(path) for path in paths(self.data, "preloadedJs")]

    @property
    def styles(self) -> list[str]:
        return [self.file(path) for path in paths(self.data, "preloadedCss")]

    def file(self, path: str) -> str:
        return f"{self.url}/{path}"


def paths(data: Json, kind: str) -> list[str]:
    """The files that a library.json names under "preloadedJs" or "preloadedCss", without a slash or dot in front."""
    return [str(entry["path"]).lstrip("/").removeprefix("./") for entry in data.get(kind) or []]


def needs(data: Json, kinds: Iterable[str] = ("preloaded",)) -> list[Identity]:
    """What a library.json or h5p.json depends on; kinds: "preloaded", "dynamic", "editor"."""
    return [Identity.of(entry) for kind in kinds for entry in data.get(f"{kind}Dependencies") or []]


ALL_KINDS = ("dynamic", "preloaded", "editor")


def is_newer(patch: int, than: int) -> bool:
    """Whether a packaged library takes the place of the installed one of the same name and numbers."""
    return patch > than


def in_order(roots: Iterable[Identity], look_up: Callable[[Identity], Json | None]) -> list[Identity]:
    """`roots` and everything that they preload, what is needed before what needs it; each name once, the first wins."""
    ordered: list[Identity] = []
    seen: set[str] = set()
    waiting = [(root, False) for root in reversed(list(roots))]
    while waiting:
        identity, opened = waiting.pop()
        if opened:
            ordered.append(identity)
            continue
        data = None if identity.name in seen else look_up(identity)
        if data is None:
            continue
        seen.add(identity.name)
        waiting.append((identity, True))
        waiting.extend((needed, False) for needed in reversed(needs(data)))
    return ordered


def reached(roots: Iterable[Identity], look_up: Callable[[Identity], Json | None]) -> dict[Identity, bool]:
    """`roots` and all that they or anything below them need in whatever way, and of each whether somebody has it."""
    seen: dict[Identity, bool] = {}
    waiting = deque(roots)
    while waiting:
        identity = waiting.popleft()
        if identity in seen:
            continue
        data = look_up(identity)
        seen[identity] = data is not None
        waiting += needs(data, ALL_KINDS) if data is not None else []
    return seen
