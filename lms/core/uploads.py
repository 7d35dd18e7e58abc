"""Forms that a script sends (`js/upload.js`), so that the progress of a large file shows."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: A script that sends a form says so; it is told where to go.
SENT, GO_TO = "X-Upload", "X-Go-To"


class UploadMiddleware:
    """A script that followed a redirect by itself would have read what is said to the person once, and thrown it away: it is
    told the address, and the window goes there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get(SENT) and response.status_code in {301, 302, 303}:
            response.status_code = 200
            response[GO_TO] = response["Location"]
            del response["Location"]
        return response
