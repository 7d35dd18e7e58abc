"""Whether a page leads its reader to the book of indicators and readings."""

from django import template

from lms.core import clock
from lms.people.queries import Asker
from tracking.impact.queries import kept_by

register = template.Library()


@register.simple_tag
def keeps_the_book(reader: Asker) -> bool:
    """Whether the reader keeps the book of an administration's impact; one query."""
    return kept_by(reader, on=clock.today()).exists()
