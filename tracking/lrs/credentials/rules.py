"""Whether people may be named: with `opaque`, a person is an account and nothing else.

Names beside an account are left out before the statement is stored. A person who is identified by a mail address or an OpenID
cannot be kept so, and the statement is refused.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tracking.lrs.refusals import Forbidden

TELLING = ("mbox", "mbox_sha1sum", "openid")
IN_A_CONTEXT = ("instructor", "team", "contextAgents", "contextGroups")


def without_names(text: bytes, *, path: str) -> bytes:
    """The statement's very text where nobody is named in it, else the same without the names."""
    whole = msgspec.json.decode(text)
    named = False
    for person, where in list(people(whole, path)):
        for telling in TELLING:
            if telling in person:
                raise Forbidden("person_is_named", path=f"{where}.{telling}")
        named = person.pop("name", None) is not None or named
    return renamed(text, whole) if named else text


def renamed(text: bytes, whole: dict[str, Any], names: Iterable[str] = ("actor", "authority")) -> bytes:
    """Only what speaks of people is spelled anew: a score of 1.50 stays as it was sent."""
    parts = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    for name in names:
        if name in parts:
            parts[name] = msgspec.Raw(msgspec.json.encode(whole[name]))
    if "context" in parts:
        parts["context"] = msgspec.Raw(renamed(bytes(parts["context"]), whole["context"], IN_A_CONTEXT))
    thing = whole.get("object", {})
    if thing.get("objectType") == "SubStatement":
        parts["object"] = msgspec.Raw(renamed(bytes(parts["object"]), thing))
    elif thing.get("objectType") in ("Agent", "Group"):
        parts["object"] = msgspec.Raw(msgspec.json.encode(thing))
    return msgspec.json.encode(parts)


def people(node: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every agent and group of a statement, and where it stands."""
    for name in ("actor", "authority"):
        if name in node:
            yield from members(node[name], f"{path}.{name}")
    thing = node["object"]
    if thing.get("objectType") in ("Agent", "Group"):
        yield from members(thing, f"{path}.object")
    elif thing.get("objectType") == "SubStatement":
        yield from people(thing, f"{path}.object")
    context = node.get("context", {})
    for name in ("instructor", "team"):
        if name in context:
            yield from members(context[name], f"{path}.context.{name}")
    for name, one in (("contextAgents", "agent"), ("contextGroups", "group")):
        for number, each in enumerate(context.get(name, ())):
            yield from members(each[one], f"{path}.context.{name}[{number}].{one}")


def members(person: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    yield person, path
    for number, member in enumerate(person.get("member", ())):
        yield member, f"{path}.member[{number}]"
