"""Statements that leave this store, with or without the bytes of their attachments."""

from collections.abc import Set as AbstractSet

import msgspec

from tracking.lrs.serving import raw

Json = dict[str, msgspec.Raw]


def without_bytes(text: bytes, *, along: AbstractSet[str] = frozenset()) -> bytes:
    """The same without attachments whose bytes are missing; what says where it lies stays, and what comes `along` by hash."""
    if b'"attachments"' not in text:
        return text
    parts = msgspec.json.decode(text, type=Json)
    if "attachments" in parts:
        attachments = msgspec.json.decode(parts["attachments"])
        lying = [one for one in attachments if "fileUrl" in one or one["sha2"].lower() in along]
        if lying:
            parts["attachments"] = raw(lying)
        else:
            del parts["attachments"]
    if b'"SubStatement"' in bytes(parts["object"]):
        parts["object"] = msgspec.Raw(without_bytes(bytes(parts["object"]), along=along))
    return msgspec.json.encode(parts)
