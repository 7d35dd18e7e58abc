"""The parameters of a query, held to the same standards as the properties of a statement (Data 2.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from tracking.lrs import grammar
from tracking.lrs.actors import Actor
from tracking.lrs.queries import Times, Wanted
from tracking.lrs.reading import MALFORMED
from tracking.lrs.refusals import Refused, refusal
from tracking.lrs.rules import actor_key
from tracking.lrs.serving import FORMATS

SECTION = "Communication 2.1.3"
FILTERS = frozenset({
    "agent", "verb", "activity", "registration", "since", "until", "related_agents", "related_activities", "limit",
    "ascending",
})  # fmt: skip
ANSWERS = frozenset({"format", "attachments"})
#: Our own, in the address that `more` names.
CURSOR = "after"

MOST_IN_A_PAGE = 500
USUAL_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class StatementQuery:
    """What a GET on the statements asks for."""

    statement_id: UUID | None = None
    voided_statement_id: UUID | None = None
    agent: UUID | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    related_agents: bool = False
    related_activities: bool = False
    limit: int = USUAL_PAGE
    ascending: bool = False
    form: str = "exact"
    attachments: bool = False
    cursor: int | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def times(self) -> Times:
        return {"since": self.since, "until": self.until}

    @property
    def wanted(self) -> Wanted:
        """The filters that look at what a statement says; empty where there is none."""
        asked: Wanted = {
            "actor": self.agent, "verb": self.verb, "activity": self.activity, "registration": self.registration,
        }  # fmt: skip
        if not any(asked.values()):
            return {}
        return {**asked, "related_agents": self.related_agents, "related_activities": self.related_activities}


def statement_query(given: Mapping[str, str]) -> StatementQuery:
    """The query that the parameters spell, or Refused."""
    singles = {"statementId", "voidedStatementId"} & given.keys()
    check_known(given, FILTERS | ANSWERS | {"statementId", "voidedStatementId", CURSOR})
    if len(singles) == 2 or (singles and given.keys() & FILTERS):
        raise refused("not_together", *singles)
    form = given.get("format", "exact")
    if form not in FORMATS:
        raise refused("not_a_listed_value", "format")
    return StatementQuery(
        statement_id=uuid(given, "statementId"),
        voided_statement_id=uuid(given, "voidedStatementId"),
        agent=agent_key(given, "agent"),
        verb=iri(given, "verb"),
        activity=iri(given, "activity"),
        registration=uuid(given, "registration"),
        since=moment(given, "since"),
        until=moment(given, "until"),
        related_agents=boolean(given, "related_agents"),
        related_activities=boolean(given, "related_activities"),
        limit=min(number(given, "limit") or MOST_IN_A_PAGE, MOST_IN_A_PAGE) if "limit" in given else USUAL_PAGE,
        ascending=boolean(given, "ascending"),
        form=form,
        attachments=boolean(given, "attachments"),
        cursor=number(given, CURSOR) if CURSOR in given else None,
        given=given,
    )


def check_known(given: Mapping[str, str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            raise refused("unknown_parameter", name)


def refused(code: str, *names: str) -> Refused:
    return Refused(code, path="?" + "&".join(sorted(names)), section=SECTION)


def required(given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise refused("missing_parameter", name)
    return given[name]


def uuid(given: Mapping[str, str], name: str) -> UUID | None:
    if name not in given:
        return None
    if not grammar.is_uuid(given[name]):
        raise refused("not_a_uuid", name)
    return UUID(given[name])


def iri(given: Mapping[str, str], name: str) -> str | None:
    if name in given and not grammar.is_iri(given[name]):
        raise refused("not_an_iri", name)
    return given.get(name)


def moment(given: Mapping[str, str], name: str) -> datetime | None:
    if name not in given:
        return None
    try:
        return grammar.moment(given[name])
    except (ValueError, OverflowError):
        raise refused("not_a_moment", name) from None


def boolean(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "false")
    if value not in ("true", "false"):
        raise refused("wrong_type", name)
    return value == "true"


def number(given: Mapping[str, str], name: str) -> int:
    value = given[name]
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise refused("wrong_type", name)
    return int(value)


def agent(given: Mapping[str, str], name: str) -> Actor | None:
    if name not in given:
        return None
    try:
        return msgspec.json.decode(given[name], type=Actor)
    except msgspec.ValidationError as error:
        raise refusal(str(error), f"?{name}") from None
    except MALFORMED:
        raise refused("malformed_json", name) from None


def agent_key(given: Mapping[str, str], name: str) -> UUID | None:
    who = agent(given, name)
    if who is not None and not who.ident:
        raise refused("no_identifier", name)
    return actor_key(who) if who is not None else None
