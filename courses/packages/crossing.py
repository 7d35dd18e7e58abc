"""A frame's origin is none, so whatever it asks for is of another origin to its browser, which asks first whether it may."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponse]
Files = Callable[..., HttpResponseBase]
#: To whom, and what is answered before: no cookie is involved. Scripts name themselves in a header, as they do at home.
MAY_ASK = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, X-Requested-With",
    "Access-Control-Max-Age": "86400",
}


def asked_before(view: Files) -> Files:
    """A view of files that a frame may ask for with whatever headers its scripts add."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=MAY_ASK)
        return view(request, *args, **kwargs)

    return answer
