"""Which role may see what of whom. The table of docs/decisions/0003 as plain Python; `queries` turns it into querysets."""

from enum import StrEnum


class Record(StrEnum):
    """A kind of knowledge about a person."""

    #: Name, unit, post: who works where.
    DIRECTORY = "directory"
    #: Enrolments, seats, attendance, certificates: what was taken part in.
    PARTICIPATION = "participation"
    #: Levels, ratings, gaps, scores: how well someone can do something.
    ABILITY = "ability"


#: Roles that see a kind of record by person, within the scope of their membership; a supervisor, of officers in it. Everyone
#: sees everything of themselves.
MAY_SEE: dict[Record, frozenset[str]] = {
    Record.DIRECTORY: frozenset(
        {"supervisor", "hr", "trainer", "head_of_office", "national_coordinator", "administrator"}
    ),
    Record.PARTICIPATION: frozenset({"supervisor", "hr", "national_coordinator"}),
    Record.ABILITY: frozenset({"supervisor"}),
}

#: Roles whose figures cover their administration; figures are of groups and pass through `lms.core.small_groups`.
READS_FIGURES = frozenset({"hr", "head_of_office", "national_coordinator"})


def may_see(record: Record, role: str) -> bool:
    """Whether `role` sees `record` of the people in its scope, by name."""
    return role in MAY_SEE[record]
