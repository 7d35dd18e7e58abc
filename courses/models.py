"""Django finds tables at the root of an app; ours live in the rooms."""

from courses.catalogue.models import (
    CatalogueIndexPage,
    CourseOutcome,
    CoursePage,
    CourseRelease,
    EditionMedia,
    EditionPackage,
    EditionQuiz,
    EditionSource,
    Editorship,
    HomePage,
    LessonPage,
    ModulePage,
    ReleaseEdition,
)
from courses.lessons.models import Media
from courses.packages.models import Package, PackageVersion
from courses.quizzes.models import (
    Option,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
    QuizVersion,
    QuizVersionQuestion,
)
from courses.scheduling.models import Booking, Cohort, Room, Session, TrainerAssignment, Venue

__all__ = [
    "Booking",
    "CatalogueIndexPage",
    "Cohort",
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
    "Media",
    "ModulePage",
    "Option",
    "Package",
    "PackageVersion",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "QuizVersion",
    "QuizVersionQuestion",
    "ReleaseEdition",
    "Room",
    "Session",
    "TrainerAssignment",
    "Venue",
]
