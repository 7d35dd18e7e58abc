"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class RequirementsPublished(Fact):
    """An administration requires something else of its posts; `pairs` are (post id, competency id)."""

    administration_id: int
    pairs: list[tuple[int, int]]
