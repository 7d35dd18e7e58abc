"""Why a timetable is refused; the view finds the words."""

from collections.abc import Sequence

from courses.scheduling.rules import Clash


class CannotSchedule(Exception):
    """The timetable cannot be so; the subclass says why."""


class Clashes(CannotSchedule):
    """A room or a trainer is taken, closed or away: each with its reason code and the session that has it."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = list(clashes)
        super().__init__(", ".join(f"{clash.reason} {clash.key}" for clash in self.clashes))


class NotOpen(CannotSchedule):
    """The course has no release that one can enrol in."""


class NotATrainer(CannotSchedule):
    """A named person holds no role that teaches in the administration, or above it."""


class NobodyTeaches(CannotSchedule):
    """A cohort needs a trainer."""


class Over(CannotSchedule):
    """The session or cohort was cancelled or held, or is a draft where it should not be."""
