"""Addresses of the editors' own files."""

from django.urls import path

from courses.catalogue import originals

urlpatterns = [path("<path:name>", originals.original, name="editors-file")]
