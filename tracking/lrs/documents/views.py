"""The three resources of documents: state, activity profile, agent profile."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from lms.core.clock import now
from tracking.lrs import parameters
from tracking.lrs.documents import actions, places, queries
from tracking.lrs.documents.actions import Overwriting, PreconditionFailed, Sent
from tracking.lrs.documents.models import Document
from tracking.lrs.documents.places import Naming, name_of, place_of
from tracking.lrs.documents.rules import Condition, digest_of, names
from tracking.lrs.parameters import refused
from tracking.lrs.protocol import View, XapiRequest, body_of, failure, resource
from tracking.lrs.refusals import Refused

CONFLICT = "Check what is there now, and set If-Match to its ETag, or If-None-Match to *, to say that you know."


def get(naming: Naming) -> View:
    def view(request: XapiRequest) -> HttpResponse:
        given = request.GET.dict()
        name = name_of(given, naming)
        also = frozenset({naming.name}) if name is not None else frozenset({"since"})
        place = place_of(given, naming, tenant=request.credential.tenant, also=also)
        queries.check_reach(request.credential, place, writing=False)
        if name is not None:
            return one(queries.find(place, name), request)
        since = parameters.moment(given, "since")
        found = list(queries.lying_at(request.credential, place, since=since).values_list("name", "updated"))
        response = JsonResponse(sorted({name for name, _ in found}), safe=False)
        response["ETag"] = f'"{digest_of(response.content)}"'
        if found:
            response["Last-Modified"] = http_date(max(updated for _, updated in found).timestamp())
        return response

    return view


def one(document: Document | None, request: XapiRequest) -> HttpResponse:
    if document is None:
        return failure(404, "no_such_document")
    if names(request.headers.get("If-None-Match", ""), document.etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response["ETag"] = document.etag
    response["Last-Modified"] = http_date(document.updated.timestamp())
    return response


def write(naming: Naming, action: Callable[..., Document]) -> View:
    """PUT or POST: both take the same request, and answer alike."""

    @careful
    def view(request: XapiRequest) -> HttpResponse:
        given = request.GET.dict()
        place = place_of(given, naming, tenant=request.credential.tenant, also=frozenset({naming.name}))
        name = name_of(given, naming)
        if name is None:
            raise refused("missing_parameter", naming.name)
        kind = request.headers.get("Content-Type") or "application/octet-stream"
        if not kind.isprintable():
            raise Refused("not_a_media_type", path="Content-Type", section=naming.section)
        sent = Sent(
            content=body_of(request), content_type=kind, condition=condition(request), version=request.xapi_version
        )
        document = action(credential=request.credential, place=place, name=name, sent=sent, at=now())
        return HttpResponse(status=204, headers={"ETag": document.etag})

    return view


def delete(naming: Naming) -> View:
    @careful
    def view(request: XapiRequest) -> HttpResponse:
        given = request.GET.dict()
        place = place_of(given, naming, tenant=request.credential.tenant, also=frozenset({naming.name}))
        name = name_of(given, naming)
        if name is None and naming is not places.STATE:
            raise refused("missing_parameter", naming.name)
        actions.delete(credential=request.credential, place=place, name=name, condition=condition(request))
        return HttpResponse(status=204)

    return view


def condition(request: XapiRequest) -> Condition:
    return Condition(
        if_match=request.headers.get("If-Match", ""), if_none_match=request.headers.get("If-None-Match", "")
    )


def careful(view: View) -> View:
    def checked(request: XapiRequest) -> HttpResponse:
        try:
            return view(request)
        except PreconditionFailed:
            return failure(412, "precondition_failed", section="Communication 3.1")
        except Overwriting:
            return failure(409, "say_what_you_replace", section="Communication 3.1", detail=CONFLICT)

    return checked


def of(naming: Naming) -> Callable[..., HttpResponse]:
    return resource(
        GET=get(naming), PUT=write(naming, actions.put), POST=write(naming, actions.post), DELETE=delete(naming)
    )


state = of(places.STATE)
activity_profile = of(places.ACTIVITY_PROFILE)
agent_profile = of(places.AGENT_PROFILE)
