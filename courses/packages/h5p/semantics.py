"""Walking the parameters of a content along the semantics of its library, into the contents inside it."""

from collections.abc import Callable
from typing import Any

from courses.packages.h5p.library import Identity

Fields = list[dict[str, Any]]
#: The semantics of a library; None when we do not have it.
SemanticsOf = Callable[[Identity], Fields | None]


def is_flat(field: dict[str, Any]) -> bool:
    """A group of one field is written as that field's value, unless it is a content of its own."""
    return len(field.get("fields") or []) == 1 and not field.get("isSubContent")


def fill(params: Any, fields: Fields, semantics_of: SemanticsOf) -> Any:
    """`params` with the defaults of what is missing: some programs write packages without them, which then do not play."""
    filled = dict(params) if isinstance(params, dict) else {}
    for field in fields:
        name = field.get("name")
        if not isinstance(name, str):
            continue
        value = fill_field(filled.get(name), field, semantics_of)
        if value is not None:
            filled[name] = value
    return filled


def fill_field(value: Any, field: dict[str, Any], semantics_of: SemanticsOf) -> Any:
    kind = field.get("type")
    if kind == "group":
        return fill_group(value, field, semantics_of)
    if kind == "list" and isinstance(value, list) and isinstance(field.get("field"), dict):
        return [fill_field(entry, field["field"], semantics_of) for entry in value]
    if kind == "library" and isinstance(value, dict):
        return fill_library(value, semantics_of)
    return field.get("default") if value is None else value


def fill_group(value: Any, field: dict[str, Any], semantics_of: SemanticsOf) -> Any:
    fields = field.get("fields") or []
    if is_flat(field):
        return fill_field(value, fields[0], semantics_of)
    return fill(value, fields, semantics_of) or value


def fill_library(value: dict[str, Any], semantics_of: SemanticsOf) -> dict[str, Any]:
    identity = Identity.parse(value.get("library"))
    fields = semantics_of(identity) if identity else None
    return value if fields is None else value | {"params": fill(value.get("params"), fields, semantics_of)}
