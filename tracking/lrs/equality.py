"""When two statements of one identifier are the same statement (Data 2.3.1), and when the second is a conflict."""

import re
from datetime import datetime
from typing import Any

import msgspec

from tracking.lrs.grammar import moment

#: What the store sets itself, and what may therefore differ.
SET_BY_THE_STORE = ("id", "stored", "authority", "version", "timestamp")


def same(kept: bytes, sent: bytes) -> bool:
    """Whether `sent` says what `kept` says, apart from what xAPI does not count as part of a statement."""
    return deed_of(msgspec.json.decode(kept)) == deed_of(msgspec.json.decode(sent))


def timestamp_of(text: bytes) -> datetime | None:
    """The moment that the sender gave, if one was given."""
    given = msgspec.json.decode(text).get("timestamp")
    return moment(given) if given else None


def deed_of(statement: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in statement.items() if name not in SET_BY_THE_STORE}
    kept["actor"] = agent_of(statement["actor"])
    kept["verb"] = statement["verb"]["id"]
    kept["object"] = object_of(statement["object"])
    if "context" in statement:
        kept["context"] = context_of(statement["context"])
    if "duration" in statement.get("result", {}):
        kept["result"] = statement["result"] | {"duration": to_the_hundredth(statement["result"]["duration"])}
    return kept


def to_the_hundredth(duration: str) -> str:
    """A duration as a text, of whose seconds only hundredths count (Data 4.6)."""
    return re.sub(r"([.,]\d\d)\d+S", r"\1S", duration)


def object_of(thing: dict[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        return activity_of(thing)
    if kind == "SubStatement":
        inner = deed_of(thing)
        if "timestamp" in thing:
            inner["timestamp"] = moment(thing["timestamp"])
        return inner
    return agent_of(thing) if kind in ("Agent", "Group") else {"statement": thing["id"].lower()}


def activity_of(activity: dict[str, Any]) -> dict[str, Any]:
    """An activity without its definition, which is no part of the statement that mentions it."""
    return {"activity": activity["id"]}


def agent_of(agent: dict[str, Any]) -> dict[str, Any]:
    """An agent or group with its kind said, mail in lower case, and its members in one order."""
    kept = {"objectType": "Agent"} | agent
    if "mbox" in kept:
        kept["mbox"] = kept["mbox"].lower()
    if "mbox_sha1sum" in kept:
        kept["mbox_sha1sum"] = kept["mbox_sha1sum"].lower()
    if "member" in kept:
        kept["member"] = sorted((agent_of(member) for member in kept["member"]), key=msgspec.json.encode)
    return kept


def context_of(context: dict[str, Any]) -> dict[str, Any]:
    kept = dict(context)
    for name in ("instructor", "team"):
        if name in kept:
            kept[name] = agent_of(kept[name])
    if "registration" in kept:
        kept["registration"] = kept["registration"].lower()
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            place: [activity_of(one) for one in (named if isinstance(named, list) else [named])]
            for place, named in kept["contextActivities"].items()
        }
    for name, role in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in kept:
            kept[name] = [one | {role: agent_of(one[role])} for one in kept[name]]
    return kept


def is_signed_form(signed: Any, text: bytes) -> bool:
    """Whether the payload of a signature is this statement as it was before the signature was added."""
    received = msgspec.json.decode(text)
    try:
        alike = deed_of(without_attachments(signed)) == deed_of(without_attachments(received))
        return alike and all(name not in signed or agree(name, signed, received) for name in ("id", "timestamp"))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False  # no statement at all


def without_attachments(statement: dict[str, Any]) -> dict[str, Any]:
    """The signature is itself an attachment, and could not be described before it was made."""
    return {name: value for name, value in statement.items() if name != "attachments"}


def agree(name: str, signed: dict[str, Any], received: dict[str, Any]) -> bool:
    if name not in received:
        return True
    if name == "id":
        return bool(signed[name].lower() == received[name].lower())
    return moment(signed[name]) == moment(received[name])
