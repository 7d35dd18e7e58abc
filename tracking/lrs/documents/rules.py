"""Which documents may be replaced by whom, and what becomes of two JSON documents that are merged."""

from dataclasses import dataclass
from hashlib import sha1

import msgspec
from msgspec import Raw

from tracking.lrs.reading import MALFORMED, check_depth
from tracking.lrs.refusals import Refused

JSON = "application/json"
MERGING = "Communication 2.2"
_parts = msgspec.json.Decoder(dict[str, Raw])
_anything = msgspec.json.Decoder()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What the sender believes of the document: the If-Match and If-None-Match headers, each "" where it is absent."""

    if_match: str = ""
    if_none_match: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.if_match or self.if_none_match)

    def holds(self, etag: str | None) -> bool:
        """Whether the belief is true of the document that is there; `etag` is None when there is none."""
        if self.if_match and not names(self.if_match, etag):
            return False
        return not (self.if_none_match and names(self.if_none_match, etag))


ANY = Condition()


def names(header: str, etag: str | None) -> bool:
    """Whether a list of entity tags, or "*", names this one (RFC 9110 13.1)."""
    if etag is None:
        return False
    return header.strip() == "*" or etag in (tag.strip() for tag in header.split(","))


def digest_of(content: bytes) -> str:
    """SHA-1, which 1.0.3 prescribes for the ETag; nothing is kept safe by it (Communication 3.1)."""
    return sha1(content, usedforsecurity=False).hexdigest()


def is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == JSON


def check_content(content: bytes, content_type: str) -> None:
    """Refuse what calls itself JSON and is none (Communication 3.2)."""
    if not is_json(content_type):
        return
    check_depth(content)
    try:
        content.decode()
        _anything.decode(content)
    except MALFORMED as error:
        raise Refused("malformed_json", detail=str(error)) from None


def merged(kept: bytes, kept_type: str, sent: bytes, sent_type: str) -> bytes:
    """`kept` with each property that `sent` names set to what `sent` says; only JSON objects can be merged."""
    if not (is_json(kept_type) and is_json(sent_type)):
        raise Refused("cannot_be_merged", path="Content-Type", section=MERGING)
    return msgspec.json.encode(properties(kept) | properties(sent))


def properties(content: bytes) -> dict[str, Raw]:
    try:
        return _parts.decode(content)
    except MALFORMED:
        raise Refused("cannot_be_merged", section=MERGING) from None
