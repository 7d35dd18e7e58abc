"""Agents and groups: who did it, and what makes two of them the same."""

from typing import Literal, Protocol

from msgspec import UNSET, Struct, UnsetType

from tracking.lrs.grammar import Iri, Mailto, Sha1, broken


class Account(Struct, forbid_unknown_fields=True, rename="camel"):
    """A login on some system, as an actor's identifier."""

    home_page: Iri
    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise broken("empty", ".name")


class Actor(Struct, forbid_unknown_fields=True, rename={"object_type": "objectType"}):
    """An Agent or a Group: exactly one identifier, or, for a group, members instead."""

    object_type: Literal["Agent", "Group"] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    mbox: Mailto | UnsetType = UNSET
    mbox_sha1sum: Sha1 | UnsetType = UNSET
    openid: Iri | UnsetType = UNSET
    account: Account | UnsetType = UNSET
    member: list["Actor"] | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_identity(self, group=self.object_type == "Group")

    @property
    def ident(self) -> str:
        """The identifier as one text, which is what makes two actors the same; empty for an anonymous group."""
        return ident_of(self)


class Identified(Protocol):
    """Anything with the identifiers of an actor: an actor, or an object that is one."""

    mbox: Mailto | UnsetType
    mbox_sha1sum: Sha1 | UnsetType
    openid: Iri | UnsetType
    account: Account | UnsetType
    member: list[Actor] | UnsetType


def ident_of(who: Identified) -> str:
    if isinstance(who.account, Account):
        # A line feed cannot stand in an IRI, so no two accounts share a text.
        return f"account:{who.account.home_page}\n{who.account.name}"
    for name in ("mbox", "mbox_sha1sum", "openid"):
        value = getattr(who, name)
        if value is not UNSET:
            return f"{name}:{value}"
    return ""


def check_identity(who: Identified, *, group: bool) -> None:
    names = (who.mbox, who.mbox_sha1sum, who.openid, who.account)
    count = 4 - names.count(UNSET)
    if count > 1:
        raise broken("several_identifiers")
    if not group:
        if count == 0:
            raise broken("no_identifier")
        if who.member is not UNSET:
            raise broken("property_of_another_kind", ".member")
        return
    members = who.member if isinstance(who.member, list) else []
    if count == 0 and not members:
        raise broken("no_identifier")
    for number, member in enumerate(members):
        if member.object_type == "Group":
            raise broken("group_within_group", f".member[{number}]")


def check_authority(authority: Actor) -> None:
    """An agent, or an anonymous group of an application and a person (OAuth)."""
    if authority.object_type == "Group" and (
        authority.ident or not isinstance(authority.member, list) or len(authority.member) != 2
    ):
        raise broken("not_an_authority", ".authority")
