"""Addresses that are identifiers, and so have no slash at the end. They stand before the store's own."""

from django.urls import path, re_path

from tracking.profiles import views

urlpatterns = [
    path("profiles/customs-learning", views.customs_learning, name="xapi-profile"),
    path("openapi.json", views.openapi, name="xapi-openapi"),
    re_path(r"^(?P<kind>verbs|extensions|activity-types)/(?P<name>[a-z-]+)$", views.concept, name="xapi-concept"),
]
