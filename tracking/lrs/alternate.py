"""The alternate request syntax of 1.0.x: a POST whose form stands for another request (Communication 1.3).

2.0 has no such thing, and a request that turns out to be in 2.0 is refused afterwards like any unknown parameter.
"""

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict

from tracking.lrs.refusals import Refused

SECTION = "Communication 1.3"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
#: Form fields that are headers, by the name under which WSGI knows the header.
HEADERS = {
    "Authorization": "HTTP_AUTHORIZATION", "X-Experience-API-Version": "HTTP_X_EXPERIENCE_API_VERSION",
    "Content-Type": "CONTENT_TYPE", "Content-Length": "CONTENT_LENGTH", "If-Match": "HTTP_IF_MATCH",
    "If-None-Match": "HTTP_IF_NONE_MATCH",
}  # fmt: skip
#: More fields than any request of the specification has parameters and headers.
MOST_FIELDS = 40


def is_folded(request: HttpRequest) -> bool:
    return request.method == "POST" and "method" in request.GET


def unfold(request: HttpRequest, body: bytes) -> bytes | None:
    """Make `request` the one that its form stands for; the content of that one, or None where it has none."""
    if len(request.GET) > 1 or len(request.GET.getlist("method")) > 1:
        raise Refused("parameter_beside_method", path="?", section=SECTION)
    method = request.GET["method"].upper()
    if method not in METHODS:
        raise Refused("method_not_known", path="?method", section=SECTION)
    fields = fields_of(body)
    content = fields.pop("content", None)
    if content is None and method in ("PUT", "POST"):
        raise Refused("missing_parameter", path="content", section=SECTION)
    request.META["CONTENT_TYPE"] = "application/json"
    for name, key in HEADERS.items():
        if name in fields:
            request.META[key] = fields.pop(name)
    request.__dict__.pop("headers", None)  # made from META when it is next asked for
    request._set_content_type_params(request.META)  # type: ignore[attr-defined]
    request.method = method
    request.GET = QueryDict(urlencode(fields))
    return content.encode() if content is not None else None


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a form in UTF-8, each of which may stand once."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=MOST_FIELDS,
            errors="strict",
        )  # fmt: skip
    except ValueError:
        raise Refused("malformed_form", section=SECTION) from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Refused("property_twice", section=SECTION)
    return fields
