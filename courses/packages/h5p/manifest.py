"""The rules for h5p.json and library.json, property by property. Unknown properties are nobody's business."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from courses.packages.h5p.names import is_script_path
from courses.packages.h5p.reasons import Reason

Check = Callable[[Any], bool]


def text(pattern: str, flags: int = 0) -> Check:
    """A text or whole number that `pattern` covers from end to end."""
    compiled = re.compile(pattern, flags)

    def check(value: Any) -> bool:
        return isinstance(value, str | int) and not isinstance(value, bool) and bool(compiled.fullmatch(str(value)))

    return check


def one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def each(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(entry) for entry in value)


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with all of `required`, and what it has of `optional`, in order."""

    def check(value: Any) -> bool:
        if not isinstance(value, dict) or any(name not in value for name in required):
            return False
        rules = {**(optional or {}), **required}
        return all(rules[name](content) for name, content in value.items() if name in rules)

    return check


def flag(value: Any) -> bool:
    return value in (0, 1, "0", "1", True, False)


def script(ending: str) -> Check:
    return lambda value: isinstance(value, dict) and is_script_path(str(value.get("path", "")), ending)


NUMBER = text(r"[0-9]{1,5}")
LONG = text(r".{0,5000}", re.DOTALL)
YEAR = text(r"[0-9]{1,4}")
MACHINE_NAME = text(r"[\w.-]{1,255}", re.ASCII)
DEPENDENCIES = each(record({"machineName": MACHINE_NAME, "majorVersion": NUMBER, "minorVersion": NUMBER}))
EMBED_TYPES = each(one_of("iframe", "div"))
LICENCES = (
    "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND", "CC0 1.0", "GNU GPL", "PD", "ODC PDDL",
    "CC PDM", "U", "C",
)  # fmt: skip
CHANGE = record({}, {
    "date": text(r"[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}:[0-9]{2}"), "author": text(r".{1,255}"), "log": LONG,
})  # fmt: skip

CONTENT_REQUIRED: dict[str, Check] = {
    "title": text(r".{1,255}"),
    "language": text(r"[-a-zA-Z]{1,10}"),
    "preloadedDependencies": DEPENDENCIES,
    "mainLibrary": text(r"[$a-z_][0-9a-z_.$]{1,254}", re.IGNORECASE),
    "embedTypes": EMBED_TYPES,
}
CONTENT_OPTIONAL: dict[str, Check] = {
    "contentType": text(r".{1,255}"),
    "dynamicDependencies": DEPENDENCIES,
    "author": text(r".{1,255}"),
    "authors": each(record({}, {"name": text(r".{1,255}"), "role": text(r"\w+")})),
    "source": text(r"https?://.+"),
    "license": one_of(*LICENCES),
    "licenseVersion": one_of("1.0", "2.0", "2.5", "3.0", "4.0"),
    "licenseExtras": LONG,
    "authorComments": LONG,
    "yearsFrom": YEAR,
    "yearsTo": YEAR,
    "changes": each(CHANGE),
    "w": text(r"[0-9]{1,4}"),
    "h": text(r"[0-9]{1,4}"),
}
LIBRARY_REQUIRED: dict[str, Check] = {
    "title": text(r".{1,255}"),
    "majorVersion": NUMBER,
    "minorVersion": NUMBER,
    "patchVersion": NUMBER,
    "machineName": MACHINE_NAME,
    "runnable": flag,
}
LIBRARY_OPTIONAL: dict[str, Check] = {
    "author": text(r".{1,255}"),
    "license": text(r".{1,80}"),
    "description": text(r".{1,65534}", re.DOTALL),
    "metadataSettings": record({}, {"disable": flag, "disableExtraTitleField": flag}),
    "preloadedDependencies": DEPENDENCIES,
    "dynamicDependencies": DEPENDENCIES,
    "editorDependencies": DEPENDENCIES,
    "preloadedJs": each(script("js")),
    "preloadedCss": each(script("css")),
    "dropLibraryCss": each(record({"machineName": MACHINE_NAME})),
    "w": text(r"[0-9]{1,4}"),
    "h": text(r"[0-9]{1,4}"),
    "embedTypes": EMBED_TYPES,
    "fullscreen": flag,
    "coreApi": record({"majorVersion": NUMBER, "minorVersion": NUMBER}),
}

#: Optional texts that some programs leave empty, or null.
EMPTY: tuple[Any, ...] = ("", None, [])


def judge(data: Any, required: Mapping[str, Check], optional: Mapping[str, Check], *, path: str) -> list[Reason]:
    """What is missing in a JSON object, and what is not as it must be."""
    if not isinstance(data, dict):
        return [Reason("illegal-option-in-library", path)]
    gone = [Reason("missing-required-property", path, name) for name in required if name not in data]
    wrong = [
        Reason("illegal-option-in-library", path, name)
        for name, value in data.items()
        if (name in required and not required[name](value))
        or (name in optional and value not in EMPTY and not optional[name](value))
    ]
    return gone + wrong


def judge_content(data: Any) -> list[Reason]:
    return judge(data, CONTENT_REQUIRED, CONTENT_OPTIONAL, path="h5p.json")


def judge_library(data: Any, *, path: str) -> list[Reason]:
    return judge(data, LIBRARY_REQUIRED, LIBRARY_OPTIONAL, path=path)
