"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class SessionMarked(Fact):
    """Someone was marked in a session, or its sheet was closed."""

    session_id: int
    person_ids: tuple[int, ...]
