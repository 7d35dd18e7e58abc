"""From a form that was sent back to the parameters of a content, with what is wrong in it said field by field.

Whatever is wrong stays in the parameters as it was typed, so that the form can show it again. `sanitize` cleans them
afterwards, as it does with any others: nothing that comes from a browser is believed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any, NamedTuple

from courses.packages.h5p import fields, picking
from courses.packages.h5p.fields import Field, Libraries
from courses.packages.h5p.library import Identity
from courses.packages.h5p.names import ending
from courses.packages.h5p.posted import ABOUT, RIGHTS, Posted
from courses.packages.h5p.sanitize import is_uuid, number_of, offered
from courses.packages.h5p.semantics import Fields, is_flat
from courses.packages.h5p.showing import is_hidden


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field: where it will stand in the form, a code, and a number or name that helps."""

    path: str
    code: str
    detail: str = ""

    @property
    def is_missing(self) -> bool:
        """Something is still to be written: what is there can be kept, but not yet be published."""
        return self.code in ("required", "too-few", "not-droppable")


class At(NamedTuple):
    """A field where it was sent from, and where it will stand: entries of lists get new numbers."""

    sent: str
    path: str

    def step(self, name: str) -> "At":
        return At(f"{self.sent}.{name}", f"{self.path}.{name}")

    def entry(self, key: str, number: int) -> "At":
        return At(f"{self.sent}.{key}", f"{self.path}.{number}")

    def unseen(self, name: str) -> str:
        return f"{self.sent}:{name}"


def always(_path: str) -> bool:
    return True


@dataclass
class Reading:
    """One reading of a form. `about` and `rights` are the fields for a content's metadata and for a file's rights."""

    posted: Posted
    libraries: Libraries
    about: Fields
    rights: Fields
    #: Whether a file of that path is there, in the content or put into this form.
    has_file: Callable[[str], bool] = always
    problems: list[Problem] = field(default_factory=list)
    hidden: int = 0

    def read(self, given: Fields, at: At) -> dict[str, Any]:
        """The values of fields that stand side by side; of those that are not there nothing."""
        found = {name: self.value(each, at.step(name)) for name, each in fields.named(given)}
        return {name: value for name, value in found.items() if value is not None}

    def value(self, given: Field, at: At) -> Any:
        with self.where(is_hidden(given, at.sent, self.posted)):
            kind = fields.kind_of(given)
            value = getattr(self, kind, self.kept)(given, at)
            if value in (None, "", [], {}) and fields.is_needed(given):
                self.problem(at, "required")
            return value

    @contextmanager
    def where(self, hidden: bool) -> Iterator[None]:
        """Nothing is asked of what the author does not see."""
        self.hidden += hidden
        yield
        self.hidden -= hidden

    def problem(self, at: At, code: str, detail: Any = "") -> None:
        if not self.hidden:
            self.problems.append(Problem(at.path, code, str(detail)))

    def kept(self, _given: Field, at: At) -> Any:
        return self.posted.json(at.unseen("was"))

    def text(self, given: Field, at: At) -> str | None:
        value, most = self.posted.text(at.sent), number_of(given.get("maxLength"))
        if value and most is not None and len(value) > most:
            self.problem(at, "too-long", int(most))
        return value

    textarea = text
    colour = text

    def html(self, given: Field, at: At) -> str | None:
        value = self.posted.text(at.sent)
        if value and is_blank(value) and not given.get("optional"):
            self.problem(at, "required")
        return value

    def number(self, given: Field, at: At) -> int | float | str | None:
        typed = (self.posted.text(at.sent) or "").strip()
        value = as_number(typed)
        if value is None:
            if typed:
                self.problem(at, "not-a-number")
            return typed or None
        low, high = number_of(given.get("min")), number_of(given.get("max"))
        if low is not None and value < low:
            self.problem(at, "too-small", plain(low))
        if high is not None and value > high:
            self.problem(at, "too-large", plain(high))
        return value

    def boolean(self, _given: Field, at: At) -> bool | None:
        typed = self.posted.text(at.sent)
        return None if typed is None else typed == "on"

    def select(self, given: Field, at: At) -> Any:
        """What says nothing goes on saying so: some libraries tell it from what is not there."""
        typed = self.posted.text(at.sent)
        if not typed:
            return typed
        found = [value for value, _label in fields.options(given) if fields.as_text(value) == typed]
        if not found and not given.get("optional"):
            self.problem(at, "not-offered")
        return found[0] if found else typed

    radios = select

    def checks(self, given: Field, at: At) -> list[Any] | None:
        typed = self.posted.all(at.sent)
        found = [value for value, _label in fields.options(given) if fields.as_text(value) in typed]
        return found if typed else None

    def picks(self, _given: Field, at: At) -> list[Any] | None:
        before, drawn = self.posted.json(at.unseen("was")), self.posted.text(at.unseen("of")) or ""
        found = picking.picked(
            before if isinstance(before, list) else [],
            self.posted.all(at.sent),
            self.posted.keys(picking.list_of(at.sent)),
            drawn=int(drawn) if drawn.isdecimal() else 0,
        )
        return found if found or before is not None else None

    def list(self, given: Field, at: At) -> list[Any] | None:
        inner = given.get("field")
        if not isinstance(inner, dict):
            return None
        found = [self.entry(inner, at.entry(key, n)) for n, key in enumerate(self.posted.keys(at.sent))]
        least, most = number_of(given.get("min")), number_of(given.get("max"))
        if least is not None and len(found) < least and (found or not given.get("optional")):
            self.problem(at, "too-few", int(least))
        if most is not None and len(found) > most:
            self.problem(at, "too-many", int(most))
        return found or None

    def entry(self, inner: Field, at: At) -> Any:
        if not self.posted.knows(at.sent):
            return fields.start(inner, self.libraries)
        value = self.value(inner, at)
        return {} if value is None and inner.get("type") == "group" and not is_flat(dict(inner)) else value

    def group(self, given: Field, at: At) -> Any:
        inner = picking.with_places(given.get("fields") or [])
        if is_flat(dict(given)):
            return self.value(inner[0], at.step(str(inner[0].get("name"))))
        found = self.read(inner, at)
        for zone, thing in picking.impossible(found):
            self.problem(at.step("dropZones").step(f"{zone}.correctElements"), "not-droppable", thing + 1)
        ident = self.posted.text(at.unseen("id"))
        if given.get("isSubContent") and is_uuid(ident):
            found["subContentId"] = ident
        return found if found or self.posted.text(at.unseen("there")) else None

    def library(self, given: Field, at: At) -> dict[str, Any] | None:
        chosen = self.posted.text(at.sent)
        identity = Identity.parse(chosen)
        inner = self.libraries.fields(identity) if identity and offered(identity, given) else None
        if identity is None or inner is None:
            if chosen:
                self.problem(at, "not-offered")
            return None
        if chosen != self.posted.text(at.unseen("was")):
            return fields.begin(identity, self.libraries)
        kept = self.posted.json(at.unseen("kept"))
        found = (kept if isinstance(kept, dict) else {}) | {"library": chosen, "params": self.read(inner, at)}
        self.extend(found, "metadata", self.about, at.step(ABOUT))
        ident = self.posted.text(at.unseen("id"))
        return found | ({"subContentId": ident} if is_uuid(ident) else {})

    def extend(self, found: dict[str, Any], name: str, given: Fields, at: At) -> None:
        """Write what the form says of a content or a file over what was known of it; what it does not ask for stays."""
        if not self.posted.knows(at.sent):
            return
        asked = {name for name, _field in fields.named(given)}
        before = found.get(name)
        left = {key: value for key, value in before.items() if key not in asked} if isinstance(before, dict) else {}
        after = left | self.read(given, at)
        if after or before is not None:
            found[name] = after

    def file(self, given: Field, at: At) -> dict[str, Any] | None:
        value = self.posted.json(at.unseen("was"))
        if not isinstance(value, dict) or self.posted.text(at.unseen("gone")):
            return None
        path = str(value.get("path", ""))
        if "://" not in path:
            self.judge_file(path, str(given.get("type")), at)
        self.extend(value, "copyright", self.rights, at.step(RIGHTS))
        return value

    def judge_file(self, path: str, kind: str, at: At) -> None:
        if ending(path) not in fields.ENDINGS.get(kind, frozenset()):
            self.problem(at, "wrong-kind")
        elif not self.has_file(unescape(path)):
            self.problem(at, "file-is-gone")

    def media(self, given: Field, at: At) -> Any:
        keys = self.posted.keys(at.sent)
        found = [self.file(given, at.entry(key, number)) for number, key in enumerate(keys)]
        link = (self.posted.text(at.unseen("link")) or "").strip()
        if link and not re.match("https?://", link):
            self.problem(at, "not-an-address")
        elif link:
            found.append({"path": link, "mime": mime_of_link(link, str(given.get("type")))})
        kept = [each for each in found if each]
        return kept if kept or self.posted.text(at.unseen("there")) else None


def is_blank(html: str) -> bool:
    """Whether HTML shows nothing: no letter, no picture, no line."""
    return not re.search(r"<(img|hr|table)\b", html) and not unescape(re.sub(r"<[^>]*>", "", html)).strip()


def as_number(typed: str) -> int | float | None:
    if re.fullmatch(r"[+-]?\d{1,15}", typed):
        return int(typed)
    return number_of(typed) if typed else None


def plain(value: float) -> str:
    return f"{value:g}"


def mime_of_link(link: str, kind: str) -> str:
    """As the player expects it: services by their name, files by their ending."""
    if re.match(r"https?://(www\.)?(youtube\.com|youtu\.be)/", link):
        return "video/YouTube"
    if re.match(r"https?://(player\.)?vimeo\.com/", link):
        return "video/Vimeo"
    known = {"mp3": "mpeg", "m4a": "mp4", "mp4": "mp4", "webm": "webm", "ogg": "ogg", "wav": "wav"}
    return f"{kind}/{known.get(ending(link.split('?')[0]), 'unknown')}"
