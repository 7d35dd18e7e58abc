"""What the catalogue tells."""

from dataclasses import dataclass

from lms.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class ReleaseMade(Fact):
    """A course was released: in a new structure, or (`major` false) in new words for the structure that there was."""

    release_id: int
    course_uid: str
    number: int
    major: bool
    edition_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CourseRetired(Fact):
    """A course is no longer offered; who is enrolled in one of its releases goes on."""

    release_id: int
    course_uid: str
