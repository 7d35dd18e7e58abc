"""A content that is written here rather than uploaded: judged by the rules that a package is judged by."""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from courses.packages.h5p import names
from courses.packages.h5p.addons import texts
from courses.packages.h5p.library import Identity
from courses.packages.h5p.manifest import EMPTY, judge_content
from courses.packages.h5p.package import is_picture
from courses.packages.h5p.reasons import Reason, Refused
from lms.core.archives import MIB, Limits, is_unsafe


def manifest_of(main: Identity, metadata: Mapping[str, Any], used: Iterable[Identity]) -> dict[str, Any]:
    """The h5p.json of a content: what its author says of it, and the libraries that it plays on. Raises Refused."""
    said = {name: value for name, value in metadata.items() if value not in EMPTY}
    manifest = {
        "language": "und", "embedTypes": ["iframe"], "license": "U", **said,
        "mainLibrary": main.name,
        "preloadedDependencies": [
            {"machineName": each.name, "majorVersion": each.major, "minorVersion": each.minor} for each in used
        ],
    }  # fmt: skip
    if reasons := judge_content(manifest):
        raise Refused(reasons)
    return manifest


def judge_files(files: Mapping[str, bytes], *, limits: Limits) -> None:
    """Files that somebody puts into a content, by their paths in it. Raises Refused with every reason."""
    reasons = [reason for path, content in files.items() for reason in judge_file(path, content, limits)]
    if len(files) > limits.most_files:
        reasons.append(Reason("too-many-files", detail=str(limits.most_files)))
    if sum(map(len, files.values())) > limits.largest_total:
        reasons.append(Reason("total-size-too-large", detail=str(limits.largest_total // MIB)))
    if reasons:
        raise Refused(reasons)


def judge_file(path: str, content: bytes, limits: Limits) -> list[Reason]:
    reasons = []
    if is_unsafe(path) or names.is_hidden(path) or names.is_too_long(path):
        reasons.append(Reason("unsafe-path", path))
    if not names.may_hold(f"content/{path}"):
        reasons.append(Reason("not-in-whitelist", path))
    if len(content) > limits.largest_file:
        reasons.append(Reason("file-size-too-large", path, str(limits.largest_file // MIB)))
    elif names.ending(path) in names.PICTURES and not is_picture(content):
        reasons.append(Reason("not-a-picture", path))
    return reasons


def mentioned(params: Any, paths: Iterable[str]) -> list[str]:
    """Those of `paths` that parameters speak of, as a value or within a text, such as a picture's address in HTML."""
    said = [unescape(text) for text in texts(params)]
    whole = set(said)
    within = "\n".join(text for text in said if re.search(r"[<(]", text))
    return [path for path in paths if path in whole or path in within]
