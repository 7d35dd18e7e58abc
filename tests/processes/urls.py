"""What the webs of these tests answer: ring a bell, take an upload, read one."""

import os

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from lms.core import clock, urls
from tests.processes.house.actions import ring


@csrf_exempt
def ring_bell(request: HttpRequest, bell: int) -> HttpResponse:
    ring(bell=bell, at=clock.now())
    return HttpResponse(str(os.getpid()))


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(default_storage.save("letters/upload.txt", request.FILES["file"]))


def read(request: HttpRequest, name: str) -> HttpResponse:
    with default_storage.open(name) as file:
        return HttpResponse(file.read())


urlpatterns = [
    *urls.urlpatterns,
    path("ring/<int:bell>", ring_bell),
    path("upload", upload),
    path("read/<path:name>", read),
]
