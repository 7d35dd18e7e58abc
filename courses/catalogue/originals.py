"""/media/: editors' own pictures and documents, as Wagtail's admin shows them. Learners never come this way: what a lesson
shows was frozen, and has addresses of its own."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from wagtail.images import get_image_model

from courses.catalogue.isolation import may_edit


@require_GET
@cache_control(private=True, max_age=3600)
def original(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the editors' library or one of its sizes, to those who may use it; to anyone else it is not there."""
    images = get_image_model().objects
    found = images.filter(file=name) | images.filter(renditions__file=name)
    if not may_edit(found.distinct(), request.user):
        raise Http404
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file)
    # A drawing may carry scripts; here it may not run them.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
