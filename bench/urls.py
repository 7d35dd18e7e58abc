"""The floors, then the whole site."""

from django.urls import include, path

from bench import views

urlpatterns = [path("bench/view/", views.empty), path("bench/nothing/", views.nothing), path("", include("lms.urls"))]
