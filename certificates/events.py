"""What this room tells. It is read below, where no certificate is known: so it says all that a gap has to be told."""

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Fact):
    """A person is certified for the level shown; `gap_ids` are the gaps whose closing it attests."""

    certificate_id: int
    certificate_uid: UUID
    person_id: int
    gap_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Fact):
    """A certificate was withdrawn for good."""

    certificate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateSuspended(Fact):
    """A certificate is withheld until what is in question is settled."""

    certificate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateReinstated(Fact):
    """What was withheld stands again."""

    certificate_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateExpired(Fact):
    """The last day of a certificate has passed."""

    certificate_id: int
    certificate_uid: UUID
    person_id: int
    administration_id: int
    unit_id: int | None
    competency_id: int
    level: int
    required_by_law: bool
