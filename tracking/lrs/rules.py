"""What the store takes and what it refuses."""

from functools import lru_cache
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from tracking.lrs.actors import Actor
from tracking.lrs.reading import MALFORMED, check_names
from tracking.lrs.refusals import Refused, refusal
from tracking.lrs.statement import VOIDED, Context, ContextActivities, Statement, Thing, decode

#: Characters of an identifier whose key is remembered.
REMEMBERED_LENGTH = 200


def check(text: bytes, *, version: str, path: str = "$") -> Statement:
    """The statement that `text` is, or Refused. `version` is that of the request, such as "1.0.3"."""
    check_names(text, path)
    try:
        statement = decode(text)
    except msgspec.ValidationError as error:
        raise refusal(str(error), path) from None
    except MALFORMED as error:
        raise Refused("malformed_json", path=path, detail=str(error)) from None
    if version.startswith("1.0"):
        check_first_version(statement, path)
    return statement


def check_all(texts: list[bytes], *, version: str, many: bool = True) -> list[Statement]:
    """Every statement of a batch, or Refused for the first that breaks a rule or repeats an identifier."""
    seen: set[UUID] = set()
    statements = []
    for number, text in enumerate(texts):
        path = f"$[{number}]" if many else "$"
        statement = check(text, version=version, path=path)
        if statement.id is not UNSET:
            ident = UUID(statement.id)
            if ident in seen:
                raise Refused("identifier_twice", path=f"{path}.id")
            seen.add(ident)
        statements.append(statement)
    return statements


def check_first_version(statement: Statement, path: str) -> None:
    """Refuse what 1.0.x does not know yet."""
    if isinstance(statement.version, str) and not statement.version.startswith("1.0"):
        raise Refused("not_a_version", path=f"{path}.version", section="Data 2.4.10")
    check_first_context(statement.context, f"{path}.context")
    check_first_context(statement.object.context, f"{path}.object.context")


def check_first_context(context: Context | UnsetType, path: str) -> None:
    if isinstance(context, Context):
        for name, given in (("contextAgents", context.context_agents), ("contextGroups", context.context_groups)):
            if given is not UNSET:
                raise Refused("unknown_property", path=f"{path}.{name}")


def key_of(text: str) -> UUID:
    """Sixteen bytes that stand for an IRI or an identifier in narrow indexes, however long the text itself is."""
    return remembered_key(text) if len(text) <= REMEMBERED_LENGTH else made_key(text)


def made_key(text: str) -> UUID:
    return UUID(bytes=sha256(text.encode()).digest()[:16])


def digits_of(text: str) -> str:
    """The key as a statement is written with it: `sql.key` of `key_of`."""
    return remembered_digits(text) if len(text) <= REMEMBERED_LENGTH else made_key(text).hex


#: Verbs, activities and people come again and again; what is long is not kept, so that these stay below four megabytes.
remembered_key = lru_cache(maxsize=4096)(made_key)
remembered_digits = lru_cache(maxsize=4096)(lambda text: made_key(text).hex)


def refers_to(statement: Statement) -> UUID | None:
    """The statement that this one is about, if it is about one."""
    thing = statement.object
    return UUID(str(thing.id)) if thing.object_type == "StatementRef" else None


def voids(statement: Statement) -> UUID | None:
    """The statement that this one takes back, if it does."""
    return refers_to(statement) if statement.verb.id == VOIDED else None


def activity_of(thing: Thing) -> str | None:
    return str(thing.id) if thing.object_type == "Activity" else None


def about_text(thing: Thing) -> str:
    """The IRI or identifier of what the statement is about, where that is an activity or an agent; empty otherwise."""
    return activity_of(thing) or thing.ident


def actor_key(who: Actor | Thing) -> UUID | None:
    return key_of(who.ident) if who.ident else None


def member_key_of(agent: UUID) -> UUID:
    """Stands for "a group with this member", which a filter by agent finds as it finds the agent (Communication 2.1.3)."""
    return key_of(member_text(agent))


def member_text(agent: UUID) -> str:
    return f"member {agent}"


def mentions(statement: Statement) -> set[UUID]:
    """Keys of what is `spoken_of`."""
    return set(map(key_of, spoken_of(statement)))


def spoken_of(statement: Statement) -> set[str]:
    """Every agent and activity that the statement speaks of beside its actor and its object, by IRI or identifier.

    The members of these two are in it twice: as agents that are mentioned, and as members. Who vouches for the statement
    is not in it, because the store knows that by the credential.
    """
    texts: set[str] = set()
    collect_deed(statement, texts)
    texts -= {statement.actor.ident, about_text(statement.object), ""}
    for who in (statement.actor, statement.object):
        for member in who.member or ():
            if member.ident:
                texts.add(member_text(key_of(member.ident)))
    return texts


def collect_deed(deed: Statement | Thing, texts: set[str]) -> None:
    collect_actor(deed.actor, texts)
    thing = deed.object
    if isinstance(thing, Thing):
        if activity := activity_of(thing):
            texts.add(activity)
        elif thing.object_type == "SubStatement":
            collect_deed(thing, texts)
        else:
            collect_actor(thing, texts)
    if isinstance(deed.context, Context):
        collect_context(deed.context, texts)


def collect_context(context: Context, texts: set[str]) -> None:
    if isinstance(context.context_activities, ContextActivities):
        texts.update(activity.id for activity in context.context_activities.all())
    for who in (context.instructor, context.team):
        collect_actor(who, texts)
    for agent in context.context_agents or ():
        collect_actor(agent.agent, texts)
    for group in context.context_groups or ():
        collect_actor(group.group, texts)


def collect_actor(who: Actor | Thing | UnsetType, texts: set[str]) -> None:
    """Its identifier, empty for an anonymous group, and those of its members."""
    if isinstance(who, UnsetType):
        return
    texts.add(who.ident)
    for member in who.member or ():
        collect_actor(member, texts)
