"""The slot in which a course's page, which knows no enrolment, leads whoever is studying the course back into it."""

from django import template

from courses.catalogue.models import CoursePage
from lms.people.queries import Asker
from tracking.enrolment.models import Enrolment
from tracking.enrolment.queries import live

register = template.Library()


@register.simple_tag
def under_way(reader: Asker, course: CoursePage) -> Enrolment | None:
    """The period in which the reader is taking the course now. One query for whoever is signed in, none for strangers."""
    return live(reader, course.translation_key)
