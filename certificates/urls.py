"""Addresses that anyone may ask."""

from django.urls import path

from certificates import views

urlpatterns = [path("", views.ask, name="verify-ask"), path("<str:code>/", views.verify, name="verify")]
