"""Semantics in another language: a library's language file has the same shape, with nothing but words in it."""

from typing import Any

from courses.packages.h5p.semantics import Fields

LABELS = ("label", "description", "entity", "placeholder", "unit")


def translated(fields: Fields, *, labels: Any = None, defaults: Any = None) -> Fields:
    """`fields` with labels from one language file, and what is filled in beforehand from another."""
    return [
        field_in(field, entry(labels, number), entry(defaults, number)) if isinstance(field, dict) else field
        for number, field in enumerate(fields)
    ]


def words_of(data: Any) -> Any:
    """The words in a language file as it is; None when there are none to use."""
    found = data.get("semantics") if isinstance(data, dict) else None
    return found if isinstance(found, list) else None


def field_in(field: dict[str, Any], labels: Any, defaults: Any) -> dict[str, Any]:
    new = field | {name: text for name in LABELS if isinstance(text := get(labels, name), str) and text}
    if isinstance(field.get("important"), dict):
        new["important"] = field["important"] | (get(labels, "important") or {})
    if isinstance(field.get("default"), str) and isinstance(text := get(defaults, "default"), str):
        new["default"] = text
    if isinstance(field.get("options"), list):
        new["options"] = [option_in(each, entry(get(labels, "options"), n)) for n, each in enumerate(field["options"])]
    if isinstance(field.get("fields"), list):
        new["fields"] = translated(field["fields"], labels=get(labels, "fields"), defaults=get(defaults, "fields"))
    if isinstance(field.get("field"), dict):
        new["field"] = field_in(field["field"], get(labels, "field"), get(defaults, "field"))
    return new


def option_in(option: Any, labels: Any) -> Any:
    text = get(labels, "label")
    if not isinstance(option, dict):
        return option
    inner = option.get("options")
    nested = [option_in(each, entry(get(labels, "options"), n)) for n, each in enumerate(inner)] if inner else None
    return option | ({"label": text} if isinstance(text, str) else {}) | ({"options": nested} if nested else {})


def get(words: Any, name: str) -> Any:
    return words.get(name) if isinstance(words, dict) else None


def entry(words: Any, number: int) -> Any:
    return words[number] if isinstance(words, list) and number < len(words) else None
