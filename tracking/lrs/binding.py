"""What the holder of a launch may say: of one person, one registration, the activities of the launch, in its time.

The holder is a browser, and whoever sits at it can read the secret. So the server writes the actor and the registration
itself, and refuses a statement that names others, rather than correct it: an honest player never does that.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw

from tracking.lrs import grammar, rules
from tracking.lrs.actors import Actor
from tracking.lrs.reading import MALFORMED, check_names
from tracking.lrs.refusals import Forbidden
from tracking.lrs.statement import VOIDED, Statement

Parts = dict[str, Raw]
_parts = msgspec.json.Decoder(Parts)


@dataclass(frozen=True, kw_only=True)
class Binding:
    """The reach of a launch: the account it speaks for, and the activities below `prefixes` except the `forbidden`."""

    actor: dict[str, Any]
    registration: UUID
    prefixes: tuple[str, ...]
    forbidden: tuple[str, ...]
    since: datetime
    until: datetime

    @property
    def actor_key(self) -> UUID | None:
        return rules.actor_key(msgspec.convert(self.actor, Actor))


def completed(text: bytes, binding: Binding, *, path: str) -> bytes:
    """`text` with the actor and registration of the launch where it names none; what it names stays, to be judged."""
    check_names(text, path)
    try:
        parts = _parts.decode(text)
        if "actor" not in parts:
            parts["actor"] = raw(binding.actor)
        context = _parts.decode(parts["context"]) if "context" in parts else {}
        if "registration" not in context:
            parts["context"] = raw(context | {"registration": raw(str(binding.registration))})
    except MALFORMED:
        return text  # the rules say what is wrong with it, and where
    return msgspec.json.encode(parts)


def judge(statement: Statement, binding: Binding, *, own: bool, path: str) -> None:
    """Raise Forbidden where a statement says more than its launch may; our `own` may speak of forbidden activities."""
    if rules.actor_key(statement.actor) != binding.actor_key:
        raise Forbidden("another_actor", path=f"{path}.actor")
    if UUID(str(statement.registration)) != binding.registration:
        raise Forbidden("another_registration", path=f"{path}.context.registration")
    if statement.verb.id == VOIDED:
        raise Forbidden("may_not_void", path=f"{path}.verb")
    activity = rules.activity_of(statement.object)
    if activity is None or not is_below(activity, binding.prefixes):
        raise Forbidden("another_activity", path=f"{path}.object")
    if not own and is_below(activity, binding.forbidden):
        raise Forbidden("graded_by_the_server", path=f"{path}.object")


def is_below(iri: str, prefixes: tuple[str, ...]) -> bool:
    """Whether `iri` is one of `prefixes` or lies under one: /lessons/1 covers /lessons/1/page and not /lessons/12."""
    return any(iri == prefix or (iri.startswith(prefix) and at_boundary(iri, prefix)) for prefix in prefixes)


def at_boundary(iri: str, prefix: str) -> bool:
    return prefix[-1:] in "/#?" or iri[len(prefix)] in "/#?"


def clamped(given: datetime | None, binding: Binding, *, at: datetime) -> tuple[datetime, timedelta]:
    """A moment within the launch, no later than now, and how far the given one was from it."""
    last = max(binding.since, min(at, binding.until))
    if given is None:
        return last, timedelta(0)
    moment = max(binding.since, min(given, last))
    return moment, given - moment


def authored(text: bytes, binding: Binding, *, ident: UUID, moment: datetime) -> bytes:
    """The statement as we keep it: the launch's own actor and registration, a known id, a moment within the launch."""
    parts = _parts.decode(text)
    context = _parts.decode(parts["context"]) | {"registration": raw(str(binding.registration))}
    parts |= {
        "id": raw(str(ident)),
        "actor": raw(binding.actor),
        "context": raw(context),
        "timestamp": raw(grammar.written(moment)),
    }
    for name in ("stored", "authority"):
        parts.pop(name, None)
    return msgspec.json.encode(parts)


def raw(value: Any) -> Raw:
    return Raw(msgspec.json.encode(value))
