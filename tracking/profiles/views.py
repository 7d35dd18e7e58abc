"""The profile at its address, and each of our own concepts at its own; open to anyone, from any page."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from courses.catalogue import iris
from tracking.profiles.customs_learning import concepts, profile
from tracking.profiles.openapi import description


def published(document: dict[str, object]) -> JsonResponse:
    shown = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    shown.headers["Content-Type"] = "application/ld+json"
    shown.headers["Access-Control-Allow-Origin"] = "*"
    return shown


@require_safe
def customs_learning(_request: HttpRequest) -> JsonResponse:
    return published(profile())


@require_safe
def openapi(_request: HttpRequest) -> JsonResponse:
    """What the store's resources take and answer, in the terms of OpenAPI."""
    answer = JsonResponse(description())
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def concept(_request: HttpRequest, kind: str, name: str) -> JsonResponse:
    """What one of our verbs, extensions or types of activities means."""
    asked = {"verbs": iris.verb, "extensions": iris.extension, "activity-types": iris.kind}[kind](name)
    for each in concepts():
        if each["id"] == asked:
            return published(each)
    raise Http404
