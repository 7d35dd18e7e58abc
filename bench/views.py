"""The floor of Django: a view that asks who is there, and answers with nothing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>.</title>")


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """The floor of a POST: the body is read, and nobody asks who sent it."""
    return HttpResponse(str(len(request.body)))
