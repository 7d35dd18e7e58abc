"""The floor of Django: a view that asks who is there, and answers with nothing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>.</title>")
