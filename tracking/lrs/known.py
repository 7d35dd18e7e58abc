"""What the store knows of activities: definitions given by those who may define, merged word by word."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from tracking.lrs import sql
from tracking.lrs.activities import Activity, Definition
from tracking.lrs.models import KnownActivity
from tracking.lrs.rules import key_of
from tracking.lrs.statement import Context, ContextActivities, Statement, Thing

Told = dict[str, Any]
KNOWN = KnownActivity._meta.db_table
#: Parts of a definition that hold an entry for each language or extension; the others are replaced as a whole.
MAPS = ("name", "description", "extensions")
#: What belongs to an interaction: with another kind of interaction its choices and answers go.
INTERACTION = ("interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps")


def activities_of(deed: Statement | Thing) -> Iterable[tuple[str, Definition]]:
    """The activities that a statement defines, in its object, its context, and the statement within it."""
    thing = deed.object
    if isinstance(thing, Thing):
        if thing.object_type == "SubStatement":
            yield from activities_of(thing)
        elif thing.definition is not UNSET:
            yield str(thing.id), thing.definition
    if isinstance(deed.context, Context) and isinstance(deed.context.context_activities, ContextActivities):
        yield from defined(deed.context.context_activities.all())


def defined(activities: Iterable[Activity]) -> Iterable[tuple[str, Definition]]:
    for activity in activities:
        if activity.definition is not UNSET:
            yield activity.id, activity.definition


def merged(kept: Told, sent: Told) -> Told:
    """`kept` with what `sent` says; another language's words and another extension stay."""
    if sent.get("interactionType") not in (None, kept.get("interactionType")):
        kept = {name: value for name, value in kept.items() if name not in INTERACTION}
    whole = kept | sent
    for name in MAPS:
        if name in kept and name in sent:
            whole[name] = kept[name] | sent[name]
    return whole


def learn(statements: Iterable[Statement], *, tenant: UUID) -> None:
    """Take in what a batch says of activities. Rows are written in the order of their keys, so no two batches deadlock.

    Most of what is said is known word for word; only what differs is taken apart and merged.
    """
    sent = said_of(statements)
    if not sent:
        return
    rows = [
        KnownActivity(tenant=tenant, key=key_of(iri), iri=iri, definition=told)
        for iri, told in news(sent, texts(sent, tenant=tenant)).items()
    ]
    if rows:
        KnownActivity.objects.bulk_create(
            sorted(rows, key=lambda row: row.key),
            update_conflicts=True,
            unique_fields=["tenant", "key"],
            update_fields=["definition"],
        )


def said_of(statements: Iterable[Statement]) -> dict[str, list[str]]:
    """What statements say of activities, by their IRIs."""
    sent: dict[str, list[str]] = {}
    for statement in statements:
        for iri, definition in activities_of(statement):
            sent.setdefault(iri, []).append(msgspec.json.encode(definition).decode())
    return sent


def news(sent: dict[str, list[str]], kept: dict[str, str]) -> dict[str, str]:
    """The definitions that are others now than those that are `kept`."""
    found = {}
    for iri, words in sent.items():
        known = kept.get(iri, "{}")
        told = known if set(words) == {known} else in_one(known, words)
        if told != known:
            found[iri] = told
    return found


def in_one(known: str, words: Iterable[str]) -> str:
    """What is known with all that is said, the later over the earlier; the very text where nothing of it is new."""
    before: Told = msgspec.json.decode(known)
    after = before
    for said in words:
        after = merged(after, msgspec.json.decode(said))
    return known if after == before else msgspec.json.encode(after).decode()


def definitions(iris: Iterable[str], *, tenant: UUID) -> dict[str, Told]:
    """The definitions that are known of these activities."""
    return {iri: msgspec.json.decode(text) for iri, text in texts(iris, tenant=tenant).items()}


def texts(iris: Iterable[str], *, tenant: UUID) -> dict[str, str]:
    return dict(sql.rows(*asking(iris, tenant=tenant)))


def asking(iris: Iterable[str], *, tenant: UUID) -> sql.Question:
    condition, values = sql.is_one_of("key", "uuid", sorted({key_of(iri).hex for iri in iris}))
    asked = f"SELECT iri, definition FROM {KNOWN} WHERE tenant = %s AND {condition}"  # noqa: S608 - names of our own
    return sql.Question(asked, (tenant.hex, *values))


def activity(iri: str, *, tenant: UUID) -> Told:
    """An activity, known or not, as the whole of what is known of it (Communication 2.5)."""
    told: Told = {"objectType": "Activity", "id": iri}
    definition = definitions([iri], tenant=tenant).get(iri)
    return told | ({"definition": definition} if definition else {})


def fill(statements: Iterable[Told], *, tenant: UUID) -> None:
    """Give every activity in decoded `statements` the definition that the store knows, for the canonical form."""
    found = [thing for statement in statements for thing in mentioned(statement)]
    known = definitions({thing["id"] for thing in found}, tenant=tenant) if found else {}
    for thing in found:
        if thing["id"] in known:
            thing["definition"] = known[thing["id"]]


def mentioned(deed: Told) -> Iterable[Told]:
    """The activities of a decoded statement that the store gives out, whose context activities are lists."""
    thing = deed["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing
    elif kind == "SubStatement":
        yield from mentioned(thing)
    for named in deed.get("context", {}).get("contextActivities", {}).values():
        yield from named
