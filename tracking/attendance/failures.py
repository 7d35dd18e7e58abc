"""What cannot be done, by name; the views find the words."""

from collections.abc import Collection


class SheetClosed(Exception):
    """The session has been held and its sheet is closed: marks change by correction only, with a reason."""


class NotOpenYet(Exception):
    """It is not yet the day of the session, or it has not yet begun."""


class NotTakingPlace(Exception):
    """The session is a draft or was cancelled: nobody is marked in it."""


class NotSeated(Exception):
    """These people have no seat in the cohort, and no session to make up."""

    def __init__(self, person_ids: Collection[int]) -> None:
        super().__init__(sorted(person_ids))


class ReasonMissing(Exception):
    """A correction says why."""


class NoSuchChecklist(Exception):
    """The course has no checklist for this competency, or the checklist no such behaviour."""


class AlreadySigned(Exception):
    """A signed checklist is read, not changed."""
