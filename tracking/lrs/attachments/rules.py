"""Which bytes may come along with which statements."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import new

from tracking.lrs.attachments.multipart import SECTION, Part
from tracking.lrs.refusals import Refused
from tracking.lrs.statement import UNSET, Attachment, Statement

JSON = "application/json"
#: SHA-2 by the number of its hexadecimal digits.
ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}

Parts = Mapping[str, Part]
NONE: Parts = {}


def digest(content: bytes, *, like: str) -> str:
    """The hash of `content` by the algorithm whose hashes are as long as `like`; empty where there is none."""
    name = ALGORITHMS.get(len(like))
    return new(name, content).hexdigest() if name else ""


def split(parts: Sequence[Part]) -> tuple[bytes, Parts]:
    """The statements' text, and the other parts by the hash that each has been checked to have."""
    if parts[0].media_type != JSON:
        raise refused(0, "content-type")
    by_hash: dict[str, Part] = {}
    for number, part in enumerate(parts[1:], start=1):
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise refused(number, "content-transfer-encoding")
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if not sha2 or digest(part.content, like=sha2) != sha2:
            raise refused(number, "x-experience-api-hash")
        by_hash[sha2] = part
    return parts[0].content, by_hash


def refused(number: int, header: str) -> Refused:
    return Refused("wrong_part", path=f"multipart.part[{number}].headers.{header}", section=SECTION)


def all_of(statement: Statement, path: str) -> Iterable[tuple[str, Attachment]]:
    """Every attachment that a statement or the statement within it describes, each with its path."""
    for place, attachments in (("", statement.attachments), (".object", statement.object.attachments)):
        for number, attachment in enumerate(attachments or ()):
            yield f"{path}{place}.attachments[{number}]", attachment


def check(statements: Iterable[tuple[str, Statement]], parts: Parts) -> None:
    """Refuse an attachment that neither came along nor says where it is, and a part that nobody describes."""
    used = set()
    for path, statement in statements:
        for place, attachment in all_of(statement, path):
            part = parts.get(attachment.sha2.lower())
            if part is not None:
                used.add(attachment.sha2.lower())
                check_match(attachment, part, place)
            elif attachment.file_url is UNSET:
                raise Refused("attachment_without_bytes", path=place)
    for number, sha2 in enumerate(parts, start=1):
        if sha2 not in used:
            raise refused(number, "x-experience-api-hash")


def check_match(attachment: Attachment, part: Part, place: str) -> None:
    """Refuse bytes of another kind than described. Only the hash says which belong, never the length."""
    described = attachment.content_type.partition(";")[0].strip().lower()
    if part.media_type and part.media_type != described:
        raise Refused("another_media_type", path=f"{place}.contentType", section=SECTION)
