"""Where a document lies, as a request's parameters name it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tracking.lrs import parameters
from tracking.lrs.documents.models import Document
from tracking.lrs.parameters import check_known, refused, required
from tracking.lrs.rules import key_of

Kind = Document.Kind


@dataclass(frozen=True, kw_only=True)
class Place:
    """A tenant's states or profiles of one activity, one agent, or both; `activity` is its IRI, `agent` its key."""

    tenant: UUID
    kind: Kind
    activity: str | None = None
    agent: UUID | None = None
    registration: UUID | None = None

    @property
    def activity_key(self) -> UUID | None:
        return key_of(self.activity) if self.activity else None

    def key(self, name: str) -> UUID:
        """The key of the document of this name here. No IRI holds a line feed, and the name stands last."""
        parts = (self.kind, self.activity or "", str(self.agent or ""), str(self.registration or ""), name)
        return key_of("\n".join(parts))


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What the parameters of a resource are called, and which of them it has."""

    kind: Kind
    name: str
    of: frozenset[str]
    section: str


STATE = Naming(
    kind=Kind.STATE, name="stateId", of=frozenset({"activityId", "agent", "registration"}), section="Communication 2.3"
)
AGENT_PROFILE = Naming(
    kind=Kind.AGENT_PROFILE, name="profileId", of=frozenset({"agent"}), section="Communication 2.6"
)  # fmt: skip
ACTIVITY_PROFILE = Naming(
    kind=Kind.ACTIVITY_PROFILE, name="profileId", of=frozenset({"activityId"}), section="Communication 2.7"
)


def place_of(given: Mapping[str, str], naming: Naming, *, tenant: UUID, also: frozenset[str] = frozenset()) -> Place:
    """The place that the parameters name; Refused for one that is missing, malformed, or none of this resource's."""
    check_known(given, naming.of | also)
    for name in naming.of - {"registration"}:
        required(given, name)
    return Place(
        tenant=tenant,
        kind=naming.kind,
        activity=parameters.iri(given, "activityId"),
        agent=parameters.agent_key(given, "agent") if "agent" in given else None,
        registration=parameters.uuid(given, "registration"),
    )


def name_of(given: Mapping[str, str], naming: Naming) -> str | None:
    """The name of the one document that is meant, or None where all of the place are."""
    if naming.name not in given:
        return None
    name = required(given, naming.name)
    if "\x00" in name:
        raise refused("not_a_name", naming.name)
    return name
