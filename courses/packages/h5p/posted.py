"""What a browser sent of a form, by the names that `form` gave its inputs.

A name is the way to a field, such as `p.answers.0.text`. A question mark behind it says that the field was not there: left
empty, it goes on not being there. A list names its entries, in order, under its own name; what goes along unseen stands
behind a colon.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

ROOT = "p"
ABSENT = "?"
NOTHING = ("", "off")
#: Steps beside the fields of a content or file, to what is said about it; no field is called so.
ABOUT, RIGHTS = "-about", "-rights"


class Posted:
    """The values by name, each a list as a browser sends them."""

    def __init__(self, given: Mapping[str, Sequence[Any]]) -> None:
        self.given = {name: [str(value) for value in values] for name, values in given.items()}
        self.ways = {way for name in self.given for way in ways(name)}

    def knows(self, path: str) -> bool:
        """Whether anything was sent of a field or of what is in it."""
        return path in self.ways

    def text(self, path: str) -> str | None:
        """The last value of a field, with line breaks as we store them; None when it is not there."""
        if self.given.get(path):
            return self.given[path][-1].replace("\r\n", "\n")
        left = self.given.get(path + ABSENT)
        return None if not left or left[-1] in NOTHING else left[-1].replace("\r\n", "\n")

    def all(self, path: str) -> list[str]:
        return self.given.get(path, [])

    def keys(self, path: str) -> list[str]:
        """The entries of a list, each once; what is no plain name cannot be one."""
        return [key for key in dict.fromkeys(self.all(path)) if re.fullmatch(r"\w{1,12}", key)]

    def json(self, path: str) -> Any:
        """What went along unseen; None when it is not what we sent."""
        text = self.given.get(path)
        try:
            return json.loads(text[-1]) if text and text[-1] else None
        except (ValueError, RecursionError):
            return None

    def put(self, path: str, value: Any) -> None:
        self.given[path] = [json.dumps(value)]
        self.ways |= set(ways(path))

    def add(self, path: str) -> str:
        """A new entry at the end of a list; its key."""
        key = str(1 + max((int(key) for key in self.all(path) if key.isdecimal()), default=-1))
        self.given.setdefault(path, []).append(key)
        return key


def ways(name: str) -> list[str]:
    """A field and everything that it is in."""
    parts = name.split(":")[0].removesuffix(ABSENT).split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]


def operate(posted: Posted, what: str) -> str:
    """Do what a button of the form asks for, such as `up:p.answers.1`; the path of what has changed by it."""
    verb, _, path = what.partition(":")
    if verb == "add":
        posted.add(path)
        return path
    around, _, key = path.rpartition(".")
    entries = posted.given.get(around, [])
    if verb in MOVES and key in entries:
        MOVES[verb](entries, entries.index(key))
        return around
    return path


def remove(entries: list[str], place: int) -> None:
    del entries[place]


def up(entries: list[str], place: int) -> None:
    entries.insert(max(place - 1, 0), entries.pop(place))


def down(entries: list[str], place: int) -> None:
    entries.insert(place + 1, entries.pop(place))


MOVES = {"remove": remove, "up": up, "down": down}
