"""Pages of the catalogue, and the frozen releases that learners study."""

from courses.catalogue.editors import Editorship
from courses.catalogue.outcomes import ChecklistItem, CourseOutcome
from courses.catalogue.pages import CatalogueIndexPage, CoursePage, HomePage, LessonPage, ModulePage
from courses.catalogue.releases import (
    CourseRelease,
    EditionMedia,
    EditionPackage,
    EditionQuiz,
    EditionSource,
    ReleaseEdition,
)

__all__ = [
    "CatalogueIndexPage",
    "ChecklistItem",
    "CourseOutcome",
    "CoursePage",
    "CourseRelease",
    "EditionMedia",
    "EditionPackage",
    "EditionQuiz",
    "EditionSource",
    "Editorship",
    "HomePage",
    "LessonPage",
    "ModulePage",
    "ReleaseEdition",
]
