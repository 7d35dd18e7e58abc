"""Facts and their publication: the outbox.

A room that has something to tell writes `publish(GapClosed(at=at, gap_id=gap.pk))` inside the transaction that made it true.
The fact and one `Delivery` per reaction (`lms.reactions.REACTIONS`) are rows of that same transaction, so a fact without its
deliveries, or a delivery of something that did not happen, cannot exist. `deliveries` brings them to their reactions.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from importlib import import_module
from typing import Any, ClassVar

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from lms.core.models import Delivery, Event

#: The sweep leaves a fresh delivery alone for this long: the process that published it is probably at it.
GRACE = timedelta(seconds=20)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened, as ids and numbers only; each room's facts are in its `events.py`.

    `version` is raised when fields change their meaning; `about` is the one thing a fact is about, such as "gap:12".
    """

    at: datetime
    version: ClassVar[int] = 1

    @property
    def about(self) -> str:
        for field in dataclasses.fields(self):
            if field.name.endswith("_id"):
                return f"{field.name.removesuffix('_id')}:{getattr(self, field.name)}"
        return ""


class later(str):  # noqa: N801  (reads as a word in the table of reactions)
    """Marks a reaction that Celery delivers; the others run in the process that published, right after its commit."""

    __slots__ = ()


def publish(fact: Fact) -> Event:
    """Write the fact and its deliveries into the running transaction, and see to the deliveries after its commit.

    Raises RuntimeError outside a transaction: a fact must be committed together with what it tells of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{type(fact).__name__} was published outside a transaction")
    event = Event.objects.create(
        type=type_name(type(fact)), version=fact.version, payload=as_payload(fact), key=fact.about, at=fact.at
    )
    reactions = reactions_to(event.type)
    if reactions:
        # In the order of the clock on the wall, not of `fact.at`: history may be told with a past `at`.
        from lms.core import deliveries

        due = deliveries.wall_clock() + GRACE
        rows = Delivery.objects.bulk_create(
            Delivery(event=event, reaction=str(reaction), next_at=due) for reaction in reactions
        )
        transaction.on_commit(partial(deliveries.see_to, [row.pk for row in rows]), robust=True)
    return event


def type_name(kind: type[Fact]) -> str:
    """`tracking.needs.events.GapClosed` is published as `tracking.needs.GapClosed`."""
    return f"{kind.__module__.removesuffix('.events')}.{kind.__name__}"


def as_payload(fact: Fact) -> dict[str, Any]:
    return msgspec.to_builtins(fact)


def as_fact(event: Event) -> Fact:
    """The dataclass that an event was published as."""
    return msgspec.convert(event.payload, fact_class(event.type))


@cache
def fact_class(name: str) -> type[Fact]:
    room, _, kind = name.rpartition(".")
    return getattr(import_module(f"{room}.events"), kind)


@cache
def table() -> dict[str, list[str]]:
    return import_string(settings.REACTIONS)


def reactions_to(type_: str) -> list[str]:
    return table().get(type_, [])


def is_later(event_type: str, reaction: str) -> bool:
    return any(isinstance(entry, later) for entry in reactions_to(event_type) if entry == reaction)


@cache
def resolve(reaction: str) -> Callable[[Fact], Any]:
    """`tracking.needs.close_met_gaps` is the function `close_met_gaps` in `tracking/needs/actions.py`."""
    room, _, name = reaction.rpartition(".")
    return getattr(import_module(f"{room}.actions"), name)
