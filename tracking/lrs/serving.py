"""Statements on their way out: exactly as they came, reduced to identifiers, or in the reader's language."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw, UnsetType

from tracking.lrs.activities import Activity
from tracking.lrs.grammar import moment, written
from tracking.lrs.statement import Context, Statement

Parts = dict[str, Raw]
_parts = msgspec.json.Decoder(Parts)

FORMATS = ("exact", "ids", "canonical")
#: Properties that hold a language map, wherever they stand outside extensions.
LANGUAGE_MAPS = ("display", "name", "description")
#: What identifies an agent or a group.
IDENTIFIERS = ("objectType", "mbox", "mbox_sha1sum", "openid", "account")


#: What the store has to add to a text when it is given out, known since it came, so that nobody need look again. Added up.
ID, TIMESTAMP, VERSION = 1, 2, 4
#: An activity of a context stands alone and not in a list, or the sender wrote what only the store may say.
SPELLING = 8
#: A moment in another zone, which 2.0 gives out in UTC.
UTC = 16


def lacks(statement: Statement) -> int:
    """Of a checked statement, as a number that a row can hold."""
    thing = statement.object
    found = ID if statement.id is UNSET else 0
    if statement.timestamp is UNSET:
        found |= TIMESTAMP
    elif not statement.timestamp.endswith("Z"):
        found |= UTC
    if statement.version is UNSET:
        found |= VERSION
    if statement.stored is not UNSET or statement.authority is not UNSET or stands_alone(statement.context):
        found |= SPELLING
    if thing.object_type == "SubStatement":
        if stands_alone(thing.context):
            found |= SPELLING
        if thing.timestamp is not UNSET and not thing.timestamp.endswith("Z"):
            found |= UTC
    return found


def stands_alone(context: Context | UnsetType) -> bool:
    """Whether an activity of the context is not in a list."""
    named = context.context_activities if isinstance(context, Context) else UNSET
    if named is UNSET:
        return False
    return any(isinstance(one, Activity) for one in (named.parent, named.grouping, named.category, named.other))


def exact(
    text: str, *, lacks: int, ident: UUID | None, stored: datetime, timestamp: datetime, authority: str, version: str
) -> str:
    """The sender's text with what the store has to say behind it, as JSON. `ident` is needed where the text lacks it.

    Only a text that lacks its spelling is taken apart, property by property and in the sender's order.
    """
    if lacks & SPELLING:
        return respelled(text, ident=ident, stored=stored, timestamp=timestamp, authority=authority, version=version)
    added = f',"stored":"{written(stored)}","authority":{authority}}}'
    if lacks & VERSION:
        added = f',"version":"{version}"{added}'
    if lacks & TIMESTAMP:
        added = f',"timestamp":"{written(timestamp)}"{added}'
    if lacks & ID:
        added = f',"id":"{ident}"{added}'
    return text[:-1] + added


def respelled(
    text: str, *, ident: UUID | None, stored: datetime, timestamp: datetime, authority: str, version: str
) -> str:
    parts = listed(_parts.decode(text))
    parts.setdefault("id", raw(str(ident)))
    parts.setdefault("timestamp", raw(written(timestamp)))
    parts.setdefault("version", raw(version))
    parts["stored"] = raw(written(stored))
    parts["authority"] = Raw(authority)
    return msgspec.json.encode(parts).decode()


def listed(parts: Parts) -> Parts:
    """Activities of the context as lists, even where the sender gave a single one (Data 2.4.6.2)."""
    if "context" in parts:
        context = _parts.decode(parts["context"])
        if "contextActivities" in context:
            named = _parts.decode(context["contextActivities"])
            lists = {
                place: Raw(b"[%b]" % bytes(one)) if bytes(one)[:1] == b"{" else one for place, one in named.items()
            }
            parts["context"] = raw(context | {"contextActivities": raw(lists)})
    if "object" in parts:
        thing = _parts.decode(parts["object"])
        if "context" in thing:
            parts["object"] = raw(listed(thing))
    return parts


def raw(value: Any) -> Raw:
    return Raw(msgspec.json.encode(value))


def told(value: Any) -> str:
    """As JSON."""
    return msgspec.json.encode(value).decode()


def in_utc(text: str) -> str:
    """A statement whose timestamps are in UTC, as 2.0 gives them out (IEEE 9274.1.1 4.2.4.2); moments stay as exact."""
    parts = _parts.decode(text)
    with_utc(parts)
    thing = _parts.decode(parts["object"])
    if with_utc(thing):
        parts["object"] = raw(thing)
    return msgspec.json.encode(parts).decode()


def with_utc(parts: Parts) -> bool:
    """Whether the timestamp of `parts` had to be put into UTC."""
    given = msgspec.json.decode(parts["timestamp"]) if "timestamp" in parts else "Z"
    if given.endswith("Z"):
        return False
    parts["timestamp"] = raw(utc(given))
    return True


def utc(given: str) -> str:
    """A timestamp in UTC with every digit of its seconds, of which Python itself keeps six."""
    match = re.search(r"[.,]\d+", given)
    whole = moment(given.replace(match[0], "", 1) if match else given)
    return whole.isoformat(timespec="seconds").replace("+00:00", match[0].replace(",", ".") if match else "") + "Z"


def ids_only(statement: dict[str, Any]) -> dict[str, Any]:
    """Agents, groups, verbs and activities by nothing but their identifiers."""
    kept = dict(statement)
    kept["actor"] = agent_ids(statement["actor"])
    kept["verb"] = {"id": statement["verb"]["id"]}
    kept["object"] = object_ids(statement["object"])
    if "authority" in kept:
        kept["authority"] = agent_ids(kept["authority"])
    if "context" in kept:
        kept["context"] = context_ids(kept["context"])
    return kept


def context_ids(context: dict[str, Any]) -> dict[str, Any]:
    kept = dict(context)
    for name in ("instructor", "team"):
        if name in kept:
            kept[name] = agent_ids(kept[name])
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            place: [object_ids(one) for one in (named if isinstance(named, list) else [named])]
            for place, named in kept["contextActivities"].items()
        }
    return kept


def object_ids(thing: dict[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        return ids_only(thing)
    if kind in ("Agent", "Group"):
        return agent_ids(thing)
    return {name: thing[name] for name in ("objectType", "id") if name in thing and thing[name] != "Activity"}


def agent_ids(agent: dict[str, Any]) -> dict[str, Any]:
    kept = {name: agent[name] for name in IDENTIFIERS if name in agent}
    if kept.keys() <= {"objectType"} and "member" in agent:
        kept["member"] = [agent_ids(member) for member in agent["member"]]
    return kept


def in_one_language(node: Any, languages: Sequence[str]) -> Any:
    """Every language map with the one entry that the reader understands best."""
    if isinstance(node, list):
        return [in_one_language(child, languages) for child in node]
    if not isinstance(node, dict):
        return node
    return {
        name: best_entry(child, languages)
        if name in LANGUAGE_MAPS and isinstance(child, dict)
        else child
        if name == "extensions"
        else in_one_language(child, languages)
        for name, child in node.items()
    }


def best_entry(words: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """The entry of the first language that the map has, under its very tag or one of the same language; else the first."""
    for language in languages:
        same = [tag for tag in words if main_part(tag) == main_part(language)]
        if same:
            tag = next((tag for tag in same if tag.lower() == language), same[0])
            return {tag: words[tag]}
    return dict(list(words.items())[:1])


def main_part(tag: str) -> str:
    return tag.lower().split("-")[0]


def accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    weighted = []
    for part in header.lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        if tag and tag != "*":
            weighted.append((-float(weight) if weight.replace(".", "", 1).isdigit() else -1.0, tag))
    return [tag for _, tag in sorted(weighted, key=lambda pair: pair[0])]
