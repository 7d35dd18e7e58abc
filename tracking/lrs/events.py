"""What the store tells the rooms above."""

from dataclasses import dataclass
from uuid import UUID

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class StatementsStored(Fact):
    """One request stored these statements, new ones only, with a credential of a launch or of this server.

    What other systems store is never announced: nothing may follow from it.
    """

    credential_id: int
    tenant: UUID
    registration: UUID | None
    seqs: tuple[int, ...]
