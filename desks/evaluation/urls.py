"""Addresses of the desk of evaluation."""

from django.urls import path

from desks.evaluation import indicators, readings, uploading, views

urlpatterns = [
    path("", views.programmes, name="impact"),
    path("indicators.csv", views.indicators_csv, name="impact-indicators-csv"),
    path("indicators/", indicators.index, name="impact-indicators"),
    path("indicators/new/", indicators.new, name="impact-indicator-new"),
    # A code is an administration's own: an address names both.
    path("indicators/<slug:administration>/<slug:indicator>/", readings.indicator, name="impact-indicator"),
    path(
        "indicators/<slug:administration>/<slug:indicator>/change/", indicators.change, name="impact-indicator-change"
    ),
    path("indicators/<slug:administration>/<slug:indicator>/upload/", uploading.upload, name="impact-upload"),
    path(
        "indicators/<slug:administration>/<slug:indicator>/readings.csv", uploading.readings_csv, name="impact-book-csv"
    ),
    path(
        "indicators/<slug:administration>/<slug:indicator>/template.csv",
        uploading.template_csv,
        name="impact-template-csv",
    ),
    path("commitments/<uuid:commitment>/", views.commitment, name="impact-commitment"),
    path("<slug:programme>/", views.programme, name="impact-programme"),
    path("<slug:programme>/readings.csv", views.readings_csv, name="impact-readings-csv"),
]
