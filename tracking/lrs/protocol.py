"""What every resource of the store has in common: who asks, in which version, how large, and how a failure is told.

Only the Authorization header says who asks. Cookies count for nothing here, which is why a page of any origin may call.
"""

import base64
import binascii
import re
from collections.abc import Callable
from functools import wraps
from time import time
from typing import cast

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from lms.core import away
from lms.core.clock import now
from lms.core.programs import for_programs
from tracking.lrs import alternate
from tracking.lrs.credentials import pace
from tracking.lrs.credentials.queries import NotAsRemembered, credential_of, opens, remembered
from tracking.lrs.models import Credential
from tracking.lrs.refusals import Conflict, Forbidden, Refused
from tracking.lrs.scopes import Scope

VERSION_HEADER = "X-Experience-API-Version"
CONSISTENT_HEADER = "X-Experience-API-Consistent-Through"
#: What is answered, by the first two numbers of what was asked for.
VERSIONS = {"1.0": "1.0.3", "2.0": "2.0.0"}

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": (
        f"Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, {VERSION_HEADER}, Updated"
    ),
    "Access-Control-Expose-Headers": (
        f"ETag, Last-Modified, Content-Language, Retry-After, {VERSION_HEADER}, {CONSISTENT_HEADER}"
    ),
    "Access-Control-Max-Age": "86400",
}


class XapiRequest(HttpRequest):
    """A request whose credential and version are known."""

    credential: Credential
    xapi_version: str
    #: What was read, once it was; of a folded request, what its form held as its content.
    content: bytes


class TooLarge(Exception):
    """The body is larger than LRS_MAX_BODY."""


View = Callable[[XapiRequest], HttpResponse]
Finish = Callable[[HttpResponse], HttpResponse]


def unchanged(response: HttpResponse) -> HttpResponse:
    return response


def resource(
    *, is_public: bool = False, finish: Finish = unchanged, **methods: View
) -> Callable[[HttpRequest], HttpResponse]:
    """One resource, from a function for each method; GET answers HEAD as well. Anyone may ask a public one.

    `finish` adds what every answer of the resource carries, a refusal too.
    """

    @for_programs
    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        asked = cast(XapiRequest, request)
        if request.method == "OPTIONS":
            return dressed(HttpResponse(status=204), request)
        try:
            response = finish(told(lambda: (dispatch if is_public else answer)(asked, methods)))
        except DatabaseError as error:
            if not away.database_is_away(error):
                raise
            response = failure(503, "come_again")
            response["Retry-After"] = str(away.COME_AGAIN)
        return dressed(response, request)

    return view


def dressed(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """An answer with the headers that every answer of the store carries."""
    for name, value in CORS.items():
        response[name] = value
    if VERSION_HEADER not in response:
        response[VERSION_HEADER] = version_of(request) or VERSIONS["1.0"]
    response.headers.setdefault("Date", http_date())
    if response.status_code not in (204, 304):  # these have no content, not even an empty one
        response.headers.setdefault("Content-Length", str(len(response.content)))
    if request.method == "HEAD":
        response.content = b""
    return response


@for_programs
@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """An address below the store's that is none of its resources: told as the others tell, not with a page."""
    return dressed(failure(404, "no_such_resource"), request)


def answer(request: XapiRequest, methods: dict[str, View]) -> HttpResponse:
    """Check who asks and in which version, then let the resource answer."""
    folded = alternate.is_folded(request)
    if folded:
        request.content = alternate.unfold(request, body_of(request)) or b""
    view = methods.get("GET" if request.method == "HEAD" else str(request.method))
    if getattr(view, "confirms", False) and (response := answer_from_memory(request, methods, folded=folded)):
        return response
    credential = authenticated(request, credential_of)
    if credential is None:
        response = failure(401, "who_are_you", section="Communication 4.0")
        response["WWW-Authenticate"] = 'Basic realm="xAPI"'
        return response
    return answer_to(credential, request, methods, folded=folded)


def answer_from_memory(request: XapiRequest, methods: dict[str, View], *, folded: bool) -> HttpResponse | None:
    """What was written for a credential that is remembered and was confirmed; anything else is answered once it was asked."""
    credential = authenticated(request, remembered)
    if credential is None:
        return None
    try:
        response = answer_to(credential, request, methods, folded=folded)
    except NotAsRemembered:
        return None
    return response if response.status_code < 300 else None


def answer_to(credential: Credential, request: XapiRequest, methods: dict[str, View], *, folded: bool) -> HttpResponse:
    if refused := too_often(credential):
        return refused
    version = version_of(request)
    if version is None:
        response = failure(400, "version_not_spoken", path=VERSION_HEADER, section="Communication 3.3")
        response[VERSION_HEADER] = credential.xapi_version
        return response
    request.credential, request.xapi_version = credential, version
    if folded and version.startswith("2."):
        return failure(400, "unknown_parameter", path="?method", section="Communication 1.3")
    response = told(lambda: dispatch(request, methods))
    response[VERSION_HEADER] = version
    return response


def too_often(credential: Credential) -> HttpResponse | None:
    """A refusal where the credential has come more often this minute than it may."""
    if credential.per_minute is None:
        return None
    wait = pace.seconds_to_wait(credential.key, most=credential.per_minute, now=time())
    if not wait:
        return None
    response = failure(429, "too_many_requests")
    response["Retry-After"] = str(wait)
    return response


def dispatch(request: XapiRequest, methods: dict[str, View]) -> HttpResponse:
    """The resource's own answer."""
    view = methods.get("GET" if request.method == "HEAD" else str(request.method))
    if view is None:
        response = failure(405, "method_not_known")
        response["Allow"] = ", ".join([*methods, "OPTIONS"])
        return response
    return view(request)


def told(answering: Callable[[], HttpResponse]) -> HttpResponse:
    """An answer; a refusal is an answer too."""
    try:
        return answering()
    except Refused as refused:
        return failure(400, refused.code, path=refused.path, section=refused.section, detail=refused.detail)
    except Forbidden as forbidden:
        return failure(403, forbidden.code, path=forbidden.path)
    except Conflict as conflict:
        return failure(409, conflict.code, path=conflict.path, section="Communication 2.1.1")
    except TooManyFieldsSent:
        return failure(400, "too_many_parameters", section="Communication 3.2")
    except TooLarge:
        return failure(413, "body_too_large", section="Communication 3.2")


def failure(status: int, code: str, *, path: str = "", section: str = "", detail: str = "") -> HttpResponse:
    """A refusal as programs read it: the same names as in the rules, and never a word about the inside."""
    told = {"error": code, "path": path, "rule": section, "detail": detail}
    return JsonResponse({name: value for name, value in told.items() if value}, status=status)


def authenticated(request: HttpRequest, find: Callable[[str], Credential | None]) -> Credential | None:
    """The open credential whose key and secret the request carries."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        key, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    credential = find(key)
    at = now()
    if credential is None or not opens(credential, secret, at=at) or not credential.is_open(at):
        return None
    return None if credential.kind == Credential.Kind.SERVER else credential


def version_of(request: HttpRequest) -> str | None:
    """The version that is answered to the one that was asked for; "1.0" alone counts as the first of its kind."""
    asked = re.fullmatch(r"([12]\.0)(?:\.\d+)?", request.headers.get(VERSION_HEADER, ""))
    return VERSIONS[asked[1]] if asked else None


def needs(*scopes: Scope, confirms: bool = False) -> Callable[[View], View]:
    """The credential must have one of `scopes`. A view that `confirms` it itself may be given one from memory."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: XapiRequest) -> HttpResponse:
            if not request.credential.may(*scopes):
                raise Forbidden("not_in_scope", path=" ".join(scopes))
            return view(request)

        checked.confirms = confirms  # type: ignore[attr-defined]
        return checked

    return decorate


def body_of(request: HttpRequest) -> bytes:
    """The body, read here because Django's own limit is meant for forms. It is read once, and remembered."""
    asked, limit = cast(XapiRequest, request), settings.LRS_MAX_BODY
    if not hasattr(asked, "content"):
        asked.content = read(request, limit)
    if len(asked.content) > limit:
        raise TooLarge
    return asked.content


def read(request: HttpRequest, limit: int) -> bytes:
    """The whole body, or one byte more than the limit."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit():
        raise Refused("wrong_type", path="Content-Length", section="Communication 3.2")
    if int(length) > limit:
        raise TooLarge
    # Of a body that comes in chunks nobody says the length; Django takes it for empty, and the server knows its end.
    in_chunks = "Transfer-Encoding" in request.headers and request.META.get("wsgi.input_terminated")
    body: bytes = request.META["wsgi.input"].read(limit + 1) if in_chunks else request.read(limit + 1)
    return body
