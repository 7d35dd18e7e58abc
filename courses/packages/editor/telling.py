"""Saying on the editors' pages why a content does not go live, with the way to the fields in question."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from courses.packages.editor import words
from courses.packages.models import Package
from courses.packages.publishing import HasGaps


def look(package: Package) -> str:
    """The form, with everything said at once that is wrong in it."""
    return f"{reverse('h5p-edit', args=[package.pk])}?look"


def say_gaps(request: HttpRequest, gaps: HasGaps) -> None:
    button = messages.button(look(gaps.version.package), _("Show these fields"))
    messages.error(request, words.not_live(gaps), buttons=[button])
