"""The short way to the lessons of a course: their outline, and a page that takes a content into one and releases it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from courses.catalogue import actions, putting
from courses.catalogue.isolation import within_reach
from courses.catalogue.pages import CoursePage, LessonPage, ModulePage
from courses.catalogue.rules import Kind
from courses.catalogue.views import changes_in_words, course_to_release, in_words
from courses.packages import words
from courses.packages.h5p.reasons import Refused
from courses.quizzes.actions import QuizHasFlaws
from lms.core import clock
from lms.people.typing import SignedInRequest


class PutForm(forms.Form):
    """The file, and whether it counts: it is named after its own title, and stands at the end of the lesson."""

    file = forms.FileField(
        label=gettext_lazy("H5P package"),
        help_text=gettext_lazy("Drop a file that ends in .h5p here. It stands at the end of the lesson."),
        widget=forms.FileInput(attrs=words.UPLOAD),
    )
    counts = forms.BooleanField(
        label=gettext_lazy("Needed to complete the course"),
        help_text=gettext_lazy("Without the tick it is there for practice."),
        required=False,
    )

    class Media:
        js = [forms.Script("js/upload.js", type="module")]


@require_GET
def lessons(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The lessons of a course in their order, each with the way to edit it and to put a content into it."""
    course = course_to_release(request, page_id)
    modules = ModulePage.objects.child_of(course).order_by("path")
    found = list(LessonPage.objects.descendant_of(course).order_by("path"))
    outline = [(module, [each for each in found if each.path.startswith(module.path)]) for module in modules]
    may_put = putting.may_put(request.user, course)
    return render(request, "courses/admin/lessons.html", {"course": course, "outline": outline, "may_put": may_put})


@require_http_methods(["GET", "POST"])
def put(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Take a content into a lesson; what is released with it stands on the page before."""
    lesson = within_reach(LessonPage.objects.live().filter(pk=page_id), request.user).first()
    course = putting.course_of(lesson) if lesson else None
    if lesson is None or course is None or not putting.may_put(request.user, course):
        raise Http404
    form = PutForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and taken(request, lesson, form):
        return redirect("course_lessons", course.pk)
    context = {"course": course, "lesson": lesson, "form": form, **also_released(request, course)}
    return render(request, "courses/admin/put.html", context, status=400 if form.errors else 200)


def taken(request: SignedInRequest, lesson: LessonPage, form: PutForm) -> bool:
    """Do it and say so; False, with the form saying why, where it cannot be done."""
    file, counts = form.cleaned_data["file"], form.cleaned_data["counts"]
    try:
        edition = putting.put_into_lesson(
            lesson=lesson, file=file, name=file.name, counts=counts, by=request.user, at=clock.now()
        )
    except Refused as refused:
        form.add_error("file", words.whys(refused.reasons))
    except putting.HasDraft:
        form.add_error(None, _("This lesson has changes that are not published yet. Edit and publish it first."))
    except (actions.CannotRelease, QuizHasFlaws) as refusal:
        form.add_error(None, in_words(refusal))
    else:
        number = f"{edition.release.number}.{edition.number}"
        said = _("It is in “%(lesson)s”, and the course is released as %(number)s.")
        messages.success(request, said % {"lesson": lesson.title, "number": number})
        return True
    return False


def also_released(request: SignedInRequest, course: CoursePage) -> dict[str, Any]:
    """What else has been published since the last release and goes out with it; or what stands in the way."""
    try:
        plan = actions.rehearse(course=course, by=request.user, at=clock.now())
    except (actions.CannotRelease, QuizHasFlaws) as error:
        # Of a course that has no lesson yet there is no lesson to put something into; a flawed quiz stands in the way.
        return {"refusal": in_words(error), "changes": [], "release": None, "is_major": False}
    return {
        "refusal": "",
        "changes": changes_in_words(plan) if plan.open_release else [],
        "release": plan.open_release,
        "is_major": plan.kind is Kind.MAJOR,
    }
