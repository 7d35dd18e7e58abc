"""A statement, typed: what xAPI 1.0.3 and 2.0 allow it to contain, and the rules between its properties.

msgspec decodes text into these structs and refuses wrong types, forms, nulls and unknown properties on the way; the
`__post_init__` methods add what types cannot say.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from tracking.lrs.activities import Activity, Definition
from tracking.lrs.actors import Account, Actor, check_authority, check_identity, ident_of
from tracking.lrs.grammar import (
    Duration,
    Extensions,
    Iri,
    LanguageMap,
    Mailto,
    MediaType,
    Moment,
    Sha1,
    Sha2,
    Tag,
    Uuid,
    Version,
    broken,
    is_iri,
    is_uuid,
    moment,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


class Verb(Struct, forbid_unknown_fields=True, rename="camel"):
    id: Iri
    display: LanguageMap | UnsetType = UNSET


class Score(Struct, forbid_unknown_fields=True, rename="camel"):
    scaled: Annotated[float, Meta(ge=-1, le=1)] | UnsetType = UNSET
    raw: float | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.min is not UNSET and self.max is not UNSET and self.min >= self.max:
            raise broken("min_not_below_max", ".min")
        if self.raw is not UNSET and self.min is not UNSET and self.raw < self.min:
            raise broken("raw_below_min", ".raw")
        if self.raw is not UNSET and self.max is not UNSET and self.raw > self.max:
            raise broken("raw_above_max", ".raw")


class Result(Struct, forbid_unknown_fields=True, rename="camel"):
    score: Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: str | UnsetType = UNSET
    duration: Duration | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET


class StatementRef(Struct, forbid_unknown_fields=True, rename="camel"):
    object_type: Literal["StatementRef"]
    id: Uuid


class ContextAgent(Struct, forbid_unknown_fields=True, rename="camel"):
    """Another agent that has to do with the statement, and how (2.0)."""

    object_type: Literal["contextAgent"]
    agent: Actor
    relevant_types: Annotated[list[Iri], Meta(min_length=1)] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.agent.object_type == "Group":
            raise broken("not_an_agent", ".agent")


class ContextGroup(Struct, forbid_unknown_fields=True, rename="camel"):
    """Another group that has to do with the statement, and how (2.0)."""

    object_type: Literal["contextGroup"]
    group: Actor
    relevant_types: Annotated[list[Iri], Meta(min_length=1)] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.group.object_type != "Group":
            raise broken("not_a_group", ".group")


class ContextActivities(Struct, forbid_unknown_fields=True, rename="camel"):
    parent: Activity | list[Activity] | UnsetType = UNSET
    grouping: Activity | list[Activity] | UnsetType = UNSET
    category: Activity | list[Activity] | UnsetType = UNSET
    other: Activity | list[Activity] | UnsetType = UNSET

    def all(self) -> Iterable[Activity]:
        for named in (self.parent, self.grouping, self.category, self.other):
            if isinstance(named, Activity):
                yield named
            elif isinstance(named, list):
                yield from named


class Context(Struct, forbid_unknown_fields=True, rename="camel"):
    registration: Uuid | UnsetType = UNSET
    instructor: Actor | UnsetType = UNSET
    team: Actor | UnsetType = UNSET
    context_activities: ContextActivities | UnsetType = UNSET
    context_agents: list[ContextAgent] | UnsetType = UNSET
    context_groups: list[ContextGroup] | UnsetType = UNSET
    revision: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET
    language: Tag | UnsetType = UNSET
    statement: StatementRef | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.team is not UNSET and self.team.object_type != "Group":
            raise broken("not_a_group", ".team")


class Attachment(Struct, forbid_unknown_fields=True, rename="camel"):
    usage_type: Iri
    display: LanguageMap
    content_type: MediaType
    length: Annotated[int, Meta(ge=0)]
    sha2: Sha2
    description: LanguageMap | UnsetType = UNSET
    file_url: Iri | UnsetType = UNSET


class Thing(Struct, forbid_unknown_fields=True, rename={"object_type": "objectType"}):
    """The object of a statement, whichever of the five kinds it is; `ALLOWED` says which properties a kind has."""

    object_type: Literal["Activity", "Agent", "Group", "StatementRef", "SubStatement"] = "Activity"
    id: str | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET
    name: str | UnsetType = UNSET
    mbox: Mailto | UnsetType = UNSET
    mbox_sha1sum: Sha1 | UnsetType = UNSET
    openid: Iri | UnsetType = UNSET
    account: Account | UnsetType = UNSET
    member: list[Actor] | UnsetType = UNSET
    actor: Actor | UnsetType = UNSET
    verb: Verb | UnsetType = UNSET
    object: "Thing | UnsetType" = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: Moment | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET

    def __post_init__(self) -> None:
        required, allowed = SHAPES[self.object_type]
        for name in THING_FIELDS:
            present = getattr(self, name) is not UNSET
            if present and name not in allowed:
                raise broken("property_of_another_kind", f".{name}")
            if not present and name in required:
                raise broken("missing_property", f".{name}")
        PARTICULARS[self.object_type](self)

    @property
    def ident(self) -> str:
        """The identifier of an Agent or Group as one text."""
        return ident_of(self)


class Statement(Struct, forbid_unknown_fields=True, rename="camel"):
    """Somebody did something, as a whole."""

    actor: Actor
    verb: Verb
    object: Thing
    id: Uuid | UnsetType = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: Moment | UnsetType = UNSET
    stored: Moment | UnsetType = UNSET
    authority: Actor | UnsetType = UNSET
    version: Version | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.verb.id == VOIDED and self.object.object_type != "StatementRef":
            raise broken("voids_no_statement", ".object")
        if isinstance(self.authority, Actor):
            check_authority(self.authority)
        check_real_moments(self, "timestamp", "stored")
        check_context_of(self)

    @property
    def registration(self) -> str | None:
        return self.context.registration or None if isinstance(self.context, Context) else None


THING_FIELDS = tuple(name for name in Thing.__struct_fields__ if name != "object_type")
_ACTOR = frozenset({"name", "mbox", "mbox_sha1sum", "openid", "account"})
_DEED = frozenset({"actor", "verb", "object"})
#: kind → (required, allowed)
SHAPES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Activity": (frozenset({"id"}), frozenset({"id", "definition"})),
    "Agent": (frozenset(), _ACTOR),
    "Group": (frozenset(), _ACTOR | {"member"}),
    "StatementRef": (frozenset({"id"}), frozenset({"id"})),
    "SubStatement": (_DEED, _DEED | {"result", "context", "timestamp", "attachments"}),
}


def check_activity(thing: Thing) -> None:
    if not is_iri(str(thing.id)):
        raise broken("not_an_iri", ".id")


def check_reference(thing: Thing) -> None:
    if not is_uuid(str(thing.id)):
        raise broken("not_a_uuid", ".id")


def check_substatement(thing: Thing) -> None:
    if isinstance(thing.object, Thing) and thing.object.object_type == "SubStatement":
        raise broken("nested_substatement", ".object")
    check_real_moments(thing, "timestamp")
    check_context_of(thing)


PARTICULARS = {
    "Activity": check_activity,
    "Agent": lambda thing: check_identity(thing, group=False),
    "Group": lambda thing: check_identity(thing, group=True),
    "StatementRef": check_reference,
    "SubStatement": check_substatement,
}


def check_real_moments(holder: Statement | Thing, *names: str) -> None:
    """The form admits 30 February; the calendar does not."""
    for name in names:
        text = getattr(holder, name)
        if text is not UNSET:
            try:
                moment(text)
            except (ValueError, OverflowError):
                raise broken("not_a_moment", f".{name}") from None


def check_context_of(deed: Statement | Thing) -> None:
    """Revision and platform speak of an activity, so there must be one."""
    if (
        not isinstance(deed.context, Context)
        or not isinstance(deed.object, Thing)
        or deed.object.object_type == "Activity"
    ):
        return
    for name in ("revision", "platform"):
        if getattr(deed.context, name) is not UNSET:
            raise broken("only_of_activities", f".context.{name}")


_decoder = msgspec.json.Decoder(Statement)


def decode(text: bytes | str) -> Statement:
    """The statement that `text` is; msgspec's errors pass through."""
    return _decoder.decode(text)
