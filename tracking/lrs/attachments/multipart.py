"""multipart/mixed, in and out: statements in the first part, the bytes of their attachments in the others.

The reader takes what RFC 2046 calls well-formed and refuses the rest; it copies each part once and never recurses.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from uuid import uuid4

from tracking.lrs.refusals import Refused

MIXED = "multipart/mixed"
SECTION = "Communication 1.5.2"
#: More parts, or longer headers, than any statement's attachments need.
MOST_PARTS = 1_000
LONGEST_HEADERS = 8_192

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part: its headers, their names in lower case, and its bytes."""

    headers: dict[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def boundary_of(content_type: str) -> bytes:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary", "")
    if not isinstance(boundary, str) or not _BOUNDARY.fullmatch(boundary):
        raise malformed("boundary")
    return boundary.encode()


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """The parts of a body, of which there is at least one; Refused where it is not well-formed."""
    delimiter = b"--" + boundary_of(content_type)
    pieces = re.split(rb"(?:\A|\r\n)" + re.escape(delimiter) + rb"(?=--|[ \t]*\r\n)", body, maxsplit=MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:
        raise Refused("too_many_parts", section=SECTION)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise malformed("delimiter")
    return [part_of(piece, number) for number, piece in enumerate(pieces[1:-1])]


def part_of(piece: bytes, number: int) -> Part:
    if piece.startswith(b"--"):
        raise malformed("delimiter")
    _, _, rest = piece.partition(b"\r\n")
    if rest.startswith(b"\r\n"):
        return Part(headers={}, content=rest[2:])
    end = rest.find(b"\r\n\r\n", 0, LONGEST_HEADERS)
    if end < 0:
        raise malformed(f"part[{number}]")
    headers: dict[str, str] = {}
    for line in rest[:end].split(b"\r\n"):
        match = _HEADER.fullmatch(line)
        if not match or (name := match[1].decode().lower()) in headers:
            raise malformed(f"part[{number}].headers")
        headers[name] = match[2].decode("latin-1")
    return Part(headers=headers, content=rest[end + 4 :])


def malformed(where: str) -> Refused:
    return Refused("malformed_multipart", path=f"multipart.{where}", section=SECTION)


def written(statements: bytes, contents: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """A multipart body of statements and (hash, media type, bytes) of each attachment, and its content type."""
    boundary = uuid4().hex
    lines = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode(), statements]
    for sha2, media_type, content in contents:
        lines += [
            f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {sha2}\r\n\r\n".encode(),
            content,
        ]
    lines.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(lines), f"{MIXED}; boundary={boundary}"
