"""The editors' page of a course's releases: what releasing would do, the button that does it, and what was released."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue import actions, queries
from courses.catalogue.isolation import within_reach
from courses.catalogue.pages import CoursePage
from courses.catalogue.planning import Plan
from courses.catalogue.readiness import Why, readiness
from courses.catalogue.rules import Code, Kind
from courses.packages.models import Package
from courses.quizzes.actions import QuizHasFlaws
from courses.quizzes.models import Quiz
from courses.quizzes.rules import Flaw
from lms.core import clock
from lms.people.typing import SignedInRequest

LONGEST_NOTE = 300
LEFT_OUT = {
    Why.DRAFT: gettext_lazy("a draft: it stays out until it is published"),
    Why.CHANGED: gettext_lazy("changes that are not published: what was published last goes out"),
    Why.NOT_LIVE: gettext_lazy("no version of it is live: lessons go out without it"),
}

CHANGES = {
    Code.MODULE_ADDED: gettext_lazy("Module added"),
    Code.MODULE_REMOVED: gettext_lazy("Module taken out"),
    Code.MODULES_REORDERED: gettext_lazy("Modules in another order"),
    Code.MODE_CHANGED: gettext_lazy("Module in another mode"),
    Code.SESSIONS_CHANGED: gettext_lazy("Another number of sessions"),
    Code.LESSON_ADDED: gettext_lazy("Lesson added"),
    Code.LESSON_REMOVED: gettext_lazy("Lesson taken out"),
    Code.LESSON_MOVED: gettext_lazy("Lesson moved to another module"),
    Code.LESSONS_REORDERED: gettext_lazy("Lessons in another order"),
    Code.QUIZ_ADDED: gettext_lazy("Quiz added"),
    Code.QUIZ_REMOVED: gettext_lazy("Quiz taken out"),
    Code.PACKAGE_ADDED: gettext_lazy("Interactive content added"),
    Code.PACKAGE_REMOVED: gettext_lazy("Interactive content taken out"),
    Code.LANGUAGE_ADDED: gettext_lazy("New language"),
    Code.COURSE_CHANGED: gettext_lazy("Course described anew"),
    Code.MODULE_CHANGED: gettext_lazy("Module described anew"),
    Code.LESSON_CHANGED: gettext_lazy("Lesson changed"),
}
FLAWS = {
    Flaw.NO_QUESTIONS: gettext_lazy("it asks no question"),
    Flaw.NO_PROMPT: gettext_lazy("a question has no text"),
    Flaw.TOO_FEW_OPTIONS: gettext_lazy("a question offers fewer than two answers"),
    Flaw.NO_RIGHT_OPTION: gettext_lazy("a question has no right answer"),
    Flaw.SEVERAL_RIGHT_OPTIONS: gettext_lazy("a question with one right answer marks several"),
    Flaw.NO_NUMBER: gettext_lazy("a question asks for a number and has none"),
}


@require_http_methods(["GET", "POST"])
def release(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Say what a release would be; on POST, make it."""
    course = course_to_release(request, page_id)
    if request.method == "POST":
        return make_release(request, course)
    try:
        plan, refusal = actions.rehearse(course=course, by=request.user, at=clock.now()), ""
    except (actions.CannotRelease, QuizHasFlaws) as error:
        plan, refusal = None, in_words(error)
    return render(
        request,
        "courses/admin/release.html",
        {
            "course": course,
            "plan": plan,
            "refusal": refusal,
            "changes": changes_in_words(plan) if plan else [],
            "can_release": plan is not None and plan.kind is not Kind.NOTHING,
            "releases": queries.releases_of(course.translation_key),
            "longest_note": LONGEST_NOTE,
            **obstacles(course),
        },
    )


def obstacles(course: CoursePage) -> dict[str, object]:
    """Everything to be mended before a release, and what it would leave out, each with the page where that is done."""
    found = readiness(course)
    edit_quiz = Quiz.snippet_viewset.get_url_name("edit")
    return {
        "flawed": [
            {
                "title": each.quiz.title,
                "reasons": [FLAWS[flaw] for flaw in each.flaws],
                "mend": reverse(edit_quiz, args=[each.quiz.pk]),
            }
            for each in found.flawed
        ],
        "left_out": [
            {"title": each.what.title, "why": LEFT_OUT[each.why], "mend": where_to_mend(each.what)}
            for each in found.left_out
        ],
    }


def where_to_mend(what: Page | Package) -> str:
    if isinstance(what, Package):
        return reverse("h5p-versions", args=[what.pk])
    return reverse("wagtailadmin_pages:edit", args=[what.pk])


def course_to_release(request: SignedInRequest, page_id: int) -> CoursePage:
    """A course in reach that the editor may publish; any other is not there (404)."""
    course = within_reach(CoursePage.objects.filter(pk=page_id), request.user).first()
    if course is None or not course.permissions_for_user(request.user).can_publish():
        raise Http404
    return course


def make_release(request: SignedInRequest, course: CoursePage) -> HttpResponse:
    note = request.POST.get("note", "").strip()[:LONGEST_NOTE]
    try:
        edition = actions.release(course=course, by=request.user, at=clock.now(), note=note)
    except (actions.CannotRelease, QuizHasFlaws) as error:
        messages.error(request, in_words(error))
    else:
        number = f"{edition.release.number}.{edition.number}"
        messages.success(request, _("“%(course)s” is released as %(number)s.") % {"course": course, "number": number})
    return redirect(reverse("release_course", args=[course.pk]))


def in_words(error: Exception) -> str:
    match error:
        case actions.NotPublished():
            return _("Publish the course first: only what is published can be released.")
        case actions.NoLessons():
            return _("The course has no published lesson yet.")
        case actions.NothingToRelease():
            return _("Nothing has changed since the last release.")
        case QuizHasFlaws(quiz=quiz, flaws=flaws):
            reasons = ", ".join(dict.fromkeys(str(FLAWS[flaw]) for _uid, flaw in flaws))
            return _("The quiz “%(quiz)s” cannot be asked yet: %(reasons)s.") % {"quiz": quiz, "reasons": reasons}
    raise error


def changes_in_words(plan: Plan) -> list[dict[str, object]]:
    return [
        {"what": CHANGES[change.code], "title": plan.titles.get(change.uid, ""), "language": change.language}
        for change in plan.changes
    ]
