"""A statement without the people: each under a pseudonym that is the same in every statement of a tenant, and in no other's.

What only names a person goes (names, attachments, and with them signatures, which hold the statement as it was); the
registration, which stands for one enrolment of one person, becomes another identifier. Who vouches for the statement is a
system, and stays. Free text in a result or an extension is the sender's own, and is not looked into.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from tracking.lrs.actors import Actor

Json = dict[str, Any]


@dataclass(frozen=True)
class Pseudonyms:
    """`key` is the tenant's, for this purpose; `home_page` says whose pseudonyms they are."""

    key: bytes
    home_page: str

    def of(self, ident: str) -> str:
        """Thirty-two hexadecimal digits for a person's identifier."""
        return hmac.digest(self.key, ident.encode(), "sha256").hex()[:32]

    def registration(self, given: str) -> str:
        return str(UUID(bytes=hmac.digest(self.key, b"registration " + UUID(given).bytes, "sha256")[:16], version=4))

    def agent(self, given: Json) -> Json:
        """An agent or a group; the members of a group too."""
        kept: Json = {"objectType": given["objectType"]} if "objectType" in given else {}
        if ident := msgspec.convert(given, Actor, strict=False).ident:
            kept["account"] = {"homePage": self.home_page, "name": self.of(ident)}
        if "member" in given:
            kept["member"] = [self.agent(member) for member in given["member"]]
        return kept

    def statement(self, given: Json) -> Json:
        """The statement, or the statement within one, with the properties in their order."""
        changes: dict[str, Callable[[Any], Any]] = {
            "actor": self.agent, "object": self.thing, "context": self.context
        }  # fmt: skip
        return {
            name: changes[name](value) if name in changes else value
            for name, value in given.items()
            if name != "attachments"
        }

    def thing(self, given: Json) -> Json:
        match given.get("objectType"):
            case "Agent" | "Group":
                return self.agent(given)
            case "SubStatement":
                return self.statement(given)
        return given

    def context(self, given: Json) -> Json:
        changes: dict[str, Callable[[Any], Any]] = {
            "instructor": self.agent,
            "team": self.agent,
            "registration": self.registration,
            "contextAgents": lambda several: [one | {"agent": self.agent(one["agent"])} for one in several],
            "contextGroups": lambda several: [one | {"group": self.agent(one["group"])} for one in several],
        }
        return {name: changes[name](value) if name in changes else value for name, value in given.items()}


def pseudonymous(text: bytes, pseudonyms: Pseudonyms) -> bytes:
    return msgspec.json.encode(pseudonyms.statement(msgspec.json.decode(text)))
