"""What this room tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Fact):
    """Someone was told something on the site; mail follows where it is wanted."""

    notice_id: int
    person_id: int
