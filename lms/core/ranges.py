"""A part of a file, as browsers ask for it to seek in a video (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
CHUNK = 1 << 16


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last` of a file, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class NotSatisfiable(Exception):
    """The part asked for lies outside the file."""


def asked_part(header: str, *, size: int) -> Part | None:
    """The part that a Range header asks for; None for the whole, also where several parts are asked for or the header
    makes no sense, as the RFC allows. Raises NotSatisfiable."""
    match = ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
        if last and int(last) < int(first):
            return None
    if part.first > part.last:
        raise NotSatisfiable(header)
    return part


def answer_part(request: HttpRequest, file: IO[bytes], *, size: int, mime: str) -> HttpResponseBase:
    """The file, or the part of it that is asked for: 200, 206 or 416."""
    try:
        part = asked_part(request.headers.get("Range", ""), size=size)
    except NotSatisfiable:
        file.close()
        return FileResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    if part is None:
        response = FileResponse(file, content_type=mime)
        response["Content-Length"] = size
    else:
        response = FileResponse(Slice(file, part), content_type=mime, status=206)
        response["Content-Length"] = part.length
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


class Slice:
    """A part of an open file, to be read from first to last; closing it closes the file."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        self.file = file
        self.left = part.length
        file.seek(part.first)

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.file.read(min(CHUNK, self.left)):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
