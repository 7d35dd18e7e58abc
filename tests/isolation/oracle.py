"""Who sees what, read a second time from docs/decisions/0003 and as naively as can be: no database, no code of the site.

Two administrations, A and B, lie below a region, the region below the organisation. People, units and places are plain
numbers and words; days are counted from today.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ABOVE = {"a": ("a", "region", "wco"), "b": ("b", "region", "wco"), "region": ("region", "wco"), "wco": ("wco",)}
NATIONAL = ("a", "b")

BY_NAME = {
    "directory": ("supervisor", "hr", "trainer", "head_of_office", "national_coordinator", "administrator"),
    "participation": ("supervisor", "hr", "national_coordinator"),
    "ability": ("supervisor",),
}
FIGURES = ("hr", "head_of_office", "national_coordinator")
#: Who says what an administration measures, and who promised it what.
KEEPS = ("hr", "national_coordinator")
WRITES = ("trainer", "hr", "national_coordinator", "expert", "administrator")


@dataclass(frozen=True)
class Held:
    """A role of a person at a place, within a unit or all of it, from a day to a day."""

    person: int
    place: str
    role: str
    unit: int | None
    since: int
    until: int | None

    @property
    def holds_today(self) -> bool:
        return self.since <= 0 and (self.until is None or self.until >= 0)


@dataclass(frozen=True)
class World:
    """Everyone's roles, the tree of units of each administration, who is in which group of editors, who has a seat where."""

    people: int
    roles: tuple[Held, ...]
    parents: tuple[int | None, ...]
    editors: frozenset[tuple[int, str]]
    seated: frozenset[tuple[int, str]]

    def now(self, person: int) -> Iterator[Held]:
        return (held for held in self.roles if held.person == person and held.holds_today)

    def lies_in(self, unit: int | None, top: int | None) -> bool:
        """Whether a unit is another one or lies below it; everything lies in no unit."""
        while unit is not None and unit != top:
            unit = self.parents[unit]
        return unit == top

    def reaches(self, role: Held, other: Held, record: str) -> bool:
        if role.role not in BY_NAME[record] or role.place != other.place or not other.holds_today:
            return False
        if role.role == "supervisor" and (role.unit is None or other.role != "officer"):
            return False
        return self.lies_in(other.unit, role.unit)

    def sees(self, asker: int, person: int, record: str, place: str | None = None) -> bool:
        """Whether `asker` sees that record of `person`; with a place, the rows of it that were written there."""
        if asker == person:
            return True
        theirs = [held for held in self.roles if held.person == person and place in (None, held.place)]
        return any(self.reaches(role, held, record) for role in self.now(asker) for held in theirs)

    def people_seen(self, asker: int, record: str) -> set[int]:
        return {person for person in range(self.people) if self.sees(asker, person, record)}

    def rows_seen(self, asker: int, record: str) -> set[tuple[int, str]]:
        return {(p, place) for p in range(self.people) for place in NATIONAL if self.sees(asker, p, record, place)}

    def stands_in_or_above(self, asker: int, place: str) -> bool:
        return any(held.place in ABOVE[place] for held in self.now(asker))

    def courses_seen(self, asker: int) -> set[str]:
        serves = any(True for _ in self.now(asker))
        seen = {f"{place}-everyone" for place in NATIONAL}
        seen |= {f"{place}-members" for place in NATIONAL if serves}
        return seen | {f"{place}-own" for place in NATIONAL if self.stands_in_or_above(asker, place)}

    def holds(self, asker: int, place: str, roles: tuple[str, ...]) -> bool:
        return any(held.place == place and held.role in roles for held in self.now(asker))

    def may_edit(self, asker: int) -> bool:
        return any((asker, place) in self.editors for place in NATIONAL)
