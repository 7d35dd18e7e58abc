"""Addresses of the desk of a head of office."""

from django.urls import path

from desks.office import views

urlpatterns = [path("", views.office, name="office")]
