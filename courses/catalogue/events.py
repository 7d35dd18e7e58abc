"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class ReleaseMade(Fact):
    """An edition of a course was frozen; `major` when it began a new release."""

    edition_id: int
    release_id: int
    major: bool
