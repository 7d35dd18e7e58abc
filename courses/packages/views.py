"""Files of packages: those of a content for the holder of its token, those of a library for anyone who knows its digest."""

import gzip

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from courses.packages import bundles, light, queries, storing
from courses.packages.crossing import asked_before
from courses.packages.h5p import names
from courses.packages.writing import mime_of
from lms.core import clock
from lms.core.ranges import answer_part

KEPT_FOR_EVER = "max-age=31536000, immutable"


@asked_before
@require_safe
def content_file(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """A file of the version that the token is for; nobody else's. A heavy picture comes lighter to who takes that."""
    found = queries.file_of(token, path, on=clock.today())
    if found is None:
        raise Http404
    taken = light.MIME in request.headers.get("Accept", "")
    copy = light.lighter(found.digest, found.mime, found.size) if taken else None
    place, mime = (copy, light.MIME) if copy else (storing.place_of(found.digest), found.mime)
    response = served(request, place, mime, cache=f"private, {KEPT_FOR_EVER}")
    response["Vary"] = "Accept"
    return response


@asked_before
@require_safe
def library_file(request: HttpRequest, digest: str, path: str) -> HttpResponseBase:
    """A file of a library; its address changes with every byte of it."""
    if names.ending(path) not in names.LIBRARY_ENDINGS or not is_below(path):
        raise Http404
    return served(request, f"{storing.LIBRARIES}/{digest}/{path}", mime_of(path), cache=f"public, {KEPT_FOR_EVER}")


@require_safe
def bundle_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The code of a content, as its frame asks for it; compressed unless the browser cannot read that."""
    # As a whole, whatever part is asked for: what is compressed cannot be taken apart.
    response = served(HttpRequest(), bundles.place_of(name), mime_of(name), cache=f"public, {KEPT_FOR_EVER}")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
    elif isinstance(response, FileResponse):
        response.streaming_content = [gzip.decompress(response.getvalue())]
        del response["Content-Length"]
    response["Vary"] = "Accept-Encoding"
    return response


def is_below(path: str) -> bool:
    return not any(part in ("", ".", "..") for part in path.split("/"))


def served(request: HttpRequest, name: str, mime: str, *, cache: str) -> HttpResponseBase:
    """A file in the storage, or the part of it that is asked for: nobody seeks in a film that comes only as a whole."""
    try:
        file = default_storage.open(name, "rb")
    except (FileNotFoundError, IsADirectoryError):
        raise Http404 from None
    response = answer_part(request, file, size=file.size, mime=mime)
    response["Cache-Control"] = cache
    # The player's origin is opaque, so even what comes from here is of another origin to it; no cookie is involved.
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
