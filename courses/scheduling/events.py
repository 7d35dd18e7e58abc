"""What the timetable tells. A session that moved says what it was before, so that the difference can be shown and told."""

from dataclasses import dataclass
from datetime import datetime

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class CohortReleased(Fact):
    """A cohort's timetable stands, and seats in it can be taken."""

    cohort_id: int
    session_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CohortAnnounced(Fact):
    """Those who nominate and those who teach were told of a cohort."""

    cohort_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TrainersChanged(Fact):
    """Other people teach a cohort."""

    cohort_id: int
    came: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SessionMoved(Fact):
    """A session takes place at another time or in another room; times in UTC."""

    session_id: int
    cohort_id: int
    started_at: datetime
    ended_at: datetime
    room_before: int | None
    starts_at: datetime
    ends_at: datetime
    room_after: int | None
    sequence: int


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Fact):
    """A session does not take place; why is on the session."""

    session_id: int
    cohort_id: int
    sequence: int


@dataclass(frozen=True, kw_only=True)
class SessionHeld(Fact):
    """A session has taken place."""

    session_id: int
    cohort_id: int


@dataclass(frozen=True, kw_only=True)
class CohortCancelled(Fact):
    """A whole cohort does not take place; its sessions are cancelled each by a fact of its own."""

    cohort_id: int
