"""The slot in which a page of the catalogue, which knows no timetable, shows the coming cohorts of its course."""

from typing import Any

from django import template

from courses.catalogue.models import CoursePage, ModulePage
from courses.scheduling.coming import coming
from lms.core import clock

register = template.Library()


@register.inclusion_tag("courses/scheduling/coming.html", takes_context=True)
def coming_cohorts(context: dict[str, Any], course: CoursePage) -> dict[str, Any]:
    """When the course is held next, and what to do about it."""
    request = context["request"]
    modes = dict(ModulePage.Mode.choices)
    cohorts = coming(course, asked_by=request.user, on=clock.today())
    return {
        "cohorts": [(cohort, [modes[mode] for mode in cohort.modes]) for cohort in cohorts],
        "meets": bool(course.hours_remote or course.hours_classroom),
        "reader": request.user,
    }
