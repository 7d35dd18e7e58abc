"""Parameters as they are shown: what the semantics do not know is gone, and what authors wrote is clean HTML.

The parameters come from a file that somebody sent, so nothing in them is believed: neither that a text is a text, nor that
HTML is the HTML that the field allows.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import nh3

from courses.packages.h5p.library import Identity
from courses.packages.h5p.semantics import Fields, SemanticsOf, is_flat

Field = Mapping[str, Any]

ALWAYS = {"div", "span", "p", "br"}
WITH = {
    "table": {"tr", "td", "th", "colgroup", "col", "thead", "tbody", "tfoot", "figure", "figcaption"},
    "b": {"strong"}, "i": {"em"}, "ul": {"li"}, "ol": {"li"}, "del": {"s"}, "strike": {"s"},
}  # fmt: skip
#: Tags that a semantics file may not ask for, whoever wrote it.
NEVER = {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "link", "meta", "base", "template"}
STYLED = {"span", "p", "div", "h1", "h2", "h3", "table", "col", "figure", "td", "th", "li"}
ATTRIBUTES = {
    "*": {"class", "id", "title", "dir", "lang", "align", "valign", "width", "height", "role", "style", "tabindex"},
    "a": {"href", "target", "rel", "hreflang"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"}, "col": {"span"}, "ol": {"start", "type"}, "table": {"border", "summary"},
}  # fmt: skip
STYLES = {"size": "font-size", "family": "font-family", "color": "color", "background": "background-color",
          "spacing": "letter-spacing", "height": "line-height"}  # fmt: skip
TABLE_STYLES = {"width", "height", "border", "border-style", "border-color", "border-width", "border-collapse", "padding",
                "vertical-align", "float", "margin-left", "margin-right"}  # fmt: skip
SAFE_VALUE = re.compile(r"[\w\s#.,%()'\"-]{1,200}")
LONGEST_ATTRIBUTE = 96
SCHEMES = {"ftp", "http", "https", "mailto"}
FILE_KEYS = {"path", "mime", "copyright", "width", "height", "originalImage", "codecs", "quality", "bitrate"}
LIBRARY_KEYS = {"library", "params", "subContentId", "metadata"}
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RELATIVE = re.compile(r"(?:\.\./)+(?:content/)?[^/]+/(.+)")

GONE = object()


@dataclass
class Filter:
    """One pass over the parameters of a content, and the libraries met on the way, in order."""

    semantics_of: SemanticsOf
    used: dict[Identity, None] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    def params(self, params: Any, fields: Fields) -> dict[str, Any]:
        """The object that a library gets: only what its semantics name."""
        given = params if isinstance(params, dict) else {}
        kept = {}
        for each in fields:
            name = each.get("name")
            if isinstance(name, str) and given.get(name) is not None:
                value = self.value(given[name], each)
                if value is not GONE:
                    kept[name] = value
        return kept

    def value(self, value: Any, field: Field) -> Any:
        """A value as its field allows it, or GONE."""
        kind = field.get("type")
        if kind == "list":
            return self.list(value, field)
        if kind == "group":
            return self.group(value, field)
        if kind == "library":
            return self.library(value, field)
        plain = PLAIN.get(str(kind))
        return plain(value, field) if plain else GONE

    def list(self, value: Any, field: Field) -> Any:
        inner = field.get("field")
        if not isinstance(value, list) or not isinstance(inner, dict):
            return GONE
        most = number_of(field.get("max"))
        given = value[: int(most)] if most is not None else value
        kept = [each for each in (self.value(entry, inner) for entry in given if entry is not None) if each is not GONE]
        return kept or GONE

    def group(self, value: Any, field: Field) -> Any:
        fields = field.get("fields") or []
        if is_flat(dict(field)):
            return self.value(value, fields[0])
        if not isinstance(value, dict):
            return GONE
        kept = self.params(value, fields)
        if field.get("isSubContent") and is_uuid(value.get("subContentId")):
            kept["subContentId"] = value["subContentId"]
        return kept

    def library(self, value: Any, field: Field) -> Any:
        """A content inside the content: one that the field offers and that we have, with its own parameters filtered."""
        identity = Identity.parse(value.get("library")) if isinstance(value, dict) else None
        fields = self.semantics_of(identity) if identity and offered(identity, field) else None
        if identity is None or fields is None:
            return GONE
        keys = LIBRARY_KEYS | extra(field)
        kept = {key: clean(each) for key, each in value.items() if key in keys - {"params", "subContentId"}}
        kept["params"] = self.params(value.get("params"), fields)
        given = value.get("subContentId")
        kept["subContentId"] = given if is_uuid(given) else self.name_for(value)
        self.used.setdefault(identity)
        return kept

    def name_for(self, content: Any) -> str:
        """A name for a content inside that came without one, as programs write them: a book finds its pages by theirs. It
        stays the same for as long as the content says the same; of several that say the same each gets its own.
        """
        said = json.dumps(content, sort_keys=True)
        self.named[said] = self.named.get(said, 0) + 1
        return str(uuid5(NAMESPACE_OID, f"{self.named[said]} {said}"))


def offered(identity: Identity, field: Field) -> bool:
    options = [option["name"] if isinstance(option, dict) else option for option in field.get("options") or []]
    return not options or str(identity) in options


def is_uuid(text: Any) -> bool:
    return isinstance(text, str) and bool(UUID_TEXT.fullmatch(text))


def extra(field: Field) -> set[str]:
    return {name for name in field.get("extraAttributes") or [] if isinstance(name, str)}


def text(value: Any, field: Field) -> str:
    """HTML of the allowed tags, or plain text with its signs escaped, once."""
    given = value if isinstance(value, str) else ""
    tags = field.get("tags")
    clean_text = html(given, field) if isinstance(tags, list) else plain(given)
    most = number_of(field.get("maxLength"))
    return clean_text if most is None else clean_text[: int(most)]


def plain(value: str) -> str:
    return escape(unescape(value)).replace("&#x27;", "&#039;")


def html(value: str, field: Field) -> str:
    tags = {tag for tag in field["tags"] if isinstance(tag, str)} | ALWAYS
    tags = set().union(tags, *(WITH.get(tag, set()) for tag in tags)) - NEVER
    styles = allowed_styles(field, tags)

    def keep(tag: str, name: str, content: str) -> str | None:
        if name == "style":
            return style(content, styles) if tag in STYLED else None
        return content if len(content) <= LONGEST_ATTRIBUTE or name in ("href", "src", "alt", "title") else None

    return nh3.clean(
        value,
        tags=tags,
        clean_content_tags={"script", "style"},
        attributes={name: allowed for name, allowed in ATTRIBUTES.items() if name == "*" or name in tags},
        generic_attribute_prefixes={"data-", "aria-"},
        attribute_filter=keep,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def allowed_styles(field: Field, tags: set[str]) -> set[str]:
    font = field.get("font")
    named = {STYLES[name] for name in font if font[name] and name in STYLES} if isinstance(font, dict) else set()
    return named | {"text-align"} | (TABLE_STYLES if "table" in tags else set())


def style(value: str, allowed: set[str]) -> str | None:
    """The declarations of a style attribute that name an allowed property and load nothing."""
    pairs = [
        (name.strip().lower(), content.strip())
        for name, _, content in (part.partition(":") for part in value.split(";"))
    ]
    kept = [
        f"{name}: {content};"
        for name, content in pairs
        if name in allowed
        and SAFE_VALUE.fullmatch(content)
        and not re.search(r"url|expression", content, re.IGNORECASE)
    ]
    return " ".join(kept) or None


def number_of(value: Any) -> float | None:
    """A number, also where it is written as a text, as `min` and `max` in some semantics are."""
    try:
        found = None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
    return found if found is not None and math.isfinite(found) else None


def number(value: Any, field: Field) -> Any:
    found = number_of(value)
    if found is None:
        return 0
    low, high = number_of(field.get("min")), number_of(field.get("max"))
    if low is not None and found < low:
        return whole(low)
    if high is not None and found > high:
        return whole(high)
    return value if isinstance(value, int | float) else whole(found)


def whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def boolean(value: Any, _field: Field) -> Any:
    return value if isinstance(value, bool | int) else str(value).lower() in ("true", "1")


def select(value: Any, field: Field) -> Any:
    choices = [choice for option in field.get("options") or [] for choice in choices_of(option)]
    strict = bool(choices) and not field.get("optional")
    if field.get("multiple"):
        given = value if isinstance(value, list) else [value]
        return [clean(each) for each in given if not strict or each in choices]
    return clean(value) if not strict or value in choices else clean(choices[0])


def choices_of(option: Any) -> list[Any]:
    if not isinstance(option, dict):
        return [option]
    if option.get("type") == "optgroup":
        return [choice for inner in option.get("options") or [] for choice in choices_of(inner)]
    return [option.get("value")]


def file(value: Any, field: Field) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get("path"), str):
        return GONE
    kept = {key: clean(each) for key, each in value.items() if key in FILE_KEYS | extra(field)}
    path = value["path"].removesuffix("#tmp")
    found = RELATIVE.fullmatch(path)
    kept["path"] = escape(found[1] if found else path)
    return kept


def files(value: Any, field: Field) -> Any:
    """Video and audio: several files, one per quality."""
    if not isinstance(value, list):
        return GONE
    return [each for each in (file(entry, field) for entry in value) if each is not GONE]


def clean(value: Any) -> Any:
    """Data without semantics, such as metadata: every text in it escaped."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [clean(each) for each in value]
    if isinstance(value, dict):
        return {plain(str(key)): clean(each) for key, each in value.items()}
    return value


PLAIN: dict[str, Callable[[Any, Field], Any]] = {
    "text": text, "number": number, "boolean": boolean, "select": select, "file": file, "image": file, "video": files,
    "audio": files,
}  # fmt: skip
