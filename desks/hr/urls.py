"""Addresses of HR's desk."""

from django.urls import path

from desks.hr import views

urlpatterns = [path("", views.gaps, name="hr"), path("gaps.csv", views.gaps_csv, name="hr-gaps-csv")]
