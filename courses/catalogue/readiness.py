"""What stands between a course and its release, all of it at once, and what a release would leave out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wagtail.models import Page

from courses.catalogue.pages import CoursePage, LessonPage, ModulePage
from courses.packages.models import Package
from courses.packages.publishing import live
from courses.quizzes import rules
from courses.quizzes.data import quiz_data
from courses.quizzes.models import Quiz


@dataclass(frozen=True)
class FlawedQuiz:
    """A quiz that cannot be asked: no release is made while a published lesson holds it."""

    quiz: Quiz
    flaws: tuple[rules.Flaw, ...]


class Why(StrEnum):
    """Why something is not in the release."""

    DRAFT = "draft"
    CHANGED = "changed"
    NOT_LIVE = "not_live"


@dataclass(frozen=True)
class LeftOut:
    """A page whose draft, or a content whose newest version, learners would not get."""

    what: Page | Package
    why: Why


@dataclass(frozen=True)
class Readiness:
    flawed: list[FlawedQuiz]
    left_out: list[LeftOut]


def readiness(course: CoursePage) -> Readiness:
    """Of a course in all of its published languages: a release freezes them together."""
    others = CoursePage.objects.live().filter(translation_key=course.translation_key).exclude(pk=course.pk)
    quizzes: dict[int, Quiz] = {}
    left_out = []
    for each in [course, *others.order_by("pk")]:
        pages = list(pages_of(each))
        left_out += [LeftOut(page, why) for page in pages if (why := why_left_out(page))]
        for block in blocks_of(page for page in pages if isinstance(page, LessonPage) and page.live):
            if isinstance(block, Quiz):
                quiz = block.in_language_of(each.locale)
                quizzes[quiz.pk] = quiz
            elif live(block) is None and block not in [other.what for other in left_out]:
                left_out.append(LeftOut(block, Why.NOT_LIVE))
    found = ((quiz, rules.flaws(quiz_data(quiz))) for quiz in quizzes.values())
    flawed = [FlawedQuiz(quiz, tuple(dict.fromkeys(flaw for _uid, flaw in flaws))) for quiz, flaws in found if flaws]
    return Readiness(flawed, left_out)


def pages_of(course: CoursePage) -> Iterator[Page]:
    yield course
    for module in ModulePage.objects.child_of(course).order_by("path"):
        yield module
        yield from LessonPage.objects.child_of(module).order_by("path")


def why_left_out(page: Page) -> Why | None:
    if not page.live:
        return Why.DRAFT
    return Why.CHANGED if page.has_unpublished_changes else None


def blocks_of(lessons: Iterable[LessonPage]) -> Iterator[Quiz | Package]:
    """The quizzes and contents that published lessons hold; what was deleted since is nothing."""
    for lesson in lessons:
        for block in lesson.body:
            held = block.value["package"] if block.block_type == "h5p" else block.value
            if block.block_type in {"quiz", "h5p"} and held is not None:
                yield held
