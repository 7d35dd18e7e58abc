"""Statements that leave this store as text alone."""

import msgspec

from tracking.lrs.serving import raw

Json = dict[str, msgspec.Raw]


def without_bytes(text: bytes) -> bytes:
    """The same without attachments whose bytes would have to come along; what says where it lies, stays."""
    if b'"attachments"' not in text:
        return text
    parts = msgspec.json.decode(text, type=Json)
    if "attachments" in parts:
        lying = [one for one in msgspec.json.decode(parts["attachments"]) if "fileUrl" in one]
        if lying:
            parts["attachments"] = raw(lying)
        else:
            del parts["attachments"]
    if b'"SubStatement"' in bytes(parts["object"]):
        parts["object"] = msgspec.Raw(without_bytes(bytes(parts["object"])))
    return msgspec.json.encode(parts)
