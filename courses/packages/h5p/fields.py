"""What a field of a semantics file asks of an author: which kind of input, and with what it starts."""

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Protocol
from uuid import uuid4

from courses.packages.h5p import picking
from courses.packages.h5p.library import Identity, Json
from courses.packages.h5p.names import CONTENT_ENDINGS
from courses.packages.h5p.semantics import Fields, is_flat

Field = Mapping[str, Any]

#: Widgets that arrange lists, groups and contents, and lose nothing when they are drawn plainly. Of any other widget on them
#: (drawing on a picture, a timeline) we know only that it draws, so what it made is kept as it is.
#: The endings that a field of a type takes.
ENDINGS = {
    "image": frozenset({"png", "jpg", "jpeg", "gif"}),
    "audio": frozenset({"mp3", "m4a", "wav", "ogg"}),
    "video": frozenset({"mp4", "webm", "ogg"}),
    "file": CONTENT_ENDINGS - {"swf"},
}
DEEPEST_START = 8


class Libraries(Protocol):
    """What is installed, with labels and defaults in the languages of this form; None where it is not."""

    def fields(self, identity: Identity) -> Fields | None: ...

    def data(self, identity: Identity) -> Json | None: ...


def widget_of(field: Field) -> Any:
    """`showWhen` only hides; what it shows is drawn by a widget of its own."""
    shown = field.get("showWhen")
    if field.get("widget") == "showWhen":
        return shown.get("widget") if isinstance(shown, dict) else None
    return field.get("widget")


def kind_of(field: Field, value: Any = None) -> str:
    """The kind of input, which is also the name of its template."""
    kind, widget = field.get("type"), widget_of(field)
    # Numbers without a widget are the places of things that a visual editor moves by mouse; here they are typed.
    if widget == "none" and kind != "number":
        return "kept"
    if kind == "text":
        return kind_of_text(field, widget, value)
    if kind == "select":
        return kind_of_select(field, widget)
    if kind in ("list", "group", "library"):
        return str(kind)
    return {"number": "number", "boolean": "boolean", "image": "file", "file": "file", "audio": "media",
            "video": "media"}.get(str(kind), "kept")  # fmt: skip


#: Kinds of input that may not stay empty; a list says how many entries it needs, and a switch is always one or the other.
MUST_BE_FILLED = {"text", "textarea", "html", "colour", "number", "select", "radios", "library", "file", "media"}


def is_needed(field: Field) -> bool:
    """Whether a content is not whole without it. Semantics often forget to say that a picture or film of low importance,
    such as a film's poster, is one to do without.
    """
    kind = kind_of(field)
    to_do_without = kind in ("file", "media") and field.get("importance") == "low"
    return kind in MUST_BE_FILLED and not field.get("optional") and not to_do_without


def kind_of_text(field: Field, widget: Any, value: Any) -> str:
    if isinstance(field.get("tags"), list):
        return "html"
    if widget == "colorSelector":
        return "colour"
    # A line break would not survive an input of one line.
    return "textarea" if widget == "textarea" or (isinstance(value, str) and "\n" in value) else "text"


def kind_of_select(field: Field, widget: Any) -> str:
    if picking.is_pick(field):
        return "picks"
    if not field.get("options"):
        return "visual"
    if field.get("multiple"):
        return "checks"
    return "radios" if widget == "radioGroup" else "select"


def named(fields: Fields) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fields by name, each once: of two that a library names alike, which are one value, the first tells of it."""
    met: set[str] = set()
    for field in fields:
        name = field.get("name") if isinstance(field, dict) else None
        if isinstance(name, str) and name not in met:
            met.add(name)
            yield name, field


def options(field: Field) -> list[tuple[Any, str]]:
    """The choices of a select as value and label, those of groups in order."""
    return [choice for option in field.get("options") or [] for choice in choices(option)]


def choices(option: Any) -> list[tuple[Any, str]]:
    if not isinstance(option, dict):
        return [(option, str(option))]
    if option.get("type") == "optgroup":
        return [choice for inner in option.get("options") or [] for choice in choices(inner)]
    return [(option.get("value"), str(option.get("label", option.get("value"))))]


def same(value: Any, choice: Any) -> bool:
    """Whether a stored value, whose signs may be escaped, is that choice."""
    return value is not None and unescape(as_text(value)) == as_text(choice)


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def offers(field: Field, libraries: Libraries) -> list[tuple[Identity, str]]:
    """The contents that may stand in a library field and are installed, with their titles."""
    names = [option.get("name") if isinstance(option, dict) else option for option in field.get("options") or []]
    identities = [identity for name in names if (identity := Identity.parse(name))]
    return [(each, str(data.get("title") or each.name)) for each in identities if (data := libraries.data(each))]


def start(field: Field, libraries: Libraries, depth: int = 0) -> Any:
    """What a new field holds before anyone has written in it; None: nothing."""
    kind = field.get("type")
    if kind == "group":
        return start_group(field, libraries, depth)
    if kind == "list" and "default" not in field:
        return start_list(field, libraries, depth)
    if kind == "library":
        return start_library(field, libraries, depth)
    # Players count the entries of such a choice, so there has to be one, if an empty one.
    return [] if picking.is_pick(field) else field.get("default")


def start_group(field: Field, libraries: Libraries, depth: int) -> Any:
    fields = picking.with_places(field.get("fields") or [])
    if is_flat(dict(field)):
        return start(fields[0], libraries, depth)
    found = start_all(fields, libraries, depth) | start_values(field)
    return found | ({"subContentId": str(uuid4())} if field.get("isSubContent") else {})


def start_values(group: Field) -> dict[str, Any]:
    """What a group says itself of its fields, as the size of a task does."""
    given = group.get("default")
    return (
        {name: given[name] for name, _field in named(group["fields"]) if name in given}
        if isinstance(given, dict)
        else {}
    )


def start_all(fields: Fields, libraries: Libraries, depth: int = 0) -> dict[str, Any]:
    found = {name: start(field, libraries, depth) for name, field in named(fields)}
    return {name: value for name, value in found.items() if value is not None}


def start_list(field: Field, libraries: Libraries, depth: int) -> list[Any] | None:
    inner = field.get("field")
    if not isinstance(inner, dict):
        return None
    least = field.get("defaultNum") or field.get("min") or (0 if field.get("optional") else 1)
    return [start(inner, libraries, depth) for _number in range(min(int(least), 20))] or None


def start_library(field: Field, libraries: Libraries, depth: int) -> dict[str, Any] | None:
    """The one content that can stand there; where there is a choice, none yet."""
    offered = offers(field, libraries)
    if len(offered) != 1 or field.get("optional") or depth >= DEEPEST_START:
        return None
    return begin(offered[0][0], libraries, depth + 1)


def begin(identity: Identity, libraries: Libraries, depth: int = 0) -> dict[str, Any]:
    """A new content inside the content."""
    data = libraries.data(identity) or {}
    title = str(data.get("title") or identity.name)
    return {
        "library": str(identity),
        "params": start_all(libraries.fields(identity) or [], libraries, depth),
        "subContentId": str(uuid4()),
        "metadata": {"contentType": title, "license": "U", "title": title},
    }
