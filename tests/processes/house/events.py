"""What happens in the tests' house."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact):
    bell_id: int


@dataclass(frozen=True, kw_only=True)
class KnellRang(Fact):
    bell_id: int


@dataclass(frozen=True, kw_only=True)
class BellCracked(Fact):
    bell_id: int
