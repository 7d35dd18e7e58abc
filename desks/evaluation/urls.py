"""Addresses of the desk of evaluation."""

from django.urls import path

from desks.evaluation import views

urlpatterns = [
    path("", views.programmes, name="impact"),
    path("indicators.csv", views.indicators_csv, name="impact-indicators-csv"),
    path("commitments/<uuid:commitment>/", views.commitment, name="impact-commitment"),
    path("<slug:programme>/", views.programme, name="impact-programme"),
    path("<slug:programme>/readings.csv", views.readings_csv, name="impact-readings-csv"),
]
