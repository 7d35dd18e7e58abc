"""Addresses that only the demo and developers see."""

from django.urls import URLPattern, path

from lms.core import styleguide

urlpatterns: list[URLPattern] = [
    path("styleguide/", styleguide.show, name="styleguide"),
]
