"""What the pages of the catalogue show: the list with its search and filters, a course, a lesson in preview."""

from typing import Any
from unicodedata import category

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import queries
from courses.catalogue.freeze import lesson_data
from courses.catalogue.outcomes import CourseOutcome
from courses.catalogue.pages import CatalogueIndexPage, CoursePage, LessonPage, ModulePage
from courses.lessons import render
from courses.lessons.keepers import Showing
from lms.competencies.models import Competency

PER_PAGE = 20
LONGEST_SEARCH = 100
MODES = {"elearning": "hours_elearning", "remote": "hours_remote", "classroom": "hours_classroom"}


def index_context(index: CatalogueIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The courses that the asker may see below an index, narrowed by what the address says."""
    offered = below(index, queries.visible_to(request.user))
    words = searchable(request.GET.get("q", ""))
    mode = request.GET.get("mode", "")
    competency = request.GET.get("competency", "").replace("\0", "")
    found = offered
    if words:
        found = found.filter(translation_key__in=keys_found(words))
    if mode in MODES:
        found = found.filter(**{f"{MODES[mode]}__gt": 0})
    if competency:
        found = found.filter(outcomes__competency__code=competency).distinct()
    page = Paginator(queries.in_words(found.order_by("code", "pk")), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "words": words,
        "mode": mode,
        "competency": competency,
        "courses": page,
        "cards": [card(course, shown) for course, shown in in_language(list(page))],
        "modes": ModulePage.Mode.choices,
        "competencies": developed_by(offered),
        "query": {key: value for key, value in request.GET.items() if key != "page"},
    }


def heading(index: CatalogueIndexPage) -> str:
    """A catalogue is called as its page is, or, where that has not been translated, as everyone calls it: Wagtail puts an
    alias of the original above the first page that is translated."""
    if index.locale.language_code == get_language() and not index.alias_of_id:
        return index.title
    return str(index.administration) if index.administration else _("Catalogue")


def searchable(text: str) -> str:
    """Letters, marks and digits only: the search engines of both databases stumble over signs of their own languages."""
    kept = (sign if category(sign)[0] in "LMN" or sign in "-_" else " " for sign in text[:LONGEST_SEARCH])
    return " ".join("".join(kept).split())


def below(index: CatalogueIndexPage, courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """An administration's own part holds its own courses, in whichever language it is read."""
    return courses if index.administration_id is None else courses.filter(administration=index.administration_id)


def keys_found(words: str) -> list[Any]:
    """The courses whose text, in any language, has the words. What the asker may see is decided by who calls."""
    return [course.translation_key for course in CoursePage.objects.live().search(words)]


def developed_by(courses: QuerySet[CoursePage]) -> QuerySet[Competency]:
    """The competencies to filter by: those that some visible course develops."""
    return Competency.objects.filter(pk__in=courses.values("outcomes__competency")).order_by("code")


def in_language(courses: list[CoursePage]) -> list[tuple[CoursePage, CoursePage]]:
    """Each course with its page in the reader's language, or with itself."""
    translations = (
        CoursePage.objects.live()
        .select_related("locale")
        .filter(
            translation_key__in=[course.translation_key for course in courses], locale__language_code=get_language()
        )
    )
    by_key = {page.translation_key: page for page in translations}
    return [(course, by_key.get(course.translation_key, course)) for course in courses]


def card(course: CoursePage, shown: CoursePage) -> dict[str, Any]:
    return {
        "title": shown.title,
        "summary": shown.summary,
        "code": course.code,
        "url": course.url,
        "language": shown.locale.language_code,
        "hours": hours(course),
        "outcomes": list(course.outcomes.all()),
    }


def hours(course: CoursePage) -> list[dict[str, Any]]:
    """Hours by mode, without modes that the course does not use."""
    labels = dict(ModulePage.Mode.choices)
    return [{"mode": mode, "label": labels[mode], "hours": spent} for mode, spent in course.hours.items() if spent]


def course_context(course: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """What one will be able to do, the modules in order, and whether one can enrol."""
    preview = getattr(request, "is_preview", False)
    modules = ModulePage.objects.child_of(course).order_by("path")
    # The outcomes of a draft are in memory only.
    outcomes = course.outcomes.all() if preview else course.outcomes.select_related("competency")
    release = queries.open_release(course.translation_key)
    return {
        "outcomes": [outcome_in_words(outcome) for outcome in outcomes],
        "hours": hours(course),
        "steps": [
            {"mode": module.mode, "title": module.title, "when": module.objective}
            for module in (modules if preview else modules.live())
        ],
        "can_enrol": release is not None,
    }


def outcome_in_words(outcome: CourseOutcome) -> dict[str, Any]:
    """What one will be able to do; the full sentence where it is in the reader's language."""
    competency = outcome.competency
    sentence = competency.statement if get_language() == settings.LANGUAGE_CODE else ""
    return {"text": sentence or str(competency), "entry": outcome.entry, "exit": outcome.exit}


def lesson_context(lesson: LessonPage) -> dict[str, Any]:
    """A draft drawn by the very templates that will draw its frozen data."""
    data = lesson_data(lesson, Showing(lesson.locale))
    return {"body": render.blocks(data["blocks"], media_url=str, slots={"quiz": quiz_preview})}


def quiz_preview(block: render.Block) -> SafeString:
    return render_to_string("courses/quizzes/preview.html", {"quiz": block["asked"]})
