"""What the page chooser answers when several pages were ticked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page

from courses.catalogue.isolation import within_reach


class OwnedChosenPages(ChosenMultipleView):
    """Wagtail tells the title of every page whose id is asked for; here, of those within an editor's reach."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
        # The root has no parent, and Wagtail's answer names one.
        own = within_reach(Page.objects.filter(pk__in=asked, depth__gt=1), request.user)
        given: Any = request.GET.copy()
        given.setlist("id", [str(pk) for pk in own.values_list("pk", flat=True)])
        request.GET = given
        response: HttpResponse = super().get(request)
        return response
