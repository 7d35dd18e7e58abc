"""The form of a content, as a tree of nodes that templates draw: semantics, values, and what is wrong with them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from courses.packages.h5p import fields, picking
from courses.packages.h5p.fields import Field, Libraries
from courses.packages.h5p.library import Identity
from courses.packages.h5p.posted import ABOUT, ABSENT, RIGHTS
from courses.packages.h5p.reading import Problem
from courses.packages.h5p.sanitize import number_of
from courses.packages.h5p.semantics import Fields, is_flat
from courses.packages.h5p.showing import rule_of

#: Lists longer than this are shown folded, one line an entry.
FEW = 4
LONGEST_SUMMARY = 60


@dataclass
class Choice:
    """One of several: what is sent for it, its words, and whether it is taken."""

    value: str
    label: str
    taken: bool


@dataclass
class Node:
    """A field in the form: its way, which is its name, and all that its template shows."""

    path: str
    kind: str
    spec: Field
    value: Any = None
    nodes: list["Node"] = field(default_factory=list)
    #: About a content inside the content, or the rights in a file.
    about: list["Node"] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    #: Goes along unseen, as JSON.
    was: str = ""
    title: str = ""
    #: Where a file can be looked at.
    link: str = ""
    #: What is in it chooses from what else is in it, so it is drawn anew as a whole.
    is_linked: bool = False

    @property
    def template(self) -> str:
        return f"courses/packages/editor/fields/{self.kind}.html"

    @property
    def name(self) -> str:
        """The name of the input: it remembers whether there was a value at all."""
        return self.path if self.value is not None else self.path + ABSENT

    @property
    def label(self) -> str:
        return str(self.spec.get("label") or self.title or self.spec.get("name") or "")

    @property
    def text(self) -> str:
        """The value as it is typed: plain text is stored with its signs escaped."""
        value = "" if self.value is None else str(self.value)
        return value if self.kind == "html" else unescape(value)

    @property
    def rule(self) -> str:
        found = rule_of(self.spec, self.path)
        return json.dumps(found) if found else ""

    @property
    def required(self) -> bool:
        return not self.spec.get("optional") and (self.kind not in ("file", "media") or fields.is_needed(self.spec))

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.taken), None)

    @property
    def shown(self) -> list["Node"]:
        return [node for node in self.nodes if not node.spec.get("common")]

    @property
    def common(self) -> list["Node"]:
        """What the player says, which rarely needs a change."""
        return [node for node in self.nodes if node.spec.get("common")]

    @property
    def chooses_from(self) -> str:
        """The way to the list that a choice chooses from."""
        return picking.list_of(self.path)

    @property
    def is_few(self) -> bool:
        return len(self.nodes) <= FEW

    @property
    def is_open(self) -> bool:
        return bool(self.spec.get("expanded")) or self.spec.get("importance") == "high" or self.is_wrong

    @property
    def is_wrong(self) -> bool:
        return any(node.problems for node in self.walk())

    @property
    def is_empty(self) -> bool:
        """There, with nothing in it."""
        return self.value in ({}, [])

    @property
    def ident(self) -> str:
        return str(self.value.get("subContentId") or "") if isinstance(self.value, dict) else ""

    @property
    def entity(self) -> str:
        """What one entry of a list is called."""
        inner = self.spec.get("field") or {}
        return str(self.spec.get("entity") or inner.get("label") or inner.get("name") or "")

    @property
    def may_grow(self) -> bool:
        most = number_of(self.spec.get("max"))
        return most is None or len(self.nodes) < most

    @property
    def is_fixed(self) -> bool:
        """There is nothing to choose."""
        return len(self.choices) == 1 and self.required and self.chosen is not None

    @property
    def accept(self) -> str:
        """The endings of files, as browsers want them."""
        return ",".join(sorted(f".{each}" for each in fields.ENDINGS.get(str(self.spec.get("type")), ())))

    @property
    def summary(self) -> str:
        """The first words in it, so that it can be told apart when folded."""
        texts = (node.text for node in self.walk() if node.kind in ("text", "textarea", "html"))
        words = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", text))).strip() for text in texts)
        return next((shortened(found) for found in words if found), "")

    def walk(self) -> Iterator["Node"]:
        yield self
        for node in (*self.nodes, *self.about):
            yield from node.walk()

    def find(self, path: str) -> "Node | None":
        return next((node for node in self.walk() if node.path == path), None)

    def part(self, path: str) -> "Node | None":
        """What has to be drawn anew when something changes there."""
        around = (node for node in self.walk() if node.is_linked and path.startswith(f"{node.path}."))
        found = self.find(path)
        return found and next(around, found)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[:LONGEST_SUMMARY].rstrip()}…"


def link(group: Node) -> None:
    """Offer to each choice in the lists of a group the entries of the list that it chooses from."""
    lists = {each.path: each for each in group.nodes if each.kind == "list"}
    picks = [each for many in lists.values() for entry in many.nodes for each in entry.nodes if each.kind == "picks"]
    group.is_linked = bool(picks)
    for pick in picks:
        taken = {str(each) for each in pick.value or []}
        if offered := lists.get(picking.list_of(pick.path)):
            pick.choices = [
                Choice(str(number), f"{number + 1}. {entry.summary or offered.entity}", str(number) in taken)
                for number, entry in enumerate(offered.nodes)
            ]


@dataclass
class Drawing:
    """Draws values as nodes. `about` and `rights` are the fields for a content's metadata and for a file's rights."""

    libraries: Libraries
    about: Fields
    rights: Fields
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)

    def nodes(self, given: Fields, values: Any, path: str) -> list[Node]:
        known = values if isinstance(values, dict) else {}
        return [self.node(each, known.get(name), f"{path}.{name}") for name, each in fields.named(given)]

    def node(self, given: Field, value: Any, path: str) -> Node:
        node = Node(path, fields.kind_of(given, value), given, value, problems=list(self.problems.get(path, ())))
        getattr(self, node.kind, self.plain)(node)
        return node

    def plain(self, node: Node) -> None:
        """Nothing more to say than its value."""

    def kept(self, node: Node) -> None:
        node.was = "" if node.value is None else json.dumps(node.value)

    visual = kept

    def select(self, node: Node) -> None:
        taken = [value for value, _label in fields.options(node.spec) if fields.same(node.value, value)]
        node.choices = [
            Choice(fields.as_text(value), label, taken[:1] == [value]) for value, label in fields.options(node.spec)
        ]
        if node.text and not taken:
            # Not to be chosen any more; as long as nobody chooses anew, it stays.
            node.choices.append(Choice(node.text, node.text, True))

    radios = select

    def checks(self, node: Node) -> None:
        values = node.value if isinstance(node.value, list) else []
        node.choices = [
            Choice(fields.as_text(value), label, any(fields.same(each, value) for each in values))
            for value, label in fields.options(node.spec)
        ]

    def picks(self, node: Node) -> None:
        """What it chooses from is drawn elsewhere, so it is offered when all of that is there."""
        node.was = "" if node.value is None else json.dumps(node.value)

    def list(self, node: Node) -> None:
        inner = node.spec.get("field") or {}
        entries = node.value if isinstance(node.value, list) else []
        node.nodes = [self.node(inner, value, f"{node.path}.{number}") for number, value in enumerate(entries)]

    def group(self, node: Node) -> None:
        inner = picking.with_places(node.spec.get("fields") or [])
        if is_flat(dict(node.spec)):
            node.nodes = [self.node(inner[0], node.value, f"{node.path}.{inner[0].get('name')}")]
        else:
            node.nodes = self.nodes(inner, node.value, node.path)
        link(node)

    def library(self, node: Node) -> None:
        known = node.value if isinstance(node.value, dict) else {}
        node.choices = [
            Choice(str(identity), title, str(identity) == known.get("library"))
            for identity, title in fields.offers(node.spec, self.libraries)
        ]
        identity = Identity.parse(known.get("library"))
        if identity is None:
            return
        node.nodes = self.nodes(self.libraries.fields(identity) or [], known.get("params"), node.path)
        node.was = json.dumps({key: each for key, each in known.items() if key not in ("library", "params")})
        if self.has_about(identity):
            node.about = self.nodes(self.about, known.get("metadata"), f"{node.path}.{ABOUT}")

    def has_about(self, identity: Identity) -> bool:
        settings = (self.libraries.data(identity) or {}).get("metadataSettings")
        return not (isinstance(settings, dict) and settings.get("disable") in (1, True, "1"))

    def file(self, node: Node) -> None:
        node.was = json.dumps(node.value) if isinstance(node.value, dict) else ""
        if node.was and not node.spec.get("disableCopyright"):
            node.about = self.nodes(self.rights, node.value.get("copyright"), f"{node.path}.{RIGHTS}")

    def media(self, node: Node) -> None:
        entries = node.value if isinstance(node.value, list) else []
        inner = {key: each for key, each in node.spec.items() if key != "label"}
        for number, value in enumerate(entries):
            path = f"{node.path}.{number}"
            entry = Node(path, "entry", inner, value, problems=list(self.problems.get(path, ())))
            self.file(entry)
            node.nodes.append(entry)
