"""From a request's body to the texts of its statements, byte by byte as they were sent."""

import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Raw

from tracking.lrs.refusals import Refused

#: A request of more statements than this would hold locks and memory for too long.
MOST_STATEMENTS = 5_000
#: Deeper nesting is no statement, and recursion has its price.
DEEPEST = 60

#: What a decoder raises for text that is no JSON, or none that it can hold.
MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_one = msgspec.json.Decoder(Raw)
_many = msgspec.json.Decoder(list[Raw])
_loose = msgspec.json.Decoder()


def split(body: bytes) -> tuple[list[bytes], bool]:
    """The statements of a request's body, each as its very text, and whether they came as a list."""
    body = body.strip(b" \t\r\n")
    many = body.startswith(b"[")
    try:
        body.decode()
        texts = [bytes(raw) for raw in _many.decode(body)] if many else [bytes(_one.decode(body))]
    except MALFORMED as error:
        check_depth(body)
        raise Refused("malformed_json", detail=str(error)) from None
    for text in texts:
        check_depth(text, within=int(many))
    if len(texts) > MOST_STATEMENTS:
        raise Refused("too_many_statements")
    return texts, many


def check_depth(body: bytes, *, within: int = 0) -> None:
    """Refuse text that nests too deeply, `within` so many others; only text with enough brackets to do so is walked."""
    if body.count(b"[") + body.count(b"{") + within <= DEEPEST:
        return
    depth = within
    for mark in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', body, re.DOTALL):
        if mark in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST:
                raise Refused("nested_too_deeply")
        elif mark in (b"]", b"}"):
            depth -= 1


def check_names(text: bytes, path: str) -> None:
    """Refuse an object that names a property twice, of which a decoder would silently keep the last.

    What decodes to a shorter text than it is deserves a closer look; most statements are spared it. Numbers and
    escapes may be spelled longer too, so the look decides.
    """
    try:
        if len(msgspec.json.encode(_loose.decode(text))) == len(msgspec.json.format(text, indent=-1)):
            return
        tree = json.loads(text, object_pairs_hook=Properties)
    except MALFORMED:
        return  # the typed decoder says what is wrong, and where
    except (OverflowError, ValueError):
        raise Refused("out_of_range", path=path, section="Data 2.2") from None
    for twice in tree_twice(tree, path):
        raise Refused("property_twice", path=twice)


class Properties(dict[str, Any]):
    """An object that remembers whether a name stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.twice = next((name for name in names if names.count(name) > 1), None) if len(self) < len(names) else None


def tree_twice(node: Any, path: str) -> Iterable[str]:
    """The paths of properties that stand twice in their object."""
    if isinstance(node, Properties):
        if node.twice is not None:
            yield f"{path}.{node.twice}"
        for name, child in node.items():
            yield from tree_twice(child, f"{path}.{name}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from tree_twice(child, f"{path}[{number}]")
