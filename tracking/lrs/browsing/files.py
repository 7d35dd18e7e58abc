"""Statements as files, line by line: JSON lines hold everything, CSV what fits into columns."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tracking.lrs import queries
from tracking.lrs.models import Statement
from tracking.lrs.privacy.pseudonyms import Pseudonyms, pseudonymous

COLUMNS = (
    "id", "stored", "timestamp", "actor", "verb", "object_type", "object", "registration", "success", "completion",
    "score_scaled", "score_raw", "duration", "voided", "origin",
)  # fmt: skip
#: Spreadsheets take a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text_of(row: Statement, pseudonyms: Pseudonyms | None) -> bytes:
    """The statement as any reader gets it, under pseudonyms where there are some."""
    text = queries.exact(row)
    return pseudonymous(text, pseudonyms) if pseudonyms else text


def json_lines(rows: Iterable[Statement], pseudonyms: Pseudonyms | None) -> Iterator[bytes]:
    for row in rows:
        yield text_of(row, pseudonyms) + b"\n"


def csv_lines(rows: Iterable[Statement], pseudonyms: Pseudonyms | None) -> Iterator[bytes]:
    """Marked as UTF-8, for spreadsheets in every language."""
    yield b"\xef\xbb\xbf" + line(COLUMNS)
    for row in rows:
        yield line(map(cell, cells_of(row, msgspec.json.decode(text_of(row, pseudonyms)))))


def line(cells: Iterable[str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def cells_of(row: Statement, said: dict[str, Any]) -> Iterator[Any]:
    thing, result = said["object"], said.get("result", {})
    score = result.get("score", {})
    yield from (said["id"], said["stored"], said["timestamp"], agent(said["actor"]), said["verb"]["id"])
    yield from (thing.get("objectType", "Activity"), thing.get("id") or agent(thing))
    yield said.get("context", {}).get("registration")
    yield from (result.get("success"), result.get("completion"), score.get("scaled"), score.get("raw"))
    yield from (result.get("duration"), row.is_voided, row.origin)


def agent(given: dict[str, Any]) -> str:
    """The one identifier of an agent or group; of an account its name, and of anyone unnamed nothing."""
    if "account" in given:
        return str(given["account"]["name"])
    return str(given.get("mbox") or given.get("openid") or given.get("mbox_sha1sum") or "")
