"""Addresses of the national coordinator's desk."""

from django.urls import path

from desks.coordinator import views

urlpatterns = [path("", views.administration, name="coordinator")]
